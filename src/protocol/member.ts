/** The members of a room. */
import * as v from "@badrap/valita";

/** The roles; what each may do is one table in the room (SPEC ID-8). Until rooms have owners, all members are guests. */
export const ROLES = ["owner", "moderator", "member", "guest", "reader"] as const;
export const roleSchema = v.union(...ROLES.map((role) => v.literal(role)));
export type Role = v.Infer<typeof roleSchema>;

/** The sender of an event, with the name of that time. */
export const authorSchema = v.object({ id: v.string(), name: v.string() });
export type Author = v.Infer<typeof authorSchema>;

/** A member in the roster. `away`: all connections have been silent for 90 s. */
export const memberSchema = v.object({
  id: v.string(),
  name: v.string(),
  role: roleSchema,
  away: v.literal(true).optional(),
});
export type Member = v.Infer<typeof memberSchema>;

/** The client's own member, with the token that identifies it on its next connection. */
export const selfSchema = v.object({ id: v.string(), name: v.string(), role: roleSchema, token: v.string() });
export type Self = v.Infer<typeof selfSchema>;
