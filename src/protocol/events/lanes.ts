import * as v from "@badrap/valita";
import { authorSchema } from "../member.ts";

/** A sender and a key, to which the rows of signals refer by number. */
const laneSchema = v.object({ from: authorSchema, key: v.string() });
export type Lane = v.Infer<typeof laneSchema>;

/** The lanes with the numbers from `first` on; 0 makes the earlier ones void (SPEC EPH-5). */
export const lanesEventSchema = v.object({
  type: v.literal("lanes"),
  first: v.number(),
  lanes: v.array(laneSchema),
});
export type LanesEvent = v.Infer<typeof lanesEventSchema>;
