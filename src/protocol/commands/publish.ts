import * as v from "@badrap/valita";
import { commandIdSchema, seqOrZeroSchema, seqSchema } from "../fields.ts";

/** Says something in the room (SPEC PUB-1). Answered by its own `message`, or by `stored` if it was said before. */
export const publishSchema = v.object({
  type: v.literal("publish"),
  id: commandIdSchema,
  text: v.string(),
  /** the message this answers */
  replyTo: seqSchema.optional(),
  /** only on a resend: the last seq the client had seen when it first sent this */
  since: seqOrZeroSchema.optional(),
});
export type Publish = v.Infer<typeof publishSchema>;
