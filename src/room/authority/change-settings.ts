import { isSettingName, SETTINGS, type RoomSettings } from "../../protocol/settings.ts";

/** `settings` after a change, without those that have their default. */
export function changeSettings(settings: RoomSettings, change: RoomSettings): RoomSettings {
  const changed = Object.entries({ ...settings, ...change }).filter(
    ([name, value]) => value !== undefined && isSettingName(name) && !isSame(value, SETTINGS[name].default),
  );
  return Object.fromEntries(changed);
}

/** The default of a list is an empty one. */
function isSame(value: unknown, initial: unknown): boolean {
  return Array.isArray(value) && Array.isArray(initial) ? value.length === initial.length : value === initial;
}
