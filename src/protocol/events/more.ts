import * as v from "@badrap/valita";
import { seqOrZeroSchema } from "../fields.ts";

/** The replay ends here; the client fetches the rest with `history{after}` (SPEC REC-3). */
export const moreSchema = v.object({
  type: v.literal("more"),
  after: seqOrZeroSchema,
});
export type More = v.Infer<typeof moreSchema>;
