/** Finds what the room would refuse before it is queued (SPEC PUB-1, CMD-4). */
import { encodeCommand } from "../protocol/encode.ts";
import type { ClientLimits } from "../protocol/limits.ts";
import { utf8Bytes } from "../text/lengths.ts";
import { parseText, type TextFailure } from "../text/message-text.ts";
import { fail, ok, type Result } from "../text/result.ts";

/** What `since` may add to a frame that is sent again. */
const SINCE_BYTES = 32;

interface Draft {
  readonly id: string;
  readonly raw: string;
  readonly replyTo: number | undefined;
}

export interface CheckedMessage {
  readonly id: string;
  /** as the room will store it */
  readonly text: string;
  readonly replyTo?: number;
}

export function checkMessage(
  { id, raw, replyTo }: Draft,
  limits: ClientLimits,
): Result<CheckedMessage, TextFailure> {
  const text = parseText(raw, limits);
  if (!text.ok) return text;
  const message = { id, text: text.value, ...(replyTo === undefined ? {} : { replyTo }) };
  const frame = encodeCommand({ type: "publish", ...message });
  return utf8Bytes(frame) + SINCE_BYTES > limits.frameBytes ? fail("too_large") : ok(message);
}
