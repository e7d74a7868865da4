/**
 * The part of the errors' table that a client carries: what it finds out by itself, before the room could say it, and
 * which refusals pass. Everything else the room says in its own words, and a page need not hold the whole table.
 */

/** Said to a person. */
export const LOCAL_ERROR_MESSAGES = {
  empty_text: "A message needs some text.",
  invalid_text: "The text holds control characters or is not valid Unicode.",
  outcome_unknown:
    "The room can no longer tell whether this was stored. Look, and send it again if it was not.",
  too_large: "This is larger than the room takes.",
} as const;

export type LocalErrorCode = keyof typeof LOCAL_ERROR_MESSAGES;

/** The same command may succeed later, unchanged. None of the foreseen ones is. */
export const TEMPORARY_CODES: readonly string[] = [
  "rate_limited",
  "internal",
  "overloaded",
  "room_full",
  "unavailable",
];
