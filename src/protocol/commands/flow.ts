import * as v from "@badrap/valita";

/** Acknowledges the room's `flow` event with the client's position (SPEC FLOW-1). Not answered. */
export const flowSchema = v.object({
  type: v.literal("flow"),
  position: v.string(),
  /** the `id` of the acknowledged `flow` event */
  id: v.string(),
});
export type Flow = v.Infer<typeof flowSchema>;
