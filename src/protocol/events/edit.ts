import * as v from "@badrap/valita";
import { authorSchema } from "../member.ts";
import { seqSchema } from "../fields.ts";

/**
 * The text of message `target` was replaced (SPEC EDIT-2). A replayed `edit` carries the current text: empty if the
 * message was deleted since.
 */
export const editEventSchema = v.object({
  type: v.literal("edit"),
  seq: seqSchema,
  at: v.number(),
  from: authorSchema,
  id: v.string(),
  target: seqSchema,
  text: v.string(),
});
export type EditEvent = v.Infer<typeof editEventSchema>;
