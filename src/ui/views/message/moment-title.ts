/** What the time of a message says where the mouse is on it. */
import { ago } from "../../i18n/ago.ts";
import type { Formats } from "../../i18n/formats.ts";
import { browserTimers } from "../../timers.ts";

export function momentTitle(formats: Formats, at: number): string {
  return `${formats.dateTime(at)} · ${ago(formats.locale, at, browserTimers.now())}`;
}
