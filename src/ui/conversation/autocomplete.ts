/** Autocomplete for mentions and emoji: the options at the cursor, and the text that replaces the token. */
import { signal, type ReadonlySignal } from "@preact/signals";
import type { Author } from "../../protocol/member.ts";
import {
  matchingMembers,
  formatMention,
  shortNameAt,
  triggerAt,
  type Trigger,
} from "../models/completion.ts";
import type { Timers } from "../timers.ts";
import type { EmojiTable } from "../models/emoji-table.ts";

export type CompletionOption =
  | { readonly kind: "mention"; readonly key: string; readonly member: Author }
  | {
      readonly kind: "emoji";
      readonly key: string;
      readonly emoji: string;
      readonly name: string;
      readonly shortName: string;
    };

export interface CompletionOptions {
  readonly options: readonly CompletionOption[];
  readonly active: number;
}

/** The text that replaces the range from `start` to `end`. */
export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** the member whom the text mentions */
  readonly mention?: Author;
}

export interface AutocompleteParts {
  /** candidates for a mention, the likeliest first; `found` are further members present, of a crowd */
  readonly members: (found: readonly Author[]) => readonly Author[];
  /** true in a crowd, of which `members` knows only some */
  readonly isCrowd: () => boolean;
  /** asks the room for the members of a crowd whose names begin with `prefix` */
  readonly findMembers: (prefix: string) => Promise<readonly Author[]>;
  readonly timers: Pick<Timers, "after">;
  readonly emoji: (query: string) => Promise<EmojiTable>;
  /** whether the device can draw the emoji */
  readonly canDraw: (emoji: string) => boolean;
  /** applies the chosen skin tone */
  readonly applySkinTone: (emoji: string) => string;
  /** called with an emoji that was chosen */
  readonly onEmojiUsed: (emoji: string) => void;
}

const MAX_EMOJI = 8;

/** Debounce of the search for members of a crowd. */
const FIND_AFTER_MS = 200;

export class Autocomplete {
  readonly #parts: AutocompleteParts;
  readonly #options = signal<CompletionOptions | undefined>(undefined);
  #trigger: Trigger | undefined;
  /** members of a crowd that were found for the trigger */
  #found: readonly Author[] = [];
  /** where the options were dismissed: they stay closed for that token */
  #dismissedAt: number | undefined;
  #cancelFind: (() => void) | undefined;

  constructor(parts: AutocompleteParts) {
    this.#parts = parts;
  }

  /** The options shown; undefined while there are none. */
  get options(): ReadonlySignal<CompletionOptions | undefined> {
    return this.#options;
  }

  /** The text or the cursor changed. */
  async update(text: string, cursor: number): Promise<void> {
    const trigger = triggerAt(text, cursor);
    if (isSameTrigger(trigger, this.#trigger) && this.#options.value !== undefined) return;
    this.#forgetFound();
    this.#trigger = trigger;
    if (trigger?.start !== this.#dismissedAt) this.#dismissedAt = undefined;
    if (trigger === undefined || trigger.start === this.#dismissedAt) return this.close();
    const options = await this.#optionsFor(trigger);
    // The user may have typed on while the emoji table was loaded.
    if (this.#trigger !== trigger) return;
    this.#show(options);
    this.#findLater(trigger);
  }

  /** Others are here now: an open list of members shows them too, and a word that matched no one is looked up again. */
  membersChanged(): void {
    const trigger = this.#trigger;
    if (trigger?.kind !== "mention") return;
    const shown = this.#options.value;
    const activeKey = shown?.options[shown.active]?.key;
    const options = mentionOptions(trigger.query, this.#parts.members(this.#found));
    const active = options.findIndex(({ key }) => key === activeKey);
    this.#show(options, Math.max(0, active));
    this.#findLater(trigger);
  }

  /** The replacement for a `:short_name:` whose closing colon was just typed. */
  async completeShortName(text: string, cursor: number): Promise<Replacement | undefined> {
    const trigger = shortNameAt(text, cursor);
    if (trigger === undefined) return undefined;
    const found = (await this.#parts.emoji("")).findByShortName(trigger.query);
    return found === undefined ? undefined : this.#replacement(trigger, this.#pickEmoji(found.emoji));
  }

  move(by: 1 | -1): void {
    const shown = this.#options.value;
    if (shown === undefined) return;
    const { length } = shown.options;
    this.#options.value = { ...shown, active: (shown.active + by + length) % length };
  }

  /** Chooses the option at `index`, or the active one. */
  choose(index = this.#options.value?.active): Replacement | undefined {
    const option = this.#options.value?.options[index ?? 0];
    const trigger = this.#trigger;
    if (option === undefined || trigger === undefined) return undefined;
    this.close();
    if (option.kind === "emoji") return this.#replacement(trigger, `${this.#pickEmoji(option.emoji)} `);
    const { member } = option;
    return { ...this.#replacement(trigger, `${formatMention(member.name)} `), mention: member };
  }

  /** Dismisses the options; false if there were none. */
  dismiss(): boolean {
    if (this.#options.value === undefined) return false;
    this.#dismissedAt = this.#trigger?.start;
    this.close();
    return true;
  }

  close(): void {
    this.#forgetFound();
    this.#trigger = undefined;
    this.#options.value = undefined;
  }

  #show(options: readonly CompletionOption[], active = 0): void {
    this.#options.value = options.length === 0 ? undefined : { options, active };
  }

  /** Once for a trigger. */
  #findLater(trigger: Trigger): void {
    if (trigger.kind !== "mention" || trigger.query === "" || !this.#parts.isCrowd()) return;
    this.#cancelFind ??= this.#parts.timers.after(FIND_AFTER_MS, () => void this.#findInCrowd(trigger));
  }

  #forgetFound(): void {
    this.#cancelFind?.();
    this.#cancelFind = undefined;
    this.#found = [];
  }

  /** Adds members of the crowd to those that the page knows. Without an answer the list stays as it is. */
  async #findInCrowd(trigger: Trigger): Promise<void> {
    const found = await this.#parts.findMembers(trigger.query).catch(() => []);
    if (found.length === 0 || !isSameTrigger(this.#trigger, trigger)) return;
    this.#found = found;
    this.membersChanged();
  }

  #replacement({ start, end }: Trigger, text: string): Replacement {
    return { start, end, text };
  }

  #pickEmoji(emoji: string): string {
    const emojiInTone = this.#parts.applySkinTone(emoji);
    this.#parts.onEmojiUsed(emojiInTone);
    return emojiInTone;
  }

  async #optionsFor({ kind, query }: Trigger): Promise<CompletionOption[]> {
    if (kind === "mention") return mentionOptions(query, this.#parts.members([]));
    const found = (await this.#parts.emoji(query)).find(query.replaceAll("_", " "));
    const drawn = found.filter(({ emoji }) => this.#parts.canDraw(emoji));
    return drawn.slice(0, MAX_EMOJI).map(({ emoji, name, shortNames }) => ({
      kind,
      key: emoji,
      emoji: this.#parts.applySkinTone(emoji),
      name,
      shortName: shortNames[0] ?? "",
    }));
  }
}

function mentionOptions(query: string, members: readonly Author[]): CompletionOption[] {
  return matchingMembers(query, members).map((member) => ({ kind: "mention", key: member.id, member }));
}

function isSameTrigger(one: Trigger | undefined, other: Trigger | undefined): boolean {
  return one?.start === other?.start && one?.end === other?.end && one?.query === other?.query;
}
