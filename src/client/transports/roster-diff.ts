/** A welcome in mid-session: not a new session, only the room's word on who is here. */
import type { Presence } from "../../protocol/events/presence.ts";
import type { Members } from "../../protocol/events/welcome.ts";
import type { Member } from "../../protocol/member.ts";
import type { Roster } from "../api.ts";

/** What brings `roster` up to date with `members`, of which a crowd's welcome lists only some. */
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
