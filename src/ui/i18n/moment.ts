import { browserTimers as timers } from "../timers.ts";
import type { Formats } from "./formats.ts";

/** The time, with the date unless it is today. */
export function momentOf(at: number, formats: Formats): string {
  const isToday = new Date(at).toDateString() === new Date(timers.now()).toDateString();
  return isToday ? formats.time(at) : formats.dateTime(at);
}
