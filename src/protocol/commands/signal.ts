import * as v from "@badrap/valita";

/**
 * Sends any JSON to the other members, or to one of them, without storing it: cursors, moves of a game (SPEC EPH-2).
 * Not answered.
 */
export const signalSchema = v.object({
  type: v.literal("signal"),
  data: v.unknown(),
  /** a member's id; all other members if absent */
  to: v.string().optional(),
});
export type Signal = v.Infer<typeof signalSchema>;
