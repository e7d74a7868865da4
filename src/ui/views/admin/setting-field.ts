import type { ComponentType } from "preact";
import type { RoomSettings } from "../../../protocol/settings.ts";

export interface SettingFieldProperties {
  /** the room's settings, with what the user has changed */
  readonly settings: RoomSettings;
  /** called with what the user changes, to be saved with the rest */
  readonly onChange: (changed: RoomSettings) => void;
}

/** A field of the room's settings. */
export type SettingField = ComponentType<SettingFieldProperties>;
