import * as v from "@badrap/valita";
import { commandIdSchema, seqSchema } from "../fields.ts";

/** Replaces the text of the sender's own message `seq` (SPEC EDIT-1). Answered by its `edit` event. */
export const editSchema = v.object({
  type: v.literal("edit"),
  id: commandIdSchema,
  seq: seqSchema,
  text: v.string(),
});
export type Edit = v.Infer<typeof editSchema>;
