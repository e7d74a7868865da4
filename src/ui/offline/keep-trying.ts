/** Asks again and again, ever less often, whether the network is back. */
import type { Timers } from "../timers.ts";

export interface Trying {
  readonly isReachable: () => Promise<boolean>;
  readonly timers: Pick<Timers, "after">;
  /** called once */
  readonly onReached: () => void;
}

const FIRST_DELAY_MS = 2_000;
const MAX_DELAY_MS = 30_000;

/** Returns the function that asks at once. */
export function keepTrying({ isReachable, timers, onReached }: Trying): () => void {
  let delayMs = FIRST_DELAY_MS;
  let cancel = (): void => {};
  let isAsking = false;

  async function ask(): Promise<void> {
    if (isAsking) return;
    cancel();
    isAsking = true;
    if (await isReachable()) return onReached();
    isAsking = false;
    schedule();
  }

  function schedule(): void {
    cancel = timers.after(delayMs, () => void ask());
    delayMs = Math.min(MAX_DELAY_MS, delayMs * 2);
  }

  schedule();
  return () => {
    delayMs = FIRST_DELAY_MS;
    void ask();
  };
}
