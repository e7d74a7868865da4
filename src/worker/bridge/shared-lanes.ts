import type { Lane, LanesEvent } from "../../protocol/events/lanes.ts";
import { FrameDecoder } from "../../protocol/frame-decoder.ts";

/** The lanes of eight rooms. Beyond it they are forgotten: a reader has those that it was sent before. */
const MAX_SHARED = 8_192;

/** by their JSON */
const shared = new Map<string, Lane>();

/**
 * Decodes the frames of a reader in an instance of the Worker, where readers share the lanes of signals (SPEC EPH-5): of a
 * thousand in a room each would keep 200 KB of its own.
 */
export class SharedLanesDecoder extends FrameDecoder {
  protected override learn(event: LanesEvent): void {
    super.learn({ ...event, lanes: event.lanes.map(share) });
  }
}

function share(lane: Lane): Lane {
  const json = JSON.stringify(lane);
  if (shared.size >= MAX_SHARED) shared.clear();
  const known = shared.get(json) ?? lane;
  shared.set(json, known);
  return known;
}
