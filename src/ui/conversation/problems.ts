/** What went wrong with something a person just did, shown for a while. */
import { signal, type ReadonlySignal } from "@preact/signals";
import type { Translate } from "../i18n/translate.ts";
import type { Timers } from "../timers.ts";
import { rejectionWords } from "./refusals.ts";

const SHOWN_MS = 8_000;

export class Problems {
  readonly #words = signal<string | undefined>(undefined);
  readonly #t: Translate;
  readonly #timers: Timers;
  #hideLater: (() => void) | undefined;

  constructor({ t, timers }: { t: Translate; timers: Timers }) {
    this.#t = t;
    this.#timers = timers;
  }

  get words(): ReadonlySignal<string | undefined> {
    return this.#words;
  }

  /** Shows why a promise was rejected. Can be handed to `catch` as it is. */
  readonly show = (reason: unknown): void => this.say(rejectionWords(this.#t, reason));

  /** Shows `words`. */
  say(words: string): void {
    this.#hideLater?.();
    this.#words.value = words;
    this.#hideLater = this.#timers.after(SHOWN_MS, () => {
      this.#words.value = undefined;
    });
  }
}
