import * as v from "@badrap/valita";

/** The answer to `time`: ms since 1970 by the room's clock (SPEC TIME-1). */
export const timeEventSchema = v.object({ type: v.literal("time"), id: v.string(), at: v.number() });
export type TimeEvent = v.Infer<typeof timeEventSchema>;
