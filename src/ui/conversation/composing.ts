/** The state of the composer: a new message, a reply or the edit of a message. It is stored as a draft. */
import { computed, signal, type ReadonlySignal } from "@preact/signals";
import type { BaseRoomApi } from "../../client/base-room-client.ts";
import type { Mentions } from "../../protocol/fields.ts";
import type { ClientLimits } from "../../protocol/limits.ts";
import type { Author } from "../../protocol/member.ts";
import { cleanInput } from "../../text/clean-input.ts";
import type { DraftEdit, DraftStore, Original } from "../models/draft-store.ts";
import { checkText, isSendable, type TextCheck } from "../models/text-check.ts";
import type { Timers } from "../timers.ts";
import type { WritingRules } from "./writing-rules.ts";

export type ComposingMode =
  | { readonly name: "new" }
  | { readonly name: "reply"; readonly to: Original }
  | { readonly name: "edit"; readonly seq: number };

/** A member whom the text mentions, as it was chosen from the list. */
type Mentioned = Pick<Author, "id" | "name">;

export interface ComposingParts {
  readonly room: BaseRoomApi;
  readonly draft: DraftStore;
  readonly limits: ReadonlySignal<ClientLimits>;
  /** of the room's log; undefined until it is known */
  readonly epoch?: ReadonlySignal<string | undefined>;
  readonly timers: Timers;
  /** notified when the text of a new message changes */
  readonly typing: { onInput(text: string): void };
  /** the members whom a text mentions, some of whom were chosen while it was written */
  readonly mentionsOf: (text: string, chosen: readonly Mentioned[]) => Mentions | undefined;
  /** called with errors that no row in the list shows */
  readonly onError: (reason: unknown) => void;
  /** called when the user goes on: an error that is shown is out of date */
  readonly onProgress: () => void;
}

interface EditedMessage extends DraftEdit {
  readonly mentions?: Mentions | undefined;
}

const SAVE_AFTER_MS = 400;
const NEW_MESSAGE: ComposingMode = { name: "new" };

export class Composing {
  readonly #parts: ComposingParts;
  readonly #text;
  readonly #mode = signal<ComposingMode>(NEW_MESSAGE);
  /** text and mode of the new message when an edit began */
  #stashed: { readonly text: string; readonly mode: ComposingMode } = { text: "", mode: NEW_MESSAGE };
  #cancelSave: (() => void) | undefined;
  /** of the log that the message edited or replied to is in; undefined if it is not known */
  #epoch: string | undefined;
  /** the members who were chosen from the list; those whose name is deleted again are not sent */
  #chosen: readonly Mentioned[] = [];
  /** edits that were not stored, oldest first: each comes back once the composer edits nothing else */
  #refused: readonly EditedMessage[] = [];
  readonly check: ReadonlySignal<TextCheck>;
  readonly rules = signal<WritingRules>({});
  /** true if the text can be sent now */
  readonly canSend: ReadonlySignal<boolean>;

