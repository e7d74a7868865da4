/** Page lifecycle: reconnects a page that is restored from the back/forward cache or visible again. */
import type { BaseRoomApi } from "../../client/base-room-client.ts";

/**
 * Wakes the connection of a page that is visible again. The browser closes the one of a page that is unloaded: closing it
 * here would cancel messages in flight.
 */
export function wakeOnPageShow(room: Pick<BaseRoomApi, "wake">): void {
  addEventListener("pageshow", ({ persisted }) => {
    if (persisted) room.wake();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") room.wake();
  });
}
