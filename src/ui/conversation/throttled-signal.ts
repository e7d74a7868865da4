/** Throttles a signal that changes all the time. */
import { effect, signal, type ReadonlySignal } from "@preact/signals";
import type { Timers } from "../timers.ts";

/** Follows `source` at once, and then at most once in `intervalMs`, always to its newest value. */
export function throttledSignal<Value>(
  source: ReadonlySignal<Value>,
  intervalMs: number,
  timers: Pick<Timers, "now" | "after">,
): ReadonlySignal<Value> {
  const followed = signal(source.peek());
  let followedAt = -Infinity;
  let isWaiting = false;
  const follow = (): void => {
    isWaiting = false;
    followedAt = timers.now();
    followed.value = source.peek();
  };
  effect(() => {
    if (source.value === followed.peek() || isWaiting) return;
    // A clock that stepped back makes nothing wait longer.
    const waitMs = Math.min(intervalMs, followedAt + intervalMs - timers.now());
    if (waitMs <= 0) return follow();
    isWaiting = true;
    timers.after(waitMs, follow);
  });
  return followed;
}
