import * as v from "@badrap/valita";

/** The value of one setting. */
const settingSchema = v.union(v.string(), v.number(), v.boolean(), v.null());

/** What an owner may set, by name. Unowned rooms have none, so the names are open until rooms can be owned. */
export const roomSettingsSchema = v.record(settingSchema);
export type RoomSettings = v.Infer<typeof roomSettingsSchema>;
