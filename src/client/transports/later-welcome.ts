/** Turns the welcome of a later stream or poll into events: the session continues, only what may be lost can differ. */
import type { RoomEvent } from "../../protocol/events.ts";
import type { DeltaEvent } from "../../protocol/events/state.ts";
import type { Presence } from "../../protocol/events/presence.ts";
import type { Members, Welcome } from "../../protocol/events/welcome.ts";
import type { Member } from "../../protocol/member.ts";
import { isEphemeralKey } from "../../protocol/state-keys.ts";
import type { Roster } from "../api.ts";

/** What may differ: who is here, and the ephemeral keys of the shared state. */
export function laterWelcome(roster: Roster, { members, state }: Welcome): RoomEvent[] {
  const presence = rosterDiff(roster, members);
  const entries = (state?.entries ?? []).filter(({ key }) => isEphemeralKey(key));
  const delta: DeltaEvent = {
    type: "delta",
    entries,
    ...(state?.more === true ? { more: true } : { whole: true }),
  };
  return presence === undefined ? [delta] : [presence, delta];
}

/** The presence event that updates `roster` to `members`; undefined if nothing differs. A large room's welcome lists only some members. */
function rosterDiff(roster: Roster, { count, list }: Members): Presence | undefined {
  const before = new Map(roster.list.map((member) => [member.id, member]));
  const now = new Set(list.map(({ id }) => id));
  const isComplete = list.length >= count;
  const joined = list.filter(({ id }) => !before.has(id));
  const changed = list.filter((member) => hasChanged(before.get(member.id), member));
  const left = isComplete ? roster.list.filter(({ id }) => !now.has(id)) : [];
  if (count === roster.count && joined.length + changed.length + left.length === 0) return undefined;
  return { type: "presence", count, joined, changed, left: left.map(({ id, name }) => ({ id, name })) };
}

function hasChanged(before: Member | undefined, now: Member): boolean {
  return (
    before !== undefined &&
    (before.name !== now.name ||
      before.role !== now.role ||
      before.away !== now.away ||
      (before.read ?? 0) !== (now.read ?? 0))
  );
}
