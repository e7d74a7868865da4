import * as v from "@badrap/valita";
import { authorSchema } from "../member.ts";

/** Another member is typing or has stopped (SPEC EPH-1). */
export const typingEventSchema = v.object({
  type: v.literal("typing"),
  from: authorSchema,
  on: v.boolean(),
});
export type TypingEvent = v.Infer<typeof typingEventSchema>;
