/** Refusals that name the limit in force, which a deployment may have changed (SPEC, "Limits"). */
import { failure, failureWithRetry, type Failure } from "../protocol/errors.ts";
import type { Limits } from "../protocol/limits.ts";
import { textErrorMessage } from "../protocol/local-errors.ts";
import type { TextFailure } from "../text/message-text.ts";
import { verdictRetryMs, type RateRefusal } from "./rates/throttle.ts";

/** Why the text `raw` is refused with `code` (SPEC PUB-1). */
export function textFailure(
  code: TextFailure,
  raw: string,
  { textGraphemes, textBytes }: Pick<Limits, "textGraphemes" | "textBytes">,
): Failure {
  if (code !== "too_large") return failure(code, textErrorMessage(code, raw));
  return failure(code, `A text has at most ${textGraphemes} characters and ${textBytes} bytes of UTF-8.`);
}

/** A name that breaks the rules of SPEC ID-7. */
export function nameFailure({ nameGraphemes }: Pick<Limits, "nameGraphemes">): Failure {
  return failure(
    "invalid_name",
    `A name has 1 to ${nameGraphemes} visible characters, no colon, and no asterisk first.`,
  );
}

/** The data of a signal that is too large (SPEC EPH-2). */
export function signalFailure({ signalBytes }: Pick<Limits, "signalBytes">): Failure {
  return failure("too_large", `The data of a signal has at most ${signalBytes} bytes of JSON.`);
}

/** A message with all the different emoji that it can hold (SPEC REACT-1). */
export function reactionsFailure({ reactionsPerMessage }: Pick<Limits, "reactionsPerMessage">): Failure {
  return failure("too_many_reactions", `A message has at most ${reactionsPerMessage} different reactions.`);
}

/** The body of a request that is too large (SPEC HTTP-9). */
export function bodyFailure({ frameBytes }: Pick<Limits, "frameBytes">): Failure {
  return failure("too_large", `A request has at most ${frameBytes} bytes.`);
}

/** More than a rate admits (SPEC LIM-1). */
export function rateFailure(refusal: RateRefusal): Failure {
  const { perSecond, burst } = refusal.rate;
  return {
    ...failureWithRetry("rate_limited", verdictRetryMs(refusal)),
    message: `At most ${perSecond} a second, in bursts of ${burst}. Wait, then go on.`,
  };
}
