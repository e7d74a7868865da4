import * as v from "@badrap/valita";
import { authorSchema } from "../member.ts";
import { seqSchema } from "../fields.ts";

/** The value of one setting. */
const settingSchema = v.union(v.string(), v.number(), v.boolean(), v.null());

/** What an owner may set, by name. Unowned rooms have none, so the names are open until rooms can be owned. */
export const roomSettingsSchema = v.record(settingSchema);
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
