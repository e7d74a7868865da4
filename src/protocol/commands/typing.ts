import * as v from "@badrap/valita";

/** Shows the other members that the sender is typing or has stopped (SPEC EPH-1). Not answered. */
export const typingSchema = v.object({
  type: v.literal("typing"),
  on: v.boolean(),
});
export type Typing = v.Infer<typeof typingSchema>;
