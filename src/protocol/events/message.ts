import * as v from "@badrap/valita";
import { DURABLE_FIELDS, mentionsSchema, seqOrZeroSchema, seqSchema } from "../fields.ts";

/** One emoji on a message, with the members who hold it now. */
export const reactionSummarySchema = v.object({
  emoji: v.string(),
  count: seqOrZeroSchema,
  /** true if the reading member is one of them */
  mine: v.literal(true).optional(),
  /** the names of the first ones; `count` includes all */
  names: v.array(v.string()),
});
export type ReactionSummary = v.Infer<typeof reactionSummarySchema>;

/** What became of a message since it was written: read with it, not stored with its event (SPEC LOG-3). */
const MESSAGE_STATE = {
  editedAt: v.number().optional(),
  /** deleted: `text` is empty */
  deleted: v.literal(true).optional(),
  /** a moderator deleted it, or hid its member's messages (SPEC MOD-3, MOD-8) */
  removed: v.literal(true).optional(),
  reactions: v.array(reactionSummarySchema).optional(),
};
export type MessageState = typeof MESSAGE_STATE;

/** A message (SPEC PUB-2). To its sender it acknowledges the `publish` with the same `id`. */
export const messageSchema = v.object({
  type: v.literal("message"),
  ...DURABLE_FIELDS,
  text: v.string(),
  replyTo: seqSchema.optional(),
  mentions: mentionsSchema.optional(),
  ...MESSAGE_STATE,
});
export type Message = v.Infer<typeof messageSchema>;
