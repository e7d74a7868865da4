import * as v from "@badrap/valita";
import { commandIdSchema, seqSchema } from "../fields.ts";

/** Takes one's own message `seq` back (SPEC DEL-1). Answered by its own `delete`. */
export const deleteSchema = v.object({
  type: v.literal("delete"),
  id: commandIdSchema,
  seq: seqSchema,
});
export type Delete = v.Infer<typeof deleteSchema>;
