/** Completing what is written: which options there are at the cursor, and what the chosen one puts there. */
import { signal, type ReadonlySignal } from "@preact/signals";
import type { Author } from "../../protocol/member.ts";
import { matchingPeople, mentionOf, shortNameAt, triggerAt, type Trigger } from "../models/completion.ts";
import type { EmojiTable } from "../models/emoji-table.ts";

export type Option =
  | { readonly kind: "mention"; readonly key: string; readonly person: Author }
  | {
      readonly kind: "emoji";
      readonly key: string;
      readonly emoji: string;
      readonly name: string;
      readonly shortName: string;
    };

export interface Options {
  readonly options: readonly Option[];
  readonly active: number;
}

/** What to write in place of what is from `start` to `end`. */
export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface CompletingParts {
  /** who may be meant, the likeliest first */
  readonly people: () => readonly Author[];
  readonly emoji: (query: string) => Promise<EmojiTable>;
  /** in the tone of skin that was chosen */
  readonly toned: (emoji: string) => string;
  /** told of an emoji that was taken */
  readonly onEmoji: (emoji: string) => void;
}

const MAX_EMOJI = 8;

export class Completing {
  readonly #parts: CompletingParts;
  readonly #options = signal<Options | undefined>(undefined);
  #trigger: Trigger | undefined;
  /** where options were waved away: they stay away until something else is begun */
  #dismissedAt: number | undefined;

  constructor(parts: CompletingParts) {
    this.#parts = parts;
  }

  /** What is offered; undefined while nothing is. */
  get options(): ReadonlySignal<Options | undefined> {
    return this.#options;
  }

  /** The text or the cursor changed. */
  async look(text: string, cursor: number): Promise<void> {
    const trigger = triggerAt(text, cursor);
    if (isSame(trigger, this.#trigger) && this.#options.value !== undefined) return;
    this.#trigger = trigger;
    if (trigger?.start !== this.#dismissedAt) this.#dismissedAt = undefined;
    if (trigger === undefined || trigger.start === this.#dismissedAt) return this.close();
    const options = await this.#optionsFor(trigger);
    // Names of emoji take their time to come, and one goes on writing.
    if (this.#trigger !== trigger) return;
    this.#options.value = options.length === 0 ? undefined : { options, active: 0 };
  }

  /** The emoji for a `:short_name:` that was just closed. */
  async closed(text: string, cursor: number): Promise<Replacement | undefined> {
    const trigger = shortNameAt(text, cursor);
    if (trigger === undefined) return undefined;
    const found = (await this.#parts.emoji("")).named(trigger.query);
    return found === undefined ? undefined : this.#inPlaceOf(trigger, this.#emoji(found.emoji));
  }

  move(by: 1 | -1): void {
    const shown = this.#options.value;
    if (shown === undefined) return;
    const { length } = shown.options;
    this.#options.value = { ...shown, active: (shown.active + by + length) % length };
  }

  /** Takes the option at `index`, else the active one. */
  choose(index = this.#options.value?.active): Replacement | undefined {
    const option = this.#options.value?.options[index ?? 0];
    const trigger = this.#trigger;
    if (option === undefined || trigger === undefined) return undefined;
    this.close();
    const text = option.kind === "mention" ? mentionOf(option.person.name) : this.#emoji(option.emoji);
    return this.#inPlaceOf(trigger, `${text} `);
  }

  /** Waves the options away; false if there were none. */
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

  #inPlaceOf({ start, end }: Trigger, text: string): Replacement {
    return { start, end, text };
  }

  #emoji(emoji: string): string {
    const toned = this.#parts.toned(emoji);
    this.#parts.onEmoji(toned);
    return toned;
  }

  async #optionsFor({ kind, query }: Trigger): Promise<Option[]> {
    if (kind === "mention")
      return matchingPeople(query, this.#parts.people()).map((person) => ({ kind, key: person.id, person }));
    const found = (await this.#parts.emoji(query)).find(query.replaceAll("_", " "));
    return found.slice(0, MAX_EMOJI).map(({ emoji, name, shortNames }) => ({
      kind,
      key: emoji,
      emoji: this.#parts.toned(emoji),
      name,
      shortName: shortNames[0] ?? "",
    }));
  }
}

function isSame(one: Trigger | undefined, other: Trigger | undefined): boolean {
  return one?.start === other?.start && one?.end === other?.end && one?.query === other?.query;
}
