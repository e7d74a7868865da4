/** The error message of a failed action, shown as a toast. */
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

  /** Shows the reason of a rejected promise; can be passed to `catch`. */
  readonly show = (reason: unknown): void => this.showMessage(describeError(this.#t, reason));

  showMessage(message: string): void {
    this.#cancelHide?.();
    this.#message.value = message;
    this.#cancelHide = this.#timers.after(SHOWN_MS, () => {
      this.#message.value = undefined;
    });
  }
}
