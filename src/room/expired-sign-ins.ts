/**
 * Members whose sign-in by a site has ended while they are connected: their token has expired, was revoked, or its key was
 * removed (SPEC VOUCH-8, VOUCH-13). They may read but not write; in a private room they are disconnected (PRIV-3).
 */
import { failure } from "../protocol/errors.ts";
import { isSignInExpired } from "./identity/vouched.ts";
import type { Vouchers } from "./identity/vouchers.ts";
import { selfWithoutToken } from "./identity/identify.ts";
import { effects, errorEvent, NO_OUTCOME, type Effect, type Outcome } from "./outcome.ts";
import type { RoomCore } from "./room-core.ts";
import type { MemberRoster } from "./roster.ts";
import type { Session } from "./session.ts";

/** Sent to a member whose sign-in ends, and in answer to each command that a reader may not send. */
export const SIGN_IN_EXPIRED = failure("sign_in_expired");

interface ExpiryContext {
  readonly roster: MemberRoster;
  readonly vouchers: Vouchers;
  readonly now: number;
}

/** Makes readers of those whose tokens have expired since the last call, and notifies them and the others. */
export function noteExpiredSignIns({ state, roster, vouchers, ports }: RoomCore): Outcome {
  const now = ports.clock.now();
  if (state?.authority.readRefusal("reader", true) !== undefined)
    return closeExpired({ roster, vouchers, now });
  const expired = [...roster.all()]
    .filter((session) => session.role !== "reader" && isSignInExpired(session, vouchers, now))
    .map((session): Session => ({ ...session, role: "reader" }));
  if (expired.length === 0) return NO_OUTCOME;
  for (const session of expired) roster.enter(session);
  const members = new Set(expired.map(({ member }) => member));
  const changed = [...members].flatMap((member) => roster.member(member) ?? []);
  const presence = { type: "presence", count: roster.count } as const;
  return effects(
    ...expired.flatMap((session): Effect[] => [
      { to: "session", session },
      { to: "connection", connection: session.connection, event: errorEvent(undefined, SIGN_IN_EXPIRED) },
    ]),
    { to: "everyone", event: { ...presence, changed } },
    // Last: another session of theirs may have a token that counts, and its role is the member's.
    ...expired.map((session): Effect => {
      const self = { ...selfWithoutToken({ authority: state?.authority, now }, session), expiresInMs: 0 };
      return { to: "connection", connection: session.connection, event: { ...presence, self } };
    }),
  );
}

/** Includes sessions that are readers already, as their sign-in had ended when the room woke. */
function closeExpired({ roster, vouchers, now }: ExpiryContext): Outcome {
  const expired = [...roster.all()].filter((session) => isSignInExpired(session, vouchers, now));
  if (expired.length === 0) return NO_OUTCOME;
  const connections = expired.map(({ connection }) => connection);
  return effects({ to: "connections", connections, close: "expired_token" });
}
