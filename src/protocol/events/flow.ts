import * as v from "@badrap/valita";

/** Much was sent since you last spoke: say how far you have read (SPEC FLOW-1). */
export const flowEventSchema = v.object({ type: v.literal("flow") });
export type FlowEvent = v.Infer<typeof flowEventSchema>;
