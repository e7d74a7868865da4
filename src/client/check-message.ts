/** Validates a message before it is queued, as the room would (SPEC PUB-1, CMD-4). */
import { encodeCommand } from "../protocol/encode.ts";
import type { Mentions } from "../protocol/fields.ts";
import type { ClientLimits } from "../protocol/limits.ts";
import { utf8Bytes } from "../text/lengths.ts";
import { parseText, type TextFailure } from "../text/message-text.ts";
import { fail, ok, type Result } from "../text/result.ts";

/** The length that `since` and `previous` may add to a frame when it is sent. */
export const ADDED_BYTES = 128;

interface Draft {
  readonly id: string;
  readonly raw: string;
  readonly replyTo?: number | undefined;
  readonly mentions?: Mentions | undefined;
}

export interface CheckedMessage {
  readonly id: string;
  /** normalized, as the room will store it */
  readonly text: string;
  readonly replyTo?: number;
  readonly mentions?: Mentions;
}

/** The fields of a message that most have not, without those that are undefined. */
export function optionalFields({
  replyTo,
  mentions,
}: {
  readonly replyTo?: number | undefined;
  readonly mentions?: Mentions | undefined;
}): { replyTo?: number; mentions?: Mentions } {
  return { ...(replyTo === undefined ? {} : { replyTo }), ...(mentions === undefined ? {} : { mentions }) };
}

/** The message to queue, or why the room would refuse it. */
export function checkMessage(
  { id, raw, replyTo, mentions }: Draft,
  limits: ClientLimits,
): Result<CheckedMessage, TextFailure> {
  const text = parseText(raw, limits);
  if (!text.ok) return text;
  const message = { id, text: text.value, ...optionalFields({ replyTo, mentions }) };
  const frame = encodeCommand({ type: "publish", ...message });
  return utf8Bytes(frame) + ADDED_BYTES > limits.frameBytes ? fail("too_large") : ok(message);
}
