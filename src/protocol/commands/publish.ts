import * as v from "@badrap/valita";
import { commandIdSchema, seqOrZeroSchema, seqSchema } from "../fields.ts";

/** Publishes a message (SPEC PUB-1). Answered by its `message` event, or by `stored` if its id was published before. */
export const publishSchema = v.object({
  type: v.literal("publish"),
  id: commandIdSchema,
  text: v.string(),
  /** the seq of the message that this one replies to */
  replyTo: seqSchema.optional(),
  /** only on a resend: the last seq that the client had received when it first sent this */
  since: seqOrZeroSchema.optional(),
});
export type Publish = v.Infer<typeof publishSchema>;
