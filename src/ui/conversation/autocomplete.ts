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
  /** candidates for a mention, the likeliest first */
  readonly members: () => readonly Author[];
  readonly emoji: (query: string) => Promise<EmojiTable>;
  /** applies the chosen skin tone */
  readonly applySkinTone: (emoji: string) => string;
  /** called with an emoji that was chosen */
  readonly onEmojiUsed: (emoji: string) => void;
}

const MAX_EMOJI = 8;

export class Autocomplete {
  readonly #parts: AutocompleteParts;
  readonly #options = signal<CompletionOptions | undefined>(undefined);
  #trigger: Trigger | undefined;
  /** where the options were dismissed: they stay closed for that token */
  #dismissedAt: number | undefined;

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
    this.#trigger = trigger;
    if (trigger?.start !== this.#dismissedAt) this.#dismissedAt = undefined;
    if (trigger === undefined || trigger.start === this.#dismissedAt) return this.close();
    const options = await this.#optionsFor(trigger);
    // The user may have typed on while the emoji table was loaded.
    if (this.#trigger !== trigger) return;
    this.#options.value = options.length === 0 ? undefined : { options, active: 0 };
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
    this.#trigger = undefined;
    this.#options.value = undefined;
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
    if (kind === "mention")
      return matchingMembers(query, this.#parts.members()).map((member) => ({
        kind,
        key: member.id,
        member,
      }));
    const found = (await this.#parts.emoji(query)).find(query.replaceAll("_", " "));
    return found.slice(0, MAX_EMOJI).map(({ emoji, name, shortNames }) => ({
      kind,
      key: emoji,
      emoji: this.#parts.applySkinTone(emoji),
      name,
      shortName: shortNames[0] ?? "",
    }));
  }
}

function isSameTrigger(one: Trigger | undefined, other: Trigger | undefined): boolean {
  return one?.start === other?.start && one?.end === other?.end && one?.query === other?.query;
}
