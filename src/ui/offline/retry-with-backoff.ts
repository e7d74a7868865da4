/** Polls with exponential backoff until the network is back. */
import type { Timers } from "../timers.ts";

export interface RetryOptions {
  readonly isReachable: () => Promise<boolean>;
  readonly timers: Pick<Timers, "after">;
  /** called once, after which polling stops */
  readonly onReachable: () => void;
}

const FIRST_DELAY_MS = 2_000;
const MAX_DELAY_MS = 30_000;

/** Returns the function that checks at once and resets the delay. */
export function retryWithBackoff({ isReachable, timers, onReachable }: RetryOptions): () => void {
  let delayMs = FIRST_DELAY_MS;
  let cancel = (): void => {};
  let isChecking = false;

  async function check(): Promise<void> {
    if (isChecking) return;
    cancel();
    isChecking = true;
    if (await isReachable()) return onReachable();
    isChecking = false;
    schedule();
  }

  function schedule(): void {
    cancel = timers.after(delayMs, () => void check());
    delayMs = Math.min(MAX_DELAY_MS, delayMs * 2);
  }

  schedule();
  return () => {
    delayMs = FIRST_DELAY_MS;
    void check();
  };
}
