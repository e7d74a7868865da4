import * as v from "@badrap/valita";
import { authorSchema, roleSchema } from "../member.ts";

/**
 * Any JSON from another member, never stored (SPEC EPH-2). `to` or `role` is present if only that member received it, or
 * those with that role or a higher one; `key` if only the newest of a window was sent.
 */
export const signalEventSchema = v.object({
  type: v.literal("signal"),
  from: authorSchema,
  data: v.unknown(),
  to: v.string().optional(),
  role: roleSchema.optional(),
  key: v.string().optional(),
});
export type SignalEvent = v.Infer<typeof signalEventSchema>;
