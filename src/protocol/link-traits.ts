/** Keys and links that give a role (SPEC OWN-2, OWN-7): their form and bounds. Without schemas, so that a page can carry them. */
import type { Role } from "./roles.ts";

/** The roles that a link may give. */
export const LINK_ROLES = ["moderator", "member"] as const satisfies readonly Role[];
export type LinkRole = (typeof LINK_ROLES)[number];

/** How an owner key begins; what else gives a role is the key of a link. */
export const OWNER_KEY_PREFIX = "majlis-owner-";

export const DEFAULT_LINK_SECONDS = 7 * 86_400;
export const MAX_LINK_SECONDS = 365 * 86_400;
export const MAX_LINK_USES = 10_000;
