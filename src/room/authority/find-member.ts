import { failure, type Failure } from "../../protocol/errors.ts";
import type { Author } from "../../protocol/member.ts";
import { fail, ok, type Result } from "../../text/result.ts";
import type { RoomState } from "../context.ts";
import { authorOf } from "../session.ts";

/**
 * A member by their id, with the name that is known of them: they are here, have a role or a sanction, wrote message `seq`,
 * or one of the newest rows (see `RecentCommands.nameOf`). Else `member_not_found`.
 */
export function findMember(
  { roster, authority, visible, recent }: RoomState,
  member: string,
  seq?: number,
): Result<Author, Failure> {
  const message = seq === undefined ? undefined : visible.storedMessage(seq);
  const name =
    roster.member(member)?.name ??
    authority.nameOf(member) ??
    authority.sanctions.nameOf(member) ??
    (message?.from.id === member ? message.from.name : recent.nameOf(member));
  return name === undefined ? fail(failure("member_not_found")) : ok(authorOf({ member, name }));
}
