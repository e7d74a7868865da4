import * as v from "@badrap/valita";
import { commandIdSchema, seqSchema } from "../fields.ts";

/** Adds an emoji to message `seq` or removes it (SPEC REACT-1). Answered by its `reaction` event. */
export const reactSchema = v.object({
  type: v.literal("react"),
  id: commandIdSchema,
  seq: seqSchema,
  emoji: v.string(),
  on: v.boolean(),
});
export type React = v.Infer<typeof reactSchema>;
