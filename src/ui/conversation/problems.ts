/** The error message of a failed action, shown as a toast. */
import { signal, type ReadonlySignal } from "@preact/signals";
import type { Translate } from "../i18n/translate.ts";
import { LoadError } from "../load-error.ts";
import type { Timers } from "../timers.ts";

const SHOWN_MS = 8_000;

export interface ProblemsParts {
  readonly t: Translate;
  readonly timers: Timers;
  /** loads the error messages; see `describeError` */
  readonly describe: (reason: unknown) => Promise<string>;
}

export class Problems {
  readonly #message = signal<string>();
  readonly #isLoadFailure = signal(false);
  readonly #parts: ProblemsParts;
  #cancelHide: (() => void) | undefined;
  /** the latest reason: the message of an earlier one comes too late */
  #reason: unknown;

  constructor(parts: ProblemsParts) {
    this.#parts = parts;
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
    if (reason instanceof LoadError) {
      this.showMessage(this.#parts.t("loadFailed"));
      this.#isLoadFailure.value = true;
    } else void this.#describe(reason);
  };

  showMessage(message: string): void {
    this.clear();
    this.#message.value = message;
    this.#cancelHide = this.#parts.timers.after(SHOWN_MS, this.clear);
  }

  /** Hides the message, which is out of date. */
  readonly clear = (): void => {
    this.#reason = undefined;
    this.#cancelHide?.();
    this.#isLoadFailure.value = false;
    this.#message.value = undefined;
  };

  async #describe(reason: unknown): Promise<void> {
    const { t, describe } = this.#parts;
    this.#reason = reason;
    // Without a network not even the error messages can be loaded.
    const message = await describe(reason).catch(() => t("errorNoConnection"));
    if (this.#reason === reason) this.showMessage(message);
  }
}
