/** The roles of members (SPEC OWN-1), without schemas, so that an SDK can carry them. */

/** In order: each role may do everything that those after it may. */
export const ROLES = ["owner", "moderator", "member", "guest", "reader"] as const;
export type Role = (typeof ROLES)[number];

/** True if `role` may do what members with the role `least` may. */
export function isAtLeast(role: Role, least: Role): boolean {
  return ROLES.indexOf(role) <= ROLES.indexOf(least);
}
