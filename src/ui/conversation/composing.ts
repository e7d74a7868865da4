/** The state of the composer: a new message or a reply, which is stored as a draft, or the edit of a message. */
import { computed, signal, type ReadonlySignal } from "@preact/signals";
import type { BaseRoomApi } from "../../client/base-room-client.ts";
import type { Mentions } from "../../protocol/fields.ts";
import type { ClientLimits } from "../../protocol/limits.ts";
import type { Author } from "../../protocol/member.ts";
import { cleanInput } from "../../text/clean-input.ts";
import type { DraftStore } from "../models/draft-store.ts";
import { checkText, isSendable, type TextCheck } from "../models/text-check.ts";
import type { Timers } from "../timers.ts";

/** The message that is replied to, as the composer shows it. */
export interface Original {
  readonly seq: number;
  readonly name: string;
  readonly text: string;
}

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
  readonly timers: Timers;
  /** notified when the text of a new message changes */
  readonly typing: { onInput(text: string): void };
  /** the members whom a text mentions, some of whom were chosen while it was written */
  readonly mentionsOf: (text: string, chosen: readonly Mentioned[]) => Mentions | undefined;
  /** called with errors that no row in the list shows */
  readonly onError: (reason: unknown) => void;
}

interface EditedMessage {
  readonly seq: number;
  readonly text: string;
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
  /** the members who were chosen from the list; those whose name is deleted again are not sent */
  #chosen: readonly Mentioned[] = [];
  readonly check: ReadonlySignal<TextCheck>;

  constructor(parts: ComposingParts) {
    this.#parts = parts;
    this.#text = signal(cleanInput(parts.draft.text));
    this.check = computed(() => checkText(this.#text.value, parts.limits.value));
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
    this.#text.value = text;
    if (this.#mode.value.name === "edit") return;
    this.#parts.typing.onInput(text);
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
    this.#parts.draft.save(this.#mode.value.name === "edit" ? this.#stashed.text : this.#text.value);
  }

  /** Sends the message or the edit; false if the text is invalid. */
  submit(): boolean {
    if (!isSendable(this.check.value)) return false;
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

  /** Starts to edit message `seq`. */
  edit({ seq, text, mentions = [] }: EditedMessage): void {
    const mode = this.#mode.value;
    if (mode.name !== "edit") this.#stashed = { text: this.#text.value, mode };
    this.#mode.value = { name: "edit", seq };
    this.#text.value = text;
    this.#chosen = [...this.#chosen, ...mentions];
  }

  /** Turns the draft into a reply. An edit is cancelled. */
  reply(to: Original): void {
    if (this.#mode.value.name === "edit") this.cancel();
    this.#mode.value = { name: "reply", to };
  }

  /** Cancels the edit and restores the draft, or turns the reply into a new message; false if there is neither. */
  cancel(): boolean {
    const { name } = this.#mode.value;
    if (name === "new") return false;
    this.#mode.value = name === "edit" ? this.#stashed.mode : NEW_MESSAGE;
    if (name === "edit") this.#text.value = this.#stashed.text;
    return true;
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
      if (!isQueued) onError(reason);
    });
    if (!isQueued) return false;
    this.#text.value = "";
    this.#mode.value = NEW_MESSAGE;
    this.save();
    return true;
  }

  #edit(seq: number, text: string): void {
    this.#parts.room.edit(seq, text, this.#mentionsOf(text)).catch(this.#parts.onError);
    this.cancel();
  }
  #mentionsOf(text: string): { readonly mentions?: Mentions } {
    const mentions = this.#parts.mentionsOf(text, this.#chosen);
    return mentions === undefined ? {} : { mentions };
  }
}
