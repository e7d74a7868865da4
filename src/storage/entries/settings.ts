import { roomSettingsSchema, type RoomSettings } from "../../protocol/events/settings.ts";
import { optionalText } from "../sql.ts";
import { commonFields, type EntryDefinition } from "./definition.ts";

/** `detail` is the settings as JSON. */
export const settingsEntry: EntryDefinition<"settings"> = {
  kind: 5,
  columns: ({ settings }) => ({ detail: JSON.stringify(settings) }),
  fromRow: (row) => ({
    type: "settings",
    ...commonFields(row),
    settings: parseSettings(optionalText(row, "detail") ?? ""),
  }),
};

/** The stored settings that this release knows; none if the row is damaged, so that its page still loads. */
function parseSettings(json: string): RoomSettings {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return {};
  }
  const parsed = roomSettingsSchema.try(value, { mode: "strip" });
  return parsed.ok ? parsed.value : {};
}
