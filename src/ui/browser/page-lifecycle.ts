/** A page that is put away, and comes back, takes its connection along. */
import type { RoomApi } from "../../client/api.ts";

/**
 * Wakes the connection of a page that is seen again. That of a page that goes for good is ended by the browser: to close
 * it here would call back what was said last, and is still on its way.
 */
export function wakeOnPageShow(room: Pick<RoomApi, "wake">): void {
  addEventListener("pageshow", ({ persisted }) => {
    if (persisted) room.wake();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") room.wake();
  });
}
