/** Whether a client may join now: how often and how many may come, in all and from where (SPEC LIM-5, LIM-9, LIM-10). */
import type { CloseName } from "../protocol/close-codes.ts";
import type { Failure } from "../protocol/errors.ts";
import type { Limits } from "../protocol/limits.ts";
import { olderSessions } from "./client-sessions.ts";
import { arrivalFailure, connectionsFailure } from "./limit-failures.ts";
import { networkKey } from "./rates/address.ts";
import type { Arrivals, ArrivalRefusal } from "./rates/arrivals.ts";
import type { MemberRoster } from "./roster.ts";
import type { Session } from "./session.ts";

/** A refused join: the close, and where waiting helps the failure that says for how long. */
export interface JoinRefusal {
  readonly close: CloseName;
  readonly failure?: Failure;
  /** who else is refused until `failure.retryAfterMs` has passed; absent if it concerns this client alone */
  readonly concerns?: RefusedArrivals;
}

/** All who arrive from an address, or an IPv6 /48; of too many new guests only further ones. */
export interface RefusedArrivals {
  readonly per: "address" | "network";
  readonly what: Exclude<ArrivalRefusal["what"], "reads">;
}

export interface Admission {
  readonly limits: Limits;
  readonly roster: MemberRoster;
  readonly arrivals: Arrivals;
  readonly now: number;
}

/** The refusal of a client of whom only the address is known; undefined if it may come in so far. */
export function refusalOfAddress(
  { limits, roster, arrivals, now }: Admission,
  address: string | undefined,
): JoinRefusal | undefined {
  const { connections } = limits;
  if (roster.sessionCount >= connections) return refusalByConnections("room", connections);
  return refusalByRate(arrivals.join(address, now));
}

/**
 * The refusal of a member with a token, or of a new guest. A stream or poll that takes the place of its client's former
 * one is the same visit, so it counts for its address only.
 */
export function refusalOfMember(
  { arrivals, roster, now }: Admission,
  session: Session,
  isNew: boolean,
): JoinRefusal | undefined {
  if (isNew) return refusalByRate(arrivals.guest(session.address, now));
  const continues = session.client?.isSocket === false && olderSessions(roster, session).length > 0;
  return continues ? undefined : refusalByRate(arrivals.member(session.member, now));
}

/** The refusal of one more connection of a member or address. Those that it takes the place of are about to end. */
export function refusalOfConnection(
  { limits, roster }: Admission,
  session: Session,
): JoinRefusal | undefined {
  const { address, member } = session;
  const { addressConnections, memberConnections, networkAddresses } = limits;
  const older = olderSessions(roster, session);
  if (roster.sessionsOf(member).length - older.length >= memberConnections)
    return refusalByConnections("member", memberConnections);
  if (address === undefined) return undefined;
  const replaced = older.filter((other) => other.address === address).length;
  if (roster.sessionsAt(address) - replaced >= addressConnections)
    return refusalByConnections("address", addressConnections);
  const network = networkKey(address);
  const networkConnections = addressConnections * networkAddresses;
  if (network !== undefined && roster.sessionsAt(network) - replaced >= networkConnections)
    return refusalByConnections("network", networkConnections);
  return undefined;
}

function refusalByRate(refusal: ArrivalRefusal | undefined): JoinRefusal | undefined {
  if (refusal === undefined) return undefined;
  const { per, what } = refusal;
  const known: JoinRefusal = { close: "flood", failure: arrivalFailure(refusal) };
  if (per === "member" || per === "room" || what === "reads") return known;
  return { ...known, concerns: { per, what } };
}

function refusalByConnections(per: ArrivalRefusal["per"], limit: number): JoinRefusal {
  const refused = connectionsFailure(per, limit);
  return { close: refused.code, failure: refused };
}
