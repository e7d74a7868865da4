/** What went wrong with something a person just did, shown for a while. */
import { signal, type ReadonlySignal } from "@preact/signals";
import type { Translate } from "../i18n/translate.ts";
import type { Timers } from "../timers.ts";
import { describeError } from "./error-messages.ts";

const SHOWN_MS = 8_000;

export class Problems {
  readonly #message = signal<string | undefined>(undefined);
  readonly #t: Translate;
  readonly #timers: Timers;
  #cancelHide: (() => void) | undefined;

  constructor({ t, timers }: { t: Translate; timers: Timers }) {
    this.#t = t;
    this.#timers = timers;
  }

  get message(): ReadonlySignal<string | undefined> {
    return this.#message;
  }

  /** Shows why a promise was rejected. Can be handed to `catch` as it is. */
  readonly show = (reason: unknown): void => this.showMessage(describeError(this.#t, reason));

  /** Shows `words`. */
  showMessage(message: string): void {
    this.#cancelHide?.();
    this.#message.value = message;
    this.#cancelHide = this.#timers.after(SHOWN_MS, () => {
      this.#message.value = undefined;
    });
  }
}
