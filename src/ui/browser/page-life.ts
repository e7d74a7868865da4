/** A page that is put away, and comes back, takes its connection along. */
import type { RoomApi } from "../../client/api.ts";

/** Closes the connection of a page that goes for good; wakes the one of a page that is seen again. */
export function followPageLife(room: Pick<RoomApi, "close" | "wake">): void {
  addEventListener("pagehide", ({ persisted }) => {
    if (!persisted) room.close();
  });
  addEventListener("pageshow", ({ persisted }) => {
    if (persisted) room.wake();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") room.wake();
  });
}
