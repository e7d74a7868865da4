import type { Role } from "../../protocol/roles.ts";
import type { RoomState } from "../context.ts";
import { isSignInExpired } from "../identity/vouched.ts";
import { roleOfVouched } from "../identity/vouched-role.ts";
import type { Session } from "../session.ts";

/**
 * The role of a session's member now (SPEC OWN-1): what the room gave them; of one for whom a site vouches at least what the
 * token gives, and that of a reader once it has expired (VOUCH-8).
 */
export function roleIn(
  { authority, signer }: Pick<RoomState, "authority" | "signer">,
  { member, invisible, vouching }: Pick<Session, "member" | "invisible" | "vouching">,
  now: number,
): Role {
  if (invisible === true) return "reader";
  if (vouching === undefined) return authority.roleOf(member);
  if (isSignInExpired({ member, vouching }, signer.vouchers, now)) return "reader";
  return roleOfVouched(authority, member, vouching);
}
