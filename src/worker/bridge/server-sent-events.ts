/** Events in the form of a `text/event-stream` (HTML, §9.2; SPEC SSE-1). */
import { encodeEvent } from "../../protocol/encode.ts";
import type { RoomEvent } from "../../protocol/events.ts";

/** A browser comes back after so long when the stream ends. */
const RETRY_MS = 1_000;

/** The stream's first bytes, which show that nothing on the way holds it back. */
export const STREAM_PREAMBLE = `retry: ${RETRY_MS}\n: a room of Majlis\n\n`;

/** Keeps what is on the way from closing a silent stream, and tells the reader that it lives (SPEC SSE-3). */
export const KEEP_ALIVE_COMMENT = ":\n\n";

/** One event. JSON holds no line break, so its data is one line, and nothing that anybody wrote can begin another. */
export function serverSentEvent(event: RoomEvent, position: string | undefined): string {
  const id = position === undefined ? "" : `id: ${position}\n`;
  return `event: ${eventName(event)}\n${id}data: ${encodeEvent(event)}\n\n`;
}

/** Browsers keep `error` for the stream's own troubles. */
function eventName({ type }: RoomEvent): string {
  return type === "error" ? "failure" : type;
}
