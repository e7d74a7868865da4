import { failure, type Failure } from "../../protocol/errors.ts";
import type { Author } from "../../protocol/member.ts";
import { fail, ok, type Result } from "../../text/result.ts";
import type { RoomState } from "../context.ts";
import { authorOf } from "../session.ts";

/**
 * A member by their id, with the name that is known of them: they are here, have a role or a sanction, or wrote one of the
 * newest `maxRows` rows. Else `member_not_found`.
 */
export function findMember(
  { roster, authority, stored }: Pick<RoomState, "roster" | "authority" | "stored">,
  member: string,
  maxRows: number,
): Result<Author, Failure> {
  const name =
    roster.member(member)?.name ??
    authority.nameOf(member) ??
    authority.sanctions.nameOf(member) ??
    stored.log.authorName(member, maxRows);
  return name === undefined ? fail(failure("member_not_found")) : ok(authorOf({ member, name }));
}
