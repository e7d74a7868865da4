/**
 * The part of the error table that a client carries: the errors that it detects itself, and the codes that are
 * temporary. The room sends the message of every other error, so that a page need not carry the whole table.
 */

import { describeInvalidCharacter } from "../text/invalid-character.ts";
import type { TextFailure } from "../text/message-text.ts";

/** Shown to a person. */
export const LOCAL_ERROR_MESSAGES = {
  empty_text: "A message needs some text.",
  invalid_text: "The text holds control characters or is not valid Unicode.",
  outcome_unknown:
    "The room can no longer tell whether this was stored. Look, and send it again if it was not.",
  too_large: "This is larger than the room takes.",
} as const;

/** The sentence for the text `raw`, refused with `code`; that of `invalid_text` names the first wrong character. */
export function textErrorMessage(code: TextFailure, raw: string): string {
  const character = code === "invalid_text" ? describeInvalidCharacter(raw) : undefined;
  return character === undefined
    ? LOCAL_ERROR_MESSAGES[code]
    : `The text has a character that cannot be stored: ${character}.`;
}

export type LocalErrorCode = keyof typeof LOCAL_ERROR_MESSAGES;

/** After an error with one of these codes the same command may succeed later. No local error is temporary. */
export const TEMPORARY_CODES: readonly string[] = [
  "rate_limited",
  "slow_mode",
  "out_of_order",
  "session_ended",
  "internal",
  "overloaded",
  "room_full",
  "too_many_connections",
  "unavailable",
];
