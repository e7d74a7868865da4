import * as v from "@badrap/valita";
import { commandIdSchema, seqOrZeroSchema, seqSchema } from "../fields.ts";

/**
 * Asks for a page of the past (SPEC HIST-1): messages before a seq, or every durable event after one;
 * the newest messages when neither is given. Answered by `page`.
 */
export const historySchema = v
  .object({
    type: v.literal("history"),
    id: commandIdSchema,
    before: seqSchema.optional(),
    after: seqOrZeroSchema.optional(),
    /** how many at most; the room's page size when absent */
    limit: seqSchema.optional(),
  })
  .assert(({ before, after }) => before === undefined || after === undefined, "before or after, not both");
export type History = v.Infer<typeof historySchema>;
