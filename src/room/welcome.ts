/** The event that opens a session (SPEC JOIN-4, JOIN-6). */
import type { Welcome } from "../protocol/events/welcome.ts";
import { clientLimits, type Limits } from "../protocol/limits.ts";
import type { RoomSettings } from "../protocol/settings.ts";
import type { Self } from "../protocol/member.ts";
import { formatPosition, type Position } from "../protocol/position.ts";
import { VERSION } from "../protocol/version.ts";
import type { MemberRoster } from "./roster.ts";
import type { SharedState } from "./state/shared-state.ts";

/** Joins per second that a room handles without delaying messages; clients spread their reconnects accordingly. */
const JOINS_PER_SECOND = 200;
const MIN_SPREAD_MS = 500;
const MAX_SPREAD_MS = 30_000;

/** What a joining client is shown of the room, whether or not the room has been created. */
export interface RoomSnapshot {
  readonly name: string;
  readonly limits: Limits;
  readonly settings: RoomSettings;
  readonly roster: MemberRoster;
  readonly position: Position;
  /** undefined where there is none yet */
  readonly shared: SharedState | undefined;
}

export function welcome(snapshot: RoomSnapshot, self: Self, recovered: boolean): Welcome {
  const { name, limits, settings, roster, position } = snapshot;
  const event: Welcome = {
    type: "welcome",
    position: formatPosition(position),
    recovered,
    self,
    room: { name, settings },
    limits: clientLimits(limits),
    members: { count: roster.count, list: roster.list(listedMembers(snapshot), self.id) },
    spreadMs: spreadMs(roster.sessionCount),
    version: VERSION,
  };
  const state = sharedState(snapshot, recovered);
  if (state !== undefined) event.state = state;
  return event;
}

/** A client that recovers has the kept keys, which the missed events change: it is sent the ephemeral ones only. */
function sharedState({ shared, limits }: RoomSnapshot, recovered: boolean): Welcome["state"] {
  const bytes = shared?.bytesOf(recovered ? "ephemeral" : "all") ?? 0;
  if (shared === undefined || bytes === 0) return undefined;
  if (bytes > limits.stateJoinBytes) return { entries: [], more: true };
  return { entries: recovered ? shared.ephemeral() : shared.all() };
}

/** A crowd gets a sample: full lists would be most of the bytes that its joins cost. */
function listedMembers({ roster, limits }: RoomSnapshot): number {
  return roster.count > limits.crowdMembers ? limits.memberSample : limits.memberList;
}

function spreadMs(sessions: number): number {
  const neededMs = (sessions / JOINS_PER_SECOND) * 1000;
  return Math.round(Math.min(MAX_SPREAD_MS, Math.max(MIN_SPREAD_MS, neededMs)));
}
