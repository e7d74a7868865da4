/** Turns the welcome of a later stream or poll into presence: the session continues, only the roster may differ. */
import type { Presence } from "../../protocol/events/presence.ts";
import type { Members } from "../../protocol/events/welcome.ts";
import type { Member } from "../../protocol/member.ts";
import type { Roster } from "../api.ts";

/** The presence event that updates `roster` to `members`; undefined if nothing differs. A large room's welcome lists only some members. */
export function rosterDiff(roster: Roster, { count, list }: Members): Presence | undefined {
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
    before !== undefined && (before.name !== now.name || before.role !== now.role || before.away !== now.away)
  );
}
