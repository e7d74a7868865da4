import * as v from "@badrap/valita";
import { commandIdSchema, seqSchema } from "../fields.ts";

/** Deletes the sender's own message `seq` (SPEC DEL-1). Answered by its `delete` event. */
export const deleteSchema = v.object({
  type: v.literal("delete"),
  id: commandIdSchema,
  seq: seqSchema,
});
export type Delete = v.Infer<typeof deleteSchema>;
