import { signal, type Signal } from "@preact/signals";
import type { BaseRoomApi } from "../../client/base-room-client.ts";
import type { RoomSettings } from "../../protocol/settings.ts";

/** The settings of a room, as they are now. */
export function followedSettings(room: BaseRoomApi): Signal<RoomSettings> {
  const settings = signal(room.settings);
  room.on("settings", (changed) => (settings.value = changed));
  return settings;
}
