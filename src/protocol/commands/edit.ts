import * as v from "@badrap/valita";
import { commandIdSchema, seqSchema } from "../fields.ts";

/** Gives one's own message `seq` another text (SPEC EDIT-1). Answered by its own `edit`. */
export const editSchema = v.object({
  type: v.literal("edit"),
  id: commandIdSchema,
  seq: seqSchema,
  text: v.string(),
});
export type Edit = v.Infer<typeof editSchema>;
