/** A member for whom a site vouches has come under a name: who must have another one now (SPEC VOUCH-6). */
import type { Member } from "../protocol/member.ts";
import { skeleton } from "../text/confusables.ts";
import { isVouchedId } from "./identity/ids.ts";
import type { NamesInUse } from "./names-in-use.ts";
import type { Effect } from "./outcome.ts";
import type { MemberRoster } from "./roster.ts";
import type { Session } from "./session.ts";

interface NamesContext {
  readonly roster: MemberRoster;
  readonly names: NamesInUse;
}

/**
 * Call it once the newcomer is in the roster: gives all their sessions the name of the newest token, and a number to guests
 * who are here under a name that looks like it. Guests and their sessions are few: before it no two members had names that look alike.
 */
export function settleNames({ roster, names }: NamesContext, newcomer: Session): Effect[] {
  if (newcomer.vouching === undefined) return [];
  const own = roster
    .sessionsOf(newcomer.member)
    .filter(({ name }) => name !== newcomer.name)
    .map((session) => ({ ...session, name: newcomer.name }));
  const guests = [...roster.holdersOfSkeleton(skeleton(newcomer.name))].filter(
    (member) => !isVouchedId(member) && member !== newcomer.member,
  );
  const numbered = guests.flatMap((member) => {
    const sessions = roster.sessionsOf(member);
    const [first] = sessions;
    const name = first === undefined ? "" : names.nameFor(first);
    return sessions.map((session) => ({ ...session, name }));
  });
  return rename(roster, [...own, ...numbered]);
}

function rename(roster: MemberRoster, renamed: readonly Session[]): Effect[] {
  if (renamed.length === 0) return [];
  for (const session of renamed) roster.enter(session);
  const members = new Set(renamed.map(({ member }) => member));
  const changed: Member[] = [...members].flatMap((member) => roster.member(member) ?? []);
  return [
    ...renamed.map((session): Effect => ({ to: "session", session })),
    { to: "other_sessions", event: { type: "presence", count: roster.count, changed } },
  ];
}
