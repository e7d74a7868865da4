/** The members of a room. */
import * as v from "@badrap/valita";
import { ROLES } from "./roles.ts";

export const roleSchema = v.union(...ROLES.map((role) => v.literal(role)));

/**
 * The sender of an event, with the name of that time. `via` is `http` for a program without a token (SPEC HTTP-19).
 * `vouched`: a site vouched for them (SPEC VOUCH-1).
 */
export const authorSchema = v.object({
  id: v.string(),
  name: v.string(),
  via: v.string().optional(),
  vouched: v.literal(true).optional(),
});
export type Author = v.Infer<typeof authorSchema>;

/**
 * A member in the roster. `away`: all connections have been silent for 90 s. `vouched`: a site vouches for them. `read`: up
 * to which message they reported to have read (SPEC EPH-3).
 */
export const memberSchema = v.object({
  id: v.string(),
  name: v.string(),
  role: roleSchema,
  away: v.literal(true).optional(),
  vouched: v.literal(true).optional(),
  read: v.number().optional(),
});
export type Member = v.Infer<typeof memberSchema>;

/** That a member may not write (SPEC MOD-5), as of the event that has it. */
export const muteSchema = v.object({
  /** ms since 1970; for good if absent */
  until: v.number().optional(),
});

/** The client's own member, with what identifies it on its next connection. */
export const selfSchema = v.object({
  id: v.string(),
  name: v.string(),
  role: roleSchema,
  vouched: v.literal(true).optional(),
  muted: muteSchema.optional(),
  /** in a `welcome`: ms until the next message is admitted (SPEC SET-5) */
  waitMs: v.number().optional(),
  /** empty for a reader, after a join by ticket, and for a member who has a token of a site (SPEC VOUCH-7) */
  token: v.string(),
  /** makes tickets for sockets (SPEC ID-18); with the token, and of a site's member in the answer of ID-16 */
  ticketKey: v.string().optional(),
  /** ms until the site's token expires (SPEC VOUCH-8) */
  expiresInMs: v.number().optional(),
});
export type Self = v.Infer<typeof selfSchema>;
