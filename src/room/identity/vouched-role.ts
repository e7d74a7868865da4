import { isAtLeast, type Role } from "../../protocol/roles.ts";
import type { Authority } from "../authority/authority.ts";
import type { Vouching } from "./vouched-claims.ts";

/** The role that the room gave the member, or that of the token if it is more. */
export function roleOfVouched(
  authority: Pick<Authority, "roleOf">,
  member: string,
  { role }: Pick<Vouching, "role">,
): Role {
  const given = authority.roleOf(member, role);
  return isAtLeast(given, role) ? given : role;
}
