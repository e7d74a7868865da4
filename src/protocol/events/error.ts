import * as v from "@badrap/valita";

/** What a key holds: version 0 without a value if it is not set. */
export const keyStateSchema = v.object({ version: v.number(), value: v.unknown().optional() });
export type KeyState = v.Infer<typeof keyStateSchema>;

/** A command was refused (SPEC ERR-1). Codes are listed in errors.ts; a client must accept unknown ones. */
export const errorSchema = v.object({
  type: v.literal("error"),
  /** the command's id, if it had a readable one */
  id: v.string().optional(),
  code: v.string(),
  message: v.string(),
  retryAfterMs: v.number().optional(),
  /** when a mute or ban ends, in ms since 1970 (SPEC MOD-5, MOD-6) */
  until: v.number().optional(),
  /** of a key that has another version (SPEC STATE-2) */
  current: keyStateSchema.optional(),
});
export type ErrorEvent = v.Infer<typeof errorSchema>;
