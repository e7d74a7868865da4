/**
 * Members whose token of a site has expired while they are connected (SPEC VOUCH-8): they read on, without a voice; in a
 * private room they do not (PRIV-3).
 */
import { failure } from "../protocol/errors.ts";
import { hasLapsed } from "./identity/vouched.ts";
import type { Vouchers } from "./identity/vouchers.ts";
import { selfWithoutToken } from "./identity/identify.ts";
import { effects, errorEvent, NO_OUTCOME, type Effect, type Outcome } from "./outcome.ts";
import type { RoomCore } from "./room-core.ts";
import type { MemberRoster } from "./roster.ts";
import type { Session } from "./session.ts";

/** What a member is sent who may only read now, and with each command that they may not send. */
export const LAPSED = failure("sign_in_expired");

interface LapseContext {
  readonly roster: MemberRoster;
  readonly vouchers: Vouchers;
  readonly now: number;
}

/** Makes readers of those whose tokens have expired since the last call, and notifies them and the others. */
export function noteLapses({ state, roster, vouchers, ports }: RoomCore): Outcome {
  const now = ports.clock.now();
  if (state?.authority.readRefusal("reader", true) !== undefined)
    return closeLapsed({ roster, vouchers, now });
  const lapsed = [...roster.all()]
    .filter((session) => session.role !== "reader" && hasLapsed(session, vouchers, now))
    .map((session): Session => ({ ...session, role: "reader" }));
  if (lapsed.length === 0) return NO_OUTCOME;
  for (const session of lapsed) roster.enter(session);
  const members = new Set(lapsed.map(({ member }) => member));
  const changed = [...members].flatMap((member) => roster.member(member) ?? []);
  const presence = { type: "presence", count: roster.count } as const;
  return effects(
    ...lapsed.flatMap((session): Effect[] => [
      { to: "session", session },
      { to: "connection", connection: session.connection, event: errorEvent(undefined, LAPSED) },
    ]),
    { to: "everyone", event: { ...presence, changed } },
    // Last: another session of theirs may have a token that counts, and its role is the member's.
    ...lapsed.map((session): Effect => {
      const self = { ...selfWithoutToken({ authority: state?.authority, now }, session), expiresInMs: 0 };
      return { to: "connection", connection: session.connection, event: { ...presence, self } };
    }),
  );
}

/** Also those who were found to have lapsed as the room woke. */
function closeLapsed({ roster, vouchers, now }: LapseContext): Outcome {
  const lapsed = [...roster.all()].filter((session) => hasLapsed(session, vouchers, now));
  if (lapsed.length === 0) return NO_OUTCOME;
  const connections = lapsed.map(({ connection }) => connection);
  return effects({ to: "connections", connections, close: "expired_token" });
}
