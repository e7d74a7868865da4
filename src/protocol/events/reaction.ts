import * as v from "@badrap/valita";
import { authorSchema } from "../member.ts";
import { seqOrZeroSchema, seqSchema } from "../fields.ts";

/** A member added an emoji to message `target` or removed it (SPEC REACT-2); `count` is how many hold it now. */
export const reactionSchema = v.object({
  type: v.literal("reaction"),
  seq: seqSchema,
  at: v.number(),
  from: authorSchema,
  id: v.string(),
  target: seqSchema,
  emoji: v.string(),
  on: v.boolean(),
  count: seqOrZeroSchema,
});
export type Reaction = v.Infer<typeof reactionSchema>;
