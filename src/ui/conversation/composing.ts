/** What is being written: a new message, kept as a draft, or another wording of one already said. */
import { computed, signal, type ReadonlySignal } from "@preact/signals";
import type { RoomApi } from "../../client/api.ts";
import type { ClientLimits } from "../../protocol/limits.ts";
import type { DraftStore } from "../models/draft-store.ts";
import { checkText, isSendable, type TextCheck } from "../models/text-check.ts";
import type { Timers } from "../timers.ts";

/** What is replied to, as far as it is shown where one writes. */
export interface Original {
  readonly seq: number;
  readonly name: string;
  readonly text: string;
}

export type ComposingMode =
  | { readonly name: "new" }
  | { readonly name: "reply"; readonly to: Original }
  | { readonly name: "edit"; readonly seq: number };

export interface ComposingParts {
  readonly room: RoomApi;
  readonly draft: DraftStore;
  readonly limits: ReadonlySignal<ClientLimits>;
  readonly timers: Timers;
  /** told each time the text of a new message changes, and when it is sent */
  readonly typing: { onInput(text: string): void; onSent(): void };
  /** told why something was refused that no row in the list tells of */
  readonly onError: (reason: unknown) => void;
}

const SAVE_AFTER_MS = 400;
const NEW_MESSAGE: ComposingMode = { name: "new" };

export class Composing {
  readonly #parts: ComposingParts;
  readonly #text;
  readonly #mode = signal<ComposingMode>(NEW_MESSAGE);
  /** what a new message held, and was, when an edit began */
  #stashed: { readonly text: string; readonly mode: ComposingMode } = { text: "", mode: NEW_MESSAGE };
  #cancelSave: (() => void) | undefined;
  readonly check: ReadonlySignal<TextCheck>;

  constructor(parts: ComposingParts) {
    this.#parts = parts;
    this.#text = signal(parts.draft.text);
    this.check = computed(() => checkText(this.#text.value, parts.limits.value));
  }

  get text(): ReadonlySignal<string> {
    return this.#text;
  }

  get mode(): ReadonlySignal<ComposingMode> {
    return this.#mode;
  }

  /** The message that is being reworded or replied to. */
  get subject(): number | undefined {
    const mode = this.#mode.value;
    return mode.name === "new" ? undefined : mode.name === "edit" ? mode.seq : mode.to.seq;
  }

  onInput(text: string): void {
    this.#text.value = text;
    if (this.#mode.value.name === "edit") return;
    this.#parts.typing.onInput(text);
    this.#cancelSave?.();
    this.#cancelSave = this.#parts.timers.after(SAVE_AFTER_MS, () => this.save());
  }

  /** Keeps the draft now: the page may be about to go. */
  save(): void {
    this.#cancelSave?.();
    this.#cancelSave = undefined;
    this.#parts.draft.save(this.#mode.value.name === "edit" ? this.#stashed.text : this.#text.value);
  }

  /** Sends what is written; false if it cannot be sent as it is. */
  submit(): boolean {
    if (!isSendable(this.check.value)) return false;
    const text = this.#text.value.replace(/^\n+|\s+$/gu, "");
    const mode = this.#mode.value;
    if (mode.name === "edit") this.#edit(mode.seq, text);
    else this.#publish(text);
    return true;
  }

  /** Sends what is too long for one message as several. Should the room's queue take no more, the rest stays here. */
  submitParts(parts: readonly string[]): void {
    for (const [index, part] of parts.entries()) {
      if (this.#publish(part)) continue;
      this.onInput(parts.slice(index).join("\n\n"));
      return;
    }
  }

  /** The draft was changed in another tab of this browser. What is being written here, and is not kept yet, goes first. */
  onDraftChange(text: string): void {
    if (this.#cancelSave !== undefined) return;
    if (this.#mode.value.name === "edit") this.#stashed = { ...this.#stashed, text };
    else this.#text.value = text;
  }

  /** Begins to reword message `seq`. */
  edit({ seq, text }: { readonly seq: number; readonly text: string }): void {
    const mode = this.#mode.value;
    if (mode.name !== "edit") this.#stashed = { text: this.#text.value, mode };
    this.#mode.value = { name: "edit", seq };
    this.#text.value = text;
  }

  /** What is written becomes a reply. A message being reworded is left as it was. */
  reply(to: Original): void {
    if (this.#mode.value.name === "edit") this.cancel();
    this.#mode.value = { name: "reply", to };
  }

  /** Ends rewording and returns to the draft, or makes a reply a message of its own; false if it was neither. */
  cancel(): boolean {
    const { name } = this.#mode.value;
    if (name === "new") return false;
    this.#mode.value = name === "edit" ? this.#stashed.mode : NEW_MESSAGE;
    if (name === "edit") this.#text.value = this.#stashed.text;
    return true;
  }

  /** False if it was not taken. */
  #publish(text: string): boolean {
    const { room, onError } = this.#parts;
    const mode = this.#mode.value;
    const { id, stored } = room.publish(text, mode.name === "reply" ? { replyTo: mode.to.seq } : {});
    const isQueued = room.pending.some((pending) => pending.id === id);
    // A message refused later stays in the list as failed, with its reason. One that is not taken stays here.
    stored.catch((reason: unknown) => {
      if (!isQueued) onError(reason);
    });
    if (!isQueued) return false;
    this.#parts.typing.onSent();
    this.#text.value = "";
    this.#mode.value = NEW_MESSAGE;
    this.save();
    return true;
  }

  #edit(seq: number, text: string): void {
    this.#parts.room.edit(seq, text).catch(this.#parts.onError);
    this.cancel();
  }
}
