/** What a publish from outside led to: the stored message, said now or before. */
import type { ErrorEvent } from "../protocol/events/error.ts";
import type { Message } from "../protocol/events/message.ts";
import { failure, isErrorCode, type Failure } from "../protocol/errors.ts";
import type { Outcome } from "../room/outcome.ts";
import { fail, ok, type Result } from "../text/result.ts";

export interface PublishResult {
  readonly message: Message;
  /** true if it was stored before, and this was a repeat */
  readonly isDuplicate: boolean;
}

/** Reads the answer out of an outcome: the message itself, `stored`, or an error. */
export function publishResultOf(
  outcome: Outcome,
  messageAt: (seq: number) => Message | undefined,
): Result<PublishResult, Failure> {
  for (const effect of outcome) {
    if (!("event" in effect)) continue;
    const { event } = effect;
    if (event.type === "message") return ok({ message: event, isDuplicate: false });
    if (event.type === "error") return fail(toFailure(event));
    if (event.type !== "stored") continue;
    const message = messageAt(event.seq);
    return message === undefined ? fail(failure("message_not_found")) : ok({ message, isDuplicate: true });
  }
  return fail(failure("internal"));
}

function toFailure({ code, message, retryAfterMs }: ErrorEvent): Failure {
  return {
    code: isErrorCode(code) ? code : "internal",
    message,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}
