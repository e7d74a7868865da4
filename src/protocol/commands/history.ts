import * as v from "@badrap/valita";
import { commandIdSchema, seqOrZeroSchema, seqSchema } from "../fields.ts";

/**
 * Requests a page of history (SPEC HIST-1): messages before a seq, or all durable events after one; the newest
 * messages if neither is given. Answered by `page`.
 */
export const historySchema = v
  .object({
    type: v.literal("history"),
    id: commandIdSchema,
    before: seqSchema.optional(),
    after: seqOrZeroSchema.optional(),
    /** the most events that the page may hold; the room's page size if absent */
    limit: seqSchema.optional(),
  })
  .assert(({ before, after }) => before === undefined || after === undefined, "before or after, not both");
export type History = v.Infer<typeof historySchema>;
