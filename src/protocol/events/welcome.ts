import * as v from "@badrap/valita";
import { clientLimitsSchema } from "../limits.ts";
import { memberSchema, selfSchema } from "../member.ts";
import { roomSettingsSchema } from "./settings.ts";

/** How many are here, and some of them: at most 50, yourself first; `count` is the truth. */
export const membersSchema = v.object({ count: v.number(), list: v.array(memberSchema) });
export type Members = v.Infer<typeof membersSchema>;

/** Opens a joined session (SPEC JOIN-4). */
export const welcomeSchema = v.object({
  type: v.literal("welcome"),
  /** where the room stands; a recovery is whole once the client has reached it */
  position: v.string(),
  /** true if everything missed follows; false if the client must start from the page that follows */
  recovered: v.boolean(),
  self: selfSchema,
  room: v.object({ name: v.string(), settings: roomSettingsSchema }),
  limits: clientLimitsSchema,
  members: membersSchema,
  /** after an unclean close, the first try comes at a random moment of this span, in ms */
  spreadMs: v.number(),
  version: v.string(),
});
export type Welcome = v.Infer<typeof welcomeSchema>;
