/** Loads what a page uses without being asked, so that it has it also where the network failed while the page was opened. */
import type { BaseRoomApi } from "../client/base-room-client.ts";
import { browserTimers } from "./timers.ts";

const FIRST_PAUSE_MS = 1_000;
/** A page whose files a deploy has replaced asks for them in vain. */
const MAX_PAUSE_MS = 3_600_000;

/**
 * What `load` resolves with. Where it rejects it is called again, after pauses that double, and at once when the room is
 * joined again: then the network is back.
 */
export async function loadWithRetries<Part>(
  room: Pick<BaseRoomApi, "on">,
  load: () => Promise<Part>,
  onFailure?: () => void,
): Promise<Part> {
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, MAX_PAUSE_MS)) {
    try {
      return await load();
    } catch {
      onFailure?.();
      await nextChance(room, pauseMs);
    }
  }
}

function nextChance(room: Pick<BaseRoomApi, "on">, pauseMs: number): Promise<void> {
  return new Promise((resolve) => {
    const cancel = browserTimers.after(pauseMs, settle);
    const stop = room.on("welcome", settle);
    function settle(): void {
      cancel();
      stop();
      resolve();
    }
  });
}
