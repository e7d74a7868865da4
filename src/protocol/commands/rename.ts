import * as v from "@badrap/valita";
import { commandIdSchema } from "../fields.ts";

/** Changes the sender's name (SPEC ID-4). Answered by a `presence` with this id and a new token. */
export const renameSchema = v.object({
  type: v.literal("rename"),
  id: commandIdSchema,
  name: v.string(),
});
export type Rename = v.Infer<typeof renameSchema>;
