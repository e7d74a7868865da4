import * as v from "@badrap/valita";

/** Requests an acknowledgement of all that was sent before it: a `flow` command with the same `id` (SPEC FLOW-1). */
export const flowEventSchema = v.object({
  type: v.literal("flow"),
  /** unguessable: only a client that has read this event knows it */
  id: v.string(),
});
export type FlowEvent = v.Infer<typeof flowEventSchema>;
