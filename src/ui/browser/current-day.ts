/** The current day as a signal, so that "Today" is renewed at midnight. */
import { signal, type ReadonlySignal } from "@preact/signals";
import type { Timers } from "../timers.ts";

/** Events after which the clock may have advanced without timers, or the time zone may have changed. */
const WAKE_EVENTS = ["pageshow", "focus", "online"];

/**
 * Watches the day for as long as the page lives: a visible page has one timer, for the next local midnight; a hidden page
 * has none, and is renewed when it is visible again. The signal is the start of the day, in ms since 1970.
 */
export function watchCurrentDay(timers: Pick<Timers, "now" | "after">): ReadonlySignal<number> {
  const day = signal(startOfDay(timers.now()));
  let cancel: (() => void) | undefined;
  const update = (): void => {
    cancel?.();
    cancel = undefined;
    if (document.hidden) return;
    const now = timers.now();
    day.value = startOfDay(now);
    cancel = timers.after(startOfDay(now, 1) - now, update);
  };
  for (const event of WAKE_EVENTS) addEventListener(event, update);
  document.addEventListener("visibilitychange", update);
  update();
  return day;
}

/** Local midnight; daylight saving makes days of 23 and 25 hours. */
function startOfDay(at: number, daysLater = 0): number {
  const date = new Date(at);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + daysLater).getTime();
}
