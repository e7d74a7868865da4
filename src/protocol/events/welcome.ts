import * as v from "@badrap/valita";
import { clientLimitsSchema } from "../limits.ts";
import { memberSchema, selfSchema } from "../member.ts";
import { roomSettingsSchema } from "./settings.ts";
import { welcomeStateSchema } from "./state.ts";

/** The number of members and a list of at most 50, the client's own first; `count` includes all. */
export const membersSchema = v.object({ count: v.number(), list: v.array(memberSchema) });
export type Members = v.Infer<typeof membersSchema>;

/** Opens a joined session (SPEC JOIN-4). */
export const welcomeSchema = v.object({
  type: v.literal("welcome"),
  /** the room's position; a recovery is complete once the client has reached it */
  position: v.string(),
  /** true if all missed events follow; false if the client must start again from the page that follows */
  recovered: v.boolean(),
  self: selfSchema,
  room: v.object({ name: v.string(), settings: roomSettingsSchema }),
  limits: clientLimitsSchema,
  members: membersSchema,
  /** the shared state; absent if it is empty (SPEC STATE-4) */
  state: welcomeStateSchema.optional(),
  /** jitter, in ms: after an unclean close the first reconnect is delayed by a random part of this span */
  spreadMs: v.number(),
  version: v.string(),
});
export type Welcome = v.Infer<typeof welcomeSchema>;
