import * as v from "@badrap/valita";
import { commandIdSchema } from "../fields.ts";

/**
 * Switches the open connection to the member that a token identifies (SPEC ID-5). Answered by a `presence` with this
 * `id`.
 */
export const authenticateSchema = v.object({
  type: v.literal("authenticate"),
  id: commandIdSchema,
  token: v.string(),
});
export type Authenticate = v.Infer<typeof authenticateSchema>;
