import * as v from "@badrap/valita";
import { authorSchema } from "../member.ts";

/** Any JSON from another member, never stored (SPEC EPH-2). `to` is present if only its recipient received it. */
export const signalEventSchema = v.object({
  type: v.literal("signal"),
  from: authorSchema,
  data: v.unknown(),
  to: v.string().optional(),
});
export type SignalEvent = v.Infer<typeof signalEventSchema>;
