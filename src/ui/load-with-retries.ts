/** Loads what a page uses without being asked, so that it has it also where the network failed while the page was opened. */
import type { BaseRoomApi } from "../client/base-room-client.ts";
import { browserTimers } from "./timers.ts";

const FIRST_PAUSE_MS = 1_000;
/** A page whose files a deploy has replaced never gets them: it asks less and less often. */
const MAX_PAUSE_MS = 3_600_000;

/**
 * What `load` resolves with. Where it rejects it is called again, after pauses that double, and at once when the room is
 * joined again: then the network is back.
 */
export function loadWithRetries<Part>(
  room: Pick<BaseRoomApi, "on">,
  load: () => Promise<Part>,
  onFailure?: () => void,
  pauseMs = FIRST_PAUSE_MS,
): Promise<Part> {
  return load().catch(async () => {
    onFailure?.();
    await nextChance(room, pauseMs);
    return loadWithRetries(room, load, onFailure, Math.min(2 * pauseMs, MAX_PAUSE_MS));
  });
}

function nextChance(room: Pick<BaseRoomApi, "on">, pauseMs: number): Promise<void> {
  return new Promise((resolve) => {
    const endings = [browserTimers.after(pauseMs, settle), room.on("welcome", settle)];
    function settle(): void {
      for (const end of endings) end();
      resolve();
    }
  });
}
