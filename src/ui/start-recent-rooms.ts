import { rememberRoom } from "./models/recent-rooms.ts";
import type { RoomContext } from "./views/context.ts";

/** Keeps the room among those that this browser opened last, from its first welcome on. Not in a frame: the page around it chose its room. */
export function startRecentRooms({ page, storage, conversation }: RoomContext): void {
  const remember = (): void => rememberRoom(storage, page.room);
  // It may have been joined before this was loaded.
  const { room } = conversation;
  if (room.self !== undefined && room.state.name !== "closed") remember();
  room.on("welcome", remember);
}
