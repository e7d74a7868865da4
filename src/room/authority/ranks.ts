/** Who may act on whom (SPEC MOD-2). */
import { failure, type Failure } from "../../protocol/errors.ts";
import { isAtLeast, ROLES, type Role } from "../../protocol/roles.ts";
import type { RoomState } from "../context.ts";

const NOT_YOURSELF = "You cannot do this to yourself.";
const SAME_RANK = "You cannot do this to a member with your own role, or a higher one.";

interface Moderator {
  readonly member: string;
  readonly role: Role;
}

/** Why a moderator may not act on `member`; undefined if they may. */
export function rankRefusal(
  room: Pick<RoomState, "authority" | "roster">,
  moderator: Moderator,
  member: string,
): Failure | undefined {
  if (moderator.member === member) return failure("forbidden", NOT_YOURSELF);
  return outranks(moderator.role, rankOf(room, member)) ? undefined : failure("forbidden", SAME_RANK);
}

/** A role by which nothing is done to others outranks no one. */
function outranks(role: Role, other: Role): boolean {
  return isAtLeast(role, "moderator") && !isAtLeast(other, role);
}

/** The highest role that a member has: in the room, or in a session with which they are here. */
export function rankOf({ authority, roster }: Pick<RoomState, "authority" | "roster">, member: string): Role {
  const own = authority.roleOf(member);
  const here = roster.member(member)?.role ?? own;
  return ROLES.find((role) => role === own || role === here) ?? own;
}
