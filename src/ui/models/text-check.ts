/** Validates the text in the composer while it is typed. */
import type { ClientLimits } from "../../protocol/limits.ts";
import { graphemes } from "../../text/lengths.ts";
import { parseText } from "../../text/message-text.ts";

export type TextCheck =
  | { readonly name: "empty" }
  | { readonly name: "good" }
  /** near the limit: the number of characters left */
  | { readonly name: "near"; readonly left: number }
  | { readonly name: "over"; readonly by: number }
  /** few enough characters, but too many bytes */
  | { readonly name: "over-bytes" }
  | { readonly name: "invalid" };

/** The share of the limit from which the characters left are shown. */
const NEAR_LIMIT_RATIO = 0.9;

/** Longer texts are not counted with each key: graphemes take too long to count. */
const MAX_COUNTED = 40_000;

/** Checks `text` against the room's limits. */
export function checkText(
  text: string,
  limits: Pick<ClientLimits, "textGraphemes" | "textBytes">,
): TextCheck {
  const parsed = parseText(text, limits);
  if (!parsed.ok && parsed.failure === "empty_text") return { name: "empty" };
  if (!parsed.ok && parsed.failure === "invalid_text") return { name: "invalid" };
  if (text.length < limits.textGraphemes * NEAR_LIMIT_RATIO)
    return parsed.ok ? { name: "good" } : { name: "over-bytes" };
  if (text.length > MAX_COUNTED) return { name: "over-bytes" };
  const left = limits.textGraphemes - graphemes(text).length;
  if (left < 0) return { name: "over", by: -left };
  if (!parsed.ok) return { name: "over-bytes" };
  return left > limits.textGraphemes * (1 - NEAR_LIMIT_RATIO) ? { name: "good" } : { name: "near", left };
}

/** True if the text can be sent. */
export function isSendable(check: TextCheck): boolean {
  return check.name === "good" || check.name === "near";
}

/** True if the text exceeds the limits of one message. */
export function isTooLong(check: TextCheck): boolean {
  return check.name === "over" || check.name === "over-bytes";
}