  constructor(parts: ComposingParts) {
    this.#parts = parts;
    const { text, replyTo, edit, epoch } = parts.draft.load();
    this.#epoch = epoch;
    this.#text = signal(cleanInput(text));
    if (replyTo !== undefined) this.#mode.value = { name: "reply", to: replyTo };
    if (edit !== undefined) this.#startEdit(edit);
    this.check = computed(() => checkText(this.#text.value, parts.limits.value));
    this.canSend = computed(() => {
      const { refuses } = this.rules.value;
      return isSendable(this.check.value) && refuses?.(this.#text.value, this.#mode.value) !== true;
    });
    parts.epoch?.subscribe((epoch) => this.#onLog(epoch));
  }

  get text(): ReadonlySignal<string> {
    return this.#text;
  }

  get mode(): ReadonlySignal<ComposingMode> {
    return this.#mode;
  }

  /** The seq of the message that is being edited or replied to. */
  get subject(): number | undefined {
    const mode = this.#mode.value;
    return mode.name === "new" ? undefined : mode.name === "edit" ? mode.seq : mode.to.seq;
  }

  /** `raw` may have control characters, however it came into the field; they are dropped. */
  onInput(raw: string): void {
    const text = cleanInput(raw);
    this.#parts.onProgress();
    this.#text.value = text;
    if (this.#mode.value.name !== "edit") this.#parts.typing.onInput(text);
    this.#cancelSave?.();
    this.#cancelSave = this.#parts.timers.after(SAVE_AFTER_MS, () => this.save());
  }

  /** A member was chosen to be mentioned: the text has `@` and this name. */
  mention({ id, name }: Mentioned): void {
    this.#chosen = [...this.#chosen.filter((one) => one.id !== id), { id, name }];
  }

  /** Stores the draft at once: the page may be about to unload. */
  save(): void {
    this.#cancelSave?.();
    this.#cancelSave = undefined;
    const mode = this.#mode.value;
    const isEdit = mode.name === "edit";
    const message = isEdit ? this.#stashed : { text: this.#text.value, mode };
    this.#parts.draft.save({
      text: message.text,
      ...(message.mode.name === "reply" ? { replyTo: message.mode.to } : {}),
      ...(isEdit ? { edit: { seq: mode.seq, text: this.#text.value } } : {}),
      epoch: this.#epoch,
    });
  }

  /** Empties the composer and its stored draft. */
  discard(): void {
    this.#refused = [];
    this.#stashed = { text: "", mode: NEW_MESSAGE };
    this.#mode.value = NEW_MESSAGE;
    this.#text.value = "";
    this.save();
  }

  /** Sends the message or the edit; false if the text is invalid, or the room's rules refuse it. */
  submit(): boolean {
    if (!this.canSend.value) {
      this.rules.peek().onRefused?.();
      return false;
    }
    const text = this.#text.value.replace(/^\n+|\s+$/gu, "");
    const mode = this.#mode.value;
    if (mode.name === "edit") this.#edit(mode.seq, text);
    else this.#publish(text);
    return true;
  }

  /** Sends a long text as several messages. If the outbox is full, the rest stays in the composer. */
  submitParts(parts: readonly string[]): void {
    for (const [index, part] of parts.entries()) {
      if (this.#publish(part)) continue;
      this.onInput(parts.slice(index).join("\n\n"));
      return;
    }
  }

  /** The draft was changed in another tab. A text that is being typed here and is not stored yet wins. */
  onDraftChange(raw: string): void {
    if (this.#cancelSave !== undefined) return;
    const text = cleanInput(raw);
    if (this.#mode.value.name === "edit") this.#stashed = { ...this.#stashed, text };
    else this.#text.value = text;
  }

  /** Puts a text that is kept nowhere else behind that of the new message. */
  takeText({ text, mentions = [] }: Pick<EditedMessage, "text" | "mentions">): void {
    const join = (before: string) => (before === "" ? text : `${before}\n\n${text}`);
    if (this.#mode.value.name === "edit")
      this.#stashed = { ...this.#stashed, text: join(this.#stashed.text) };
    else this.#text.value = join(this.#text.value);
    this.#chosen = [...this.#chosen, ...mentions];
    this.save();
  }

  /** Starts to edit message `seq`. */
  edit(message: EditedMessage): void {
    this.#startEdit(message);
    this.save();
  }

  #startEdit({ seq, text, mentions = [] }: EditedMessage): void {
    const mode = this.#mode.value;
    if (mode.name !== "edit") this.#stashed = { text: this.#text.value, mode };
    this.#mode.value = { name: "edit", seq };
    this.#text.value = text;
    this.#chosen = [...this.#chosen, ...mentions];
  }

  /** Turns the draft into a reply. An edit is cancelled. */
  reply(to: Original): void {
    if (this.#mode.value.name === "edit") this.#endEdit();
    this.#mode.value = { name: "reply", to };
    this.save();
  }

  /** Cancels the edit and restores the draft, or turns the reply into a new message; false if there is neither. */
  cancel(): boolean {
    const { name } = this.#mode.value;
    if (name === "new") return false;
    this.#parts.onProgress();
    if (name === "edit") this.#endEdit();
    else this.#mode.value = NEW_MESSAGE;
    const [refused, ...others] = this.#refused;
    this.#refused = others;
    if (refused !== undefined) this.#startEdit(refused);
    this.save();
    return true;
  }

  /** In another log than before, what was replied to or edited is gone. What was written becomes a new message. */
  #onLog(epoch: string | undefined): void {
    if (epoch === undefined || (this.#epoch ??= epoch) === epoch) return;
    this.#epoch = epoch;
    for (;;) {
      const isEdit = this.#mode.peek().name === "edit";
      const text = this.#text.peek();
      if (!this.cancel()) return;
      if (isEdit) this.takeText({ text });
    }
  }

  /** False if the outbox refused it. */
  #publish(text: string): boolean {
    const { room, onError } = this.#parts;
    const mode = this.#mode.value;
    const { id, stored } = room.publish(text, {
      ...(mode.name === "reply" ? { replyTo: mode.to.seq } : {}),
      ...this.#mentionsOf(text),
    });
    const isQueued = room.pending.some((pending) => pending.id === id);
    // A queued message that fails later stays in the list with its error. One that was not queued stays here.
    stored.catch((reason: unknown) => {
      if (isQueued) this.rules.peek().onFailed?.(id, text, reason);
      else onError(reason);
    });
    if (!isQueued) return false;
    this.#text.value = "";
    this.#mode.value = NEW_MESSAGE;
    this.save();
    return true;
  }

  #edit(seq: number, text: string): void {
    const options = this.#mentionsOf(text);
    this.#parts.room.edit(seq, text, options).catch((reason: unknown) => {
      this.#parts.onError(reason);
      this.#takeBack({ seq, text, ...options }, reason);
    });
    this.cancel();
  }

  #endEdit(): void {
    this.#mode.value = this.#stashed.mode;
    this.#text.value = this.#stashed.text;
  }

  /**
   * An edit was not stored: it is edited further, or corrected, or copied. A newer edit of the same message replaces it.
   * If its message is gone, the text becomes a new message, unless one is being written.
   */
  #takeBack(refused: EditedMessage, reason: unknown): void {
    const mode = this.#mode.value;
    if (isMessageGone(reason) && mode.name === "new" && this.#text.value === "") {
      this.#text.value = refused.text;
      this.save();
    } else if (mode.name !== "edit") this.edit(refused);
    else if (mode.seq !== refused.seq) this.#refused = [...this.#refused, refused];
  }

  #mentionsOf(text: string): { readonly mentions?: Mentions } {
    const mentions = this.#parts.mentionsOf(text, this.#chosen);
    return mentions === undefined ? {} : { mentions };
  }
}

function isMessageGone(reason: unknown): boolean {
  return (Object(reason) as { readonly code?: unknown }).code === "message_not_found";
}
