import * as v from "@badrap/valita";
import { authorSchema } from "../member.ts";
import { seqSchema } from "../fields.ts";

/** What an owner may set. Unowned rooms have none of it, so this is empty until rooms can be owned. */
export const roomSettingsSchema = v.object({});
export type RoomSettings = v.Infer<typeof roomSettingsSchema>;

/** The room's settings changed (SPEC SET-1). */
export const settingsSchema = v.object({
  type: v.literal("settings"),
  seq: seqSchema,
  at: v.number(),
  from: authorSchema,
  id: v.string(),
  settings: roomSettingsSchema,
});
export type SettingsEvent = v.Infer<typeof settingsSchema>;
