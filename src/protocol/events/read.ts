import * as v from "@badrap/valita";
import { seqOrZeroSchema } from "../fields.ts";
import { authorSchema } from "../member.ts";

/** Another member reports up to which message they have read; 0 takes their report back (SPEC EPH-3). */
export const readEventSchema = v.object({
  type: v.literal("read"),
  from: authorSchema,
  seq: seqOrZeroSchema,
});
export type ReadEvent = v.Infer<typeof readEventSchema>;
