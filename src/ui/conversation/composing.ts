/** What is being written: a new message, kept as a draft, or another wording of one already said. */
import { computed, signal, type ReadonlySignal } from "@preact/signals";
import type { RoomApi } from "../../client/api.ts";
import type { ClientLimits } from "../../protocol/limits.ts";
import type { Draft } from "../models/drafts.ts";
import { checkText, isSendable, type TextCheck } from "../models/text-check.ts";
import type { Timers } from "../timers.ts";

/** What is replied to, as far as it is shown where one writes. */
export interface Original {
  readonly seq: number;
  readonly name: string;
  readonly text: string;
}

export type Mode =
  | { readonly name: "new" }
  | { readonly name: "reply"; readonly to: Original }
  | { readonly name: "edit"; readonly seq: number };

export interface ComposingParts {
  readonly room: RoomApi;
  readonly draft: Draft;
  readonly limits: ReadonlySignal<ClientLimits>;
  readonly timers: Timers;
  /** told each time the text of a new message changes, and when it is sent */
  readonly writing: { changed(text: string): void; sent(): void };
  /** told why something was refused that no row in the list tells of */
  readonly onRefused: (reason: unknown) => void;
}

const SAVE_AFTER_MS = 400;
const NEW: Mode = { name: "new" };

export class Composing {
  readonly #parts: ComposingParts;
  readonly #text;
  readonly #mode = signal<Mode>(NEW);
  /** what a new message held, and was, when an edit began */
  #aside: { readonly text: string; readonly mode: Mode } = { text: "", mode: NEW };
  #saveLater: (() => void) | undefined;
  readonly check: ReadonlySignal<TextCheck>;

  constructor(parts: ComposingParts) {
    this.#parts = parts;
    this.#text = signal(parts.draft.text);
    this.check = computed(() => checkText(this.#text.value, parts.limits.value));
  }

  get text(): ReadonlySignal<string> {
    return this.#text;
  }

  get mode(): ReadonlySignal<Mode> {
    return this.#mode;
  }

  /** The message that is being reworded or replied to. */
  get subject(): number | undefined {
    const mode = this.#mode.value;
    return mode.name === "new" ? undefined : mode.name === "edit" ? mode.seq : mode.to.seq;
  }

  changed(text: string): void {
    this.#text.value = text;
    if (this.#mode.value.name === "edit") return;
    this.#parts.writing.changed(text);
    this.#saveLater?.();
    this.#saveLater = this.#parts.timers.after(SAVE_AFTER_MS, () => this.save());
  }

  /** Keeps the draft now: the page may be about to go. */
  save(): void {
    this.#saveLater?.();
    this.#saveLater = undefined;
    this.#parts.draft.save(this.#mode.value.name === "edit" ? this.#aside.text : this.#text.value);
  }

  /** Sends what is written; false if it cannot be sent as it is. */
  submit(): boolean {
    if (!isSendable(this.check.value)) return false;
    const text = this.#text.value.replace(/^\n+|\s+$/gu, "");
    const mode = this.#mode.value;
    if (mode.name === "edit") this.#reword(mode.seq, text);
    else this.#publish(text);
    return true;
  }

  /** Sends what is too long for one message as several. Should the room's queue take no more, the rest stays here. */
  submitParts(parts: readonly string[]): void {
    for (const [index, part] of parts.entries()) {
      if (this.#publish(part)) continue;
      this.changed(parts.slice(index).join("\n\n"));
      return;
    }
  }

  /** The draft was changed in another tab of this browser. What is being written here, and is not kept yet, goes first. */
  draftElsewhere(text: string): void {
    if (this.#saveLater !== undefined) return;
    if (this.#mode.value.name === "edit") this.#aside = { ...this.#aside, text };
    else this.#text.value = text;
  }

  /** Begins to reword message `seq`. */
  edit({ seq, text }: { readonly seq: number; readonly text: string }): void {
    const mode = this.#mode.value;
    if (mode.name !== "edit") this.#aside = { text: this.#text.value, mode };
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
    this.#mode.value = name === "edit" ? this.#aside.mode : NEW;
    if (name === "edit") this.#text.value = this.#aside.text;
    return true;
  }

  /** False if it was not taken. */
  #publish(text: string): boolean {
    const { room, onRefused } = this.#parts;
    const mode = this.#mode.value;
    const { id, stored } = room.publish(text, mode.name === "reply" ? { replyTo: mode.to.seq } : {});
    const isTaken = room.pending.some((pending) => pending.id === id);
    // A message refused later stays in the list as failed, with its reason. One that is not taken stays here.
    stored.catch((reason: unknown) => {
      if (!isTaken) onRefused(reason);
    });
    if (!isTaken) return false;
    this.#parts.writing.sent();
    this.#text.value = "";
    this.#mode.value = NEW;
    this.save();
    return true;
  }

  #reword(seq: number, text: string): void {
    this.#parts.room.edit(seq, text).catch(this.#parts.onRefused);
    this.cancel();
  }
}
