import * as v from "@badrap/valita";
import { authorSchema } from "../member.ts";
import { seqOrZeroSchema, seqSchema } from "../fields.ts";

/** One emoji on a message, as it stands now. */
export const reactionSummarySchema = v.object({
  emoji: v.string(),
  count: seqOrZeroSchema,
  /** true if the member who asked is among them */
  mine: v.literal(true).optional(),
  /** some of them, the first ones first; `count` is the truth */
  names: v.array(v.string()),
});
export type ReactionSummary = v.Infer<typeof reactionSummarySchema>;

/** Something said (SPEC PUB-2). It is also the acknowledgement of the publish that carries its `id`. */
export const messageSchema = v.object({
  type: v.literal("message"),
  seq: seqSchema,
  /** by the room's clock, in ms since 1970; for display only */
  at: v.number(),
  from: authorSchema,
  id: v.string(),
  text: v.string(),
  replyTo: seqSchema.optional(),
  editedAt: v.number().optional(),
  /** taken back: `text` is empty */
  deleted: v.literal(true).optional(),
  reactions: v.array(reactionSummarySchema).optional(),
});
export type Message = v.Infer<typeof messageSchema>;
