/**
 * Whether a rule of text is fast. There is no limit in ms, which a slow or busy machine would exceed: a rule is compared
 * with all rules together over an ordinary text, and with itself over four times the text.
 */
import { median } from "../bench/statistics.ts";
import { ORDINARY, repeat } from "./adversarial-texts.ts";
import { cpuTimeMs } from "./cpu-time.ts";

export type TextRule = (text: string) => unknown;

export const MAX_TEXT_BYTES = 16 * 1_024;

/** The part of the time of all rules together that one rule may take. */
const MAX_SHARE = 0.5;
/** What takes less is cheap for any text that a room accepts, however it grows. */
const SHORT_SHARE = 0.2;
/** For four times the text a linear rule takes four times as long, and some for the collector; a quadratic one sixteen. */
const MAX_GROWTH = 10;
/** Only what disturbs every one of these measurements fails a rule that is fast. */
const ATTEMPTS = 6;
/** In a median of a few runs, the first ones, in which code is compiled, do not count. */
const MEDIAN_OF = 5;

export class TextCost {
  readonly #rules: readonly TextRule[];
  readonly #attempts: number;
  #allMs: number;

  constructor(rules: readonly TextRule[], attempts = ATTEMPTS) {
    this.#rules = rules;
    this.#attempts = attempts;
    this.#allMs = this.#allRulesMs();
  }

  /** Why `rule` is too slow for the texts that `make` makes, each of about so many bytes; undefined if it is fast. */
  problemOf(rule: TextRule, make: (bytes: number) => string): string | undefined {
    const text = make(MAX_TEXT_BYTES);
    const costMs = this.#leastMs(rule, text);
    if (costMs > this.#allMs * MAX_SHARE)
      return `${costMs.toFixed(1)} ms, and all rules ${this.#allMs.toFixed(1)} ms for an ordinary text`;
    return costMs > this.#allMs * SHORT_SHARE
      ? this.#growthProblem(rule, text, make(4 * MAX_TEXT_BYTES))
      : undefined;
  }

  /** Of a few runs, but no more of them than are needed to find that it is fast. */
  #leastMs(rule: TextRule, text: string): number {
    let leastMs = Infinity;
    for (let attempt = 0; attempt < this.#attempts && leastMs > this.#allMs * MAX_SHARE; attempt++) {
      // The machine may have become slower since.
      if (attempt === this.#attempts / 2) this.#allMs = this.#allRulesMs();
      leastMs = Math.min(leastMs, costOf(rule, text));
    }
    return leastMs;
  }

  #growthProblem(rule: TextRule, text: string, longer: string): string | undefined {
    let textMs = Infinity;
    let longerMs = Infinity;
    for (let attempt = 0; attempt < this.#attempts; attempt++) {
      longerMs = Math.min(longerMs, costOf(rule, longer));
      textMs = Math.min(textMs, costOf(rule, text));
      if (longerMs <= MAX_GROWTH * textMs) return undefined;
    }
    return `${(longerMs / textMs).toFixed(1)} times as long for four times the text`;
  }

  /** For an ordinary text. */
  #allRulesMs(): number {
    const text = repeat(ORDINARY, MAX_TEXT_BYTES);
    const times = Array.from({ length: MEDIAN_OF }, () =>
      cpuTimeMs(() => this.#rules.forEach((rule) => void rule(text))),
    );
    return median(times) ?? Number.NaN;
  }
}

function costOf(rule: TextRule, text: string): number {
  return cpuTimeMs(() => void rule(text));
}
