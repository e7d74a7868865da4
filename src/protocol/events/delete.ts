import * as v from "@badrap/valita";
import { authorSchema } from "../member.ts";
import { seqSchema } from "../fields.ts";

/** Message `target` was deleted (SPEC DEL-2). */
export const deleteEventSchema = v.object({
  type: v.literal("delete"),
  seq: seqSchema,
  at: v.number(),
  from: authorSchema,
  id: v.string(),
  target: seqSchema,
});
export type DeleteEvent = v.Infer<typeof deleteEventSchema>;
