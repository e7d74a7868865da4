/** The error message of a failed action, shown as a toast. */
import { signal, type ReadonlySignal } from "@preact/signals";
import type { Translate } from "../i18n/translate.ts";
import { LoadError } from "../load-error.ts";
import type { Timers } from "../timers.ts";
import { describeError } from "./error-messages.ts";

const SHOWN_MS = 8_000;

export class Problems {
  readonly #message = signal<string | undefined>(undefined);
  readonly #isLoadFailure = signal(false);
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

  /** True while a part of the page that could not be loaded is the problem; only a reload may help. */
  get isLoadFailure(): ReadonlySignal<boolean> {
    return this.#isLoadFailure;
  }

  /** Shows the reason of a rejected promise; can be passed to `catch`. */
  readonly show = (reason: unknown): void => {
    const isLoadFailure = reason instanceof LoadError;
    this.showMessage(isLoadFailure ? this.#t("loadFailed") : describeError(this.#t, reason));
    this.#isLoadFailure.value = isLoadFailure;
  };

  showMessage(message: string): void {
    this.clear();
    this.#message.value = message;
    this.#cancelHide = this.#timers.after(SHOWN_MS, this.clear);
  }

  /** Hides the message, which is out of date. */
  readonly clear = (): void => {
    this.#cancelHide?.();
    this.#isLoadFailure.value = false;
    this.#message.value = undefined;
  };
}
