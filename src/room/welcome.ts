/** The event that opens a session (SPEC JOIN-4). */
import type { Welcome } from "../protocol/events/welcome.ts";
import { clientLimits } from "../protocol/limits.ts";
import { formatPosition } from "../protocol/position.ts";
import { VERSION } from "../protocol/version.ts";
import type { LivingRoom } from "./context.ts";
import { tokenFor } from "./identity/identify.ts";
import type { Session } from "./session.ts";

/** How many joins a second a room takes without its talk suffering; a returning crowd is spread accordingly. */
const JOINS_PER_SECOND = 200;
const MIN_SPREAD_MS = 500;
const MAX_SPREAD_MS = 30_000;

export function welcome(room: LivingRoom, session: Session, recovered: boolean, now: number): Welcome {
  const { born, limits, roster, name } = room;
  const { member, role } = session;
  return {
    type: "welcome",
    position: formatPosition({ epoch: born.epoch, seq: born.log.newest }),
    recovered,
    self: { id: member, name: session.name, role, token: tokenFor({ ...room, now }, session) },
    room: { name, settings: {} },
    limits: clientLimits(limits),
    members: { count: roster.count, list: roster.list(listedMembers(room), member) },
    spreadMs: spreadMs(roster.sessionCount),
    version: VERSION,
  };
}

/** A list that nobody reads to its end would be most of what a crowd's joining costs. */
function listedMembers({ roster, limits }: LivingRoom): number {
  return roster.count > limits.crowdMembers ? limits.memberSample : limits.memberList;
}

function spreadMs(sessions: number): number {
  const neededMs = (sessions / JOINS_PER_SECOND) * 1000;
  return Math.round(Math.min(MAX_SPREAD_MS, Math.max(MIN_SPREAD_MS, neededMs)));
}
