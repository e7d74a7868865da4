import * as v from "@badrap/valita";
import { authorSchema } from "../member.ts";
import { seqSchema } from "../fields.ts";

/** Message `target` says something else now (SPEC EDIT-2). Replayed, it carries the text of today: empty once deleted. */
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
