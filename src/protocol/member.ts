/** Who is in a room. */
import * as v from "@badrap/valita";

/** What a member may be; what each may do is one table in the room. Only guests exist so far: the others need an owner. */
export const ROLES = ["owner", "moderator", "member", "guest", "reader"] as const;
export const roleSchema = v.union(...ROLES.map((role) => v.literal(role)));
export type Role = v.Infer<typeof roleSchema>;

/** The sender of an event, as it was then. */
export const authorSchema = v.object({ id: v.string(), name: v.string() });
export type Author = v.Infer<typeof authorSchema>;

/** A member in the roster. `away`: nothing was heard of them for 90 s. */
export const memberSchema = v.object({
  id: v.string(),
  name: v.string(),
  role: roleSchema,
  away: v.literal(true).optional(),
});
export type Member = v.Infer<typeof memberSchema>;

/** Yourself: with the token that makes you the same member when you return. */
export const selfSchema = v.object({ id: v.string(), name: v.string(), role: roleSchema, token: v.string() });
export type Self = v.Infer<typeof selfSchema>;
