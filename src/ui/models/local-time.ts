/** Times as the value of an `<input type="datetime-local">`: `2026-12-04T14:30` in the browser's time zone. */

const MINUTE_MS = 60_000;

/** @param at in ms since 1970 */
export function toLocalTime(at: number): string {
  if (Number.isNaN(at)) return "";
  const offsetMs = new Date(at).getTimezoneOffset() * MINUTE_MS;
  return new Date(at - offsetMs).toISOString().slice(0, "2026-12-04T14:30".length);
}

/** In ms since 1970; NaN while the field has no whole date and time. */
export function fromLocalTime(value: string): number {
  return new Date(value).getTime();
}
