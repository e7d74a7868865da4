/** Refusals that name the limit in force, which a deployment may have changed (SPEC, "Limits"). */
import { failure, failureWithRetry, type Failure } from "../protocol/errors.ts";
import type { Limits } from "../protocol/limits.ts";
import { textErrorMessage } from "../protocol/local-errors.ts";
import { settingOf, type RoomSettings } from "../protocol/settings.ts";
import type { TextFailure } from "../text/message-text.ts";
import type { TokenFailure } from "./identity/identify.ts";
import { MAX_ROLES } from "./authority/authority.ts";
import { MAX_SANCTIONS } from "./authority/sanctions.ts";
import { MAX_LINKS } from "./authority/links.ts";
import { MAX_KEYS_PER_ISSUER, MAX_ROOM_KEYS, type RoomKeyRefusal } from "./authority/room-keys.ts";
import type { ArrivalRefusal } from "./rates/arrivals.ts";
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
    `A name has 1 to ${nameGraphemes} visible characters, no colon or check mark, and no asterisk first.`,
  );
}

/** Why a sender cannot be identified (SPEC ID-6, ID-7). */
export function identityFailure(
  code: TokenFailure | "invalid_name",
  limits: Pick<Limits, "nameGraphemes">,
): Failure {
  return code === "invalid_name" ? nameFailure(limits) : failure(code);
}

/** The data of a signal that is too large (SPEC EPH-2). */
export function signalFailure({ signalBytes }: Pick<Limits, "signalBytes">): Failure {
  return failure("too_large", `The data of a signal has at most ${signalBytes} bytes of JSON.`);
}

/** The value of a key that is too large (SPEC STATE-1). */
export function stateValueFailure({ stateBytes }: Pick<Limits, "stateBytes">): Failure {
  return failure("too_large", `The value of a key has at most ${stateBytes} bytes of JSON.`);
}

/** A key that is not set. */
export function keyFailure(key: string): Failure {
  return failure("not_found", `There is no key "${key}".`);
}

/** A message with all the different emoji that it can hold (SPEC REACT-1). */
export function reactionsFailure({ reactionsPerMessage }: Pick<Limits, "reactionsPerMessage">): Failure {
  return failure("too_many_reactions", `A message has at most ${reactionsPerMessage} different reactions.`);
}

/** A deletion that can no longer be undone (SPEC DEL-3, DEL-4). */
export function undoFailure({ undoMs }: Pick<Limits, "undoMs">): Failure {
  return failure(
    "undo_expired",
    `The room no longer has what was deleted: a deletion can be undone for ${undoMs / 1_000} s, while the room is awake.`,
  );
}

/** The body of a request that is too large (SPEC HTTP-9). */
export function bodyFailure({ frameBytes }: Pick<Limits, "frameBytes">): Failure {
  return failure("too_large", `A request has at most ${frameBytes} bytes.`);
}

const PER: Readonly<Record<ArrivalRefusal["per"], string>> = {
  member: "from one member",
  address: "from one address",
  network: "from one IPv6 /48",
  room: "in all",
};

/** The first pause of someone who may not join, in ms: clients lengthen it. */
const MIN_ARRIVAL_RETRY_MS = 1_000;

/** A join that comes too soon (SPEC LIM-9). */
export function arrivalFailure({ per, what, rate, waitMs }: ArrivalRefusal): Failure {
  return {
    ...failureWithRetry("rate_limited", Math.max(MIN_ARRIVAL_RETRY_MS, waitMs)),
    message: `At most ${rate.perSecond} ${what} a second ${PER[per]}, in bursts of ${rate.burst}.`,
  };
}

/** More joins and reads than may wait for their turn (SPEC LIM-18). */
export function visitsFailure(): Failure {
  return {
    ...failureWithRetry("rate_limited", MIN_ARRIVAL_RETRY_MS),
    message: "Too many join or read this room at once. Try again soon.",
  };
}

/** Other connections end by themselves, at a time that is not known. */
const CONNECTIONS_RETRY_MS = 10_000;

type ConnectionsFailure = Failure & { readonly code: "room_full" | "too_many_connections" };

/** A room, a member, an address, or an IPv6 /48, with as many connections as it may have (SPEC LIM-5, LIM-10). */
export function connectionsFailure(per: ArrivalRefusal["per"], limit: number): ConnectionsFailure {
  const code = per === "room" ? "room_full" : "too_many_connections";
  return {
    code,
    message: `At most ${limit} connections at once ${PER[per]}. Try again later.`,
    retryAfterMs: CONNECTIONS_RETRY_MS,
  };
}

/** What is refused here is answered by the next request. */
const ANSWER_RETRY_MS = 100;

/** A page for which one answer has no room (SPEC HTTP-9). */
export function answerFailure({ recoveryBytes }: Pick<Limits, "recoveryBytes">): Failure {
  return {
    ...failureWithRetry("rate_limited", ANSWER_RETRY_MS),
    message: `One answer has at most ${recoveryBytes} bytes of pages. Send this command again.`,
  };
}

/** More than a rate admits (SPEC LIM-1). */
export function rateFailure(refusal: RateRefusal): Failure {
  const { perSecond, burst } = refusal.rate;
  return {
    ...failureWithRetry("rate_limited", verdictRetryMs(refusal)),
    message: `At most ${perSecond} a second, in bursts of ${burst}. Wait, then go on.`,
  };
}

/** A room that keeps as many roles as it may (SPEC OWN-6). */
export function rolesFailure(): Failure {
  return failure(
    "forbidden",
    `A room keeps at most ${MAX_ROLES} roles. Make one of these members a guest first.`,
  );
}

/** A room that keeps as many sanctions as it may (SPEC MOD-10). */
export function sanctionsFailure(): Failure {
  return failure(
    "forbidden",
    `A room keeps at most ${MAX_SANCTIONS} members muted, banned or hidden, with addresses. Undo some of that first.`,
  );
}

/** A room that keeps as many links as it may (SPEC OWN-7). */
export function linksFailure(): Failure {
  return failure("forbidden", `A room keeps at most ${MAX_LINKS} links. Revoke one of them first.`);
}

const ROOM_KEYS: Readonly<Record<RoomKeyRefusal, string>> = {
  issuer_full: `An issuer has at most ${MAX_KEYS_PER_ISSUER} keys in a room, while one takes the other's place. Remove one of them first.`,
  room_full: `A room has at most ${MAX_ROOM_KEYS} keys. Remove one of them first.`,
};

/** A key too many (SPEC VOUCH-11). */
export function roomKeysFailure(refused: RoomKeyRefusal): Failure {
  return failure("forbidden", ROOM_KEYS[refused]);
}

/** A message that slow mode does not admit yet (SPEC SET-5). */
export function slowModeFailure(settings: RoomSettings, waitMs: number): Failure {
  const seconds = settingOf(settings, "slowModeSeconds");
  return {
    ...failureWithRetry("slow_mode", waitMs),
    message: `One message in ${seconds} s: you may write again in ${Math.ceil(waitMs / 1_000)} s.`,
  };
}

/** Some of the revoked tokens expire each day. */
const REVOCATIONS_RETRY_MS = 86_400_000;

/** A room that keeps as many revocations as it may (SPEC ID-20). */
export function revocationsFailure(): Failure {
  return {
    ...failureWithRetry("overloaded", REVOCATIONS_RETRY_MS),
    message: "This room keeps as many revoked tokens as it may. Try again tomorrow.",
  };
}
