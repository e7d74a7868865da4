import * as v from "@badrap/valita";
import { commandIdSchema, seqSchema } from "../fields.ts";

/** Puts an emoji on message `seq`, or takes it off (SPEC REACT-1). Answered by its own `reaction`. */
export const reactSchema = v.object({
  type: v.literal("react"),
  id: commandIdSchema,
  seq: seqSchema,
  emoji: v.string(),
  on: v.boolean(),
});
export type React = v.Infer<typeof reactSchema>;
