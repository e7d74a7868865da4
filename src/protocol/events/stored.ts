import * as v from "@badrap/valita";
import { seqSchema } from "../fields.ts";

/** A duplicate: the command `id` was executed before, as event `seq`, and is not executed again (SPEC PUB-4). */
export const storedSchema = v.object({
  type: v.literal("stored"),
  id: v.string(),
  seq: seqSchema,
});
export type Stored = v.Infer<typeof storedSchema>;
