/**
 * The roster: sessions by connection, members by id. A member is present while any of their sessions is open;
 * invisible sessions belong to no member.
 */
import type { Member } from "../protocol/member.ts";
import { ROLES, type Role } from "../protocol/roles.ts";
import { fold } from "../text/folding.ts";
import { skeleton } from "../text/confusables.ts";
import { namesMatching } from "../text/name-prefix.ts";
import { AddressCounts } from "./address-counts.ts";
import { isVouchedId } from "./identity/ids.ts";
import type { Session } from "./session.ts";

interface MemberPresence {
  /** the member's sessions by connection; never empty */
  readonly sessions: Map<string, Session>;
  away: boolean;
  /** as the roster lists them; undefined once a session or `away` has changed. Each join lists the same members. */
  listed: Member | undefined;
}

export class MemberRoster {
  private readonly sessions = new Map<string, Session>();
  private readonly members = new Map<string, MemberPresence>();
  private readonly addresses = new AddressCounts();
  /** member ids by the skeletons of their names; usually one each */
  private readonly holdersBySkeleton = new Map<string, Set<string>>();
  /** computed by the first search; a new name comes with a new session */
  private readonly foldedNames = new WeakMap<Session, string>();

  /** How many members are present. */
  get count(): number {
    return this.members.size;
  }

  /** How many sessions are open, invisible ones included. */
  get sessionCount(): number {
    return this.sessions.size;
  }

  /** How many sessions an address has open, or a network by its key. */
  sessionsAt(address: string): number {
    return this.addresses.of(address);
  }

  session(connection: string): Session | undefined {
    return this.sessions.get(connection);
  }

  sessionsOf(member: string): Session[] {
    return [...(this.members.get(member)?.sessions.values() ?? [])];
  }

  /** How many connections a member has. */
  connectionsOf(member: string): number {
    return this.members.get(member)?.sessions.size ?? 0;
  }

  has(member: string): boolean {
    return this.members.has(member);
  }

  /** Adds a session, or replaces that of the same connection. Returns true if its member was not present before. */
  enter(session: Session): boolean {
    this.leave(session.connection);
    this.sessions.set(session.connection, session);
    this.addresses.add(session.address, 1);
    if (session.invisible) return false;
    const presence = this.members.get(session.member);
    if (presence !== undefined) {
      presence.sessions.set(session.connection, session);
      presence.listed = undefined;
      this.addName(session);
      return false;
    }
    const sessions = new Map([[session.connection, session]]);
    this.members.set(session.member, { sessions, away: false, listed: undefined });
    this.addName(session);
    return true;
  }

  /** Removes a session. Returns it if it was its member's last one. */
  leave(connection: string): Session | undefined {
    const session = this.sessions.get(connection);
    if (session === undefined) return undefined;
    this.sessions.delete(connection);
    this.addresses.add(session.address, -1);
    if (session.invisible) return undefined;
    const presence = this.members.get(session.member);
    presence?.sessions.delete(connection);
    this.removeName(session);
    if (presence !== undefined) presence.listed = undefined;
    if (presence === undefined || presence.sessions.size > 0) return undefined;
    this.members.delete(session.member);
    return session;
  }

  /** Sets whether a member is away. Returns true if that changed. */
  setAway(member: string, away: boolean): boolean {
    const presence = this.members.get(member);
    if (presence === undefined || presence.away === away) return false;
    presence.away = away;
    presence.listed = undefined;
    return true;
  }

  /** A present member as the roster lists them: the same object until that changes. */
  member(id: string): Member | undefined {
    const presence = this.members.get(id);
    return presence && (presence.listed ??= toMember(presence));
  }

  /** At most `limit` members, `first` at the head of the list. */
  list(limit: number, first?: string): Member[] {
    const listed: Member[] = [];
    const own = first === undefined ? undefined : this.member(first);
    if (own !== undefined) listed.push(own);
    for (const id of this.members.keys()) {
      if (listed.length >= limit) break;
      const member = id === first ? undefined : this.member(id);
      if (member !== undefined) listed.push(member);
    }
    return listed;
  }

  /** At most `limit` members of whose name a word begins with `prefix`, in any spelling. */
  named(prefix: string, limit: number): Member[] {
    const ids = namesMatching(prefix, this.members.keys(), (id) => this.foldedName(id), limit);
    return ids.map((id) => this.member(id)).filter((member) => member !== undefined);
  }

  private foldedName(id: string): string {
    const session = this.members.get(id)?.sessions.values().next().value;
    if (session === undefined) return "";
    const folded = this.foldedNames.get(session) ?? fold(session.name);
    this.foldedNames.set(session, folded);
    return folded;
  }

  /** The present members whose names have that skeleton (confusables.ts). */
  holdersOfSkeleton(key: string): Iterable<string> {
    return this.holdersBySkeleton.get(key) ?? [];
  }

  private addName({ member, name }: Session): void {
    const key = skeleton(name);
    const holders = this.holdersBySkeleton.get(key);
    if (holders === undefined) this.holdersBySkeleton.set(key, new Set([member]));
    else holders.add(member);
  }

  /** A member has one name in all sessions, but while they are renamed, one after the other: from the first of these on. */
  private removeName({ member, name }: Session): void {
    for (const other of this.members.get(member)?.sessions.values() ?? []) if (other.name === name) return;
    const key = skeleton(name);
    const holders = this.holdersBySkeleton.get(key);
    holders?.delete(member);
    if (holders?.size === 0) this.holdersBySkeleton.delete(key);
  }

  /** Every open session, invisible ones included. */
  all(): IterableIterator<Session> {
    return this.sessions.values();
  }

  memberIds(): IterableIterator<string> {
    return this.members.keys();
  }
}

/** That of the session with the best token: one of them may have expired (SPEC VOUCH-8). */
function highestRole(sessions: ReadonlyMap<string, Session>, { role: first }: Session): Role {
  if (sessions.size === 1) return first;
  const ranks = [...sessions.values()].map(({ role }) => ROLES.indexOf(role));
  return ROLES[Math.min(...ranks)] ?? "reader";
}

/** Undefined for one without a session, as no member is. */
function toMember({ sessions, away }: MemberPresence): Member | undefined {
  const session = sessions.values().next().value;
  if (session === undefined) return undefined;
  const { member, name, read = 0 } = session;
  const role = highestRole(sessions, session);
  const listed: Member = { id: member, name, role };
  if (away) listed.away = true;
  if (isVouchedId(member)) listed.vouched = true;
  if (read > 0) listed.read = read;
  return listed;
}
