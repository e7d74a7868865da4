/** Links that give a role (SPEC OWN-7): the roles and bounds. Without their schema, so that a page can carry them. */
import type { Role } from "./roles.ts";

/** The roles that a link may give. */
export const LINK_ROLES = ["moderator", "member"] as const satisfies readonly Role[];
export type LinkRole = (typeof LINK_ROLES)[number];

export const DEFAULT_LINK_SECONDS = 7 * 86_400;
export const MAX_LINK_SECONDS = 365 * 86_400;
export const MAX_LINK_USES = 10_000;
