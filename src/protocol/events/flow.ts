import * as v from "@badrap/valita";

/** Much was sent since you last spoke: say how far you have read (SPEC FLOW-1). */
export const flowEventSchema = v.object({
  type: v.literal("flow"),
  /** to be sent back: only who has read this far knows it */
  id: v.string(),
});
export type FlowEvent = v.Infer<typeof flowEventSchema>;
