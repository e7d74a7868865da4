import * as v from "@badrap/valita";

/** Answers the room's `flow`: how far this client has read (SPEC FLOW-1). Not answered. */
export const flowSchema = v.object({
  type: v.literal("flow"),
  position: v.string(),
  /** of the `flow` that is answered */
  id: v.string(),
});
export type Flow = v.Infer<typeof flowSchema>;
