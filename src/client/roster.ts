/** The members present: from the welcome, updated by presence events (SPEC PRES-1). */
import type { Presence } from "../protocol/events/presence.ts";
import type { ReadEvent } from "../protocol/events/read.ts";
import type { Members } from "../protocol/events/welcome.ts";
import type { Member } from "../protocol/member.ts";
import type { Roster } from "./api.ts";

/** Members beyond this are counted, not listed. */
export const MAX_LISTED = 500;

export const EMPTY_ROSTER: Roster = { count: 0, list: [] };

/** The roster of a welcome, with the member `self` first. */
export function rosterOf({ count, list }: Members, self: string | undefined): Roster {
  return { count, list: selfFirst(list, self) };
}

/** The roster after a presence event, with the member `self` first. */
export function applyPresence(roster: Roster, presence: Presence, self: string | undefined): Roster {
  const { count, joined = [], changed = [], left = [] } = presence;
  const members = new Map(roster.list.map((member) => [member.id, member]));
  for (const member of joined) members.set(member.id, member);
  for (const member of changed) members.set(member.id, member);
  for (const { id } of left) members.delete(id);
  return { count, list: selfFirst([...members.values()], self).slice(0, MAX_LISTED) };
}

/** The roster after a member has reported up to which message they have read (SPEC EPH-3). */
export function withRead({ count, list }: Roster, { from, seq }: ReadEvent): Roster {
  return { count, list: list.map((member) => (member.id === from.id ? { ...member, read: seq } : member)) };
}

function selfFirst(list: readonly Member[], self: string | undefined): Member[] {
  return [...list.filter(({ id }) => id === self), ...list.filter(({ id }) => id !== self)];
}
