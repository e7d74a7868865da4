/** Room events as server-sent events (HTML Standard §9.2; SPEC SSE-1). */
import { encode } from "eventsource-encoder";
import { encodeEvent } from "../../protocol/encode.ts";
import type { RoomEvent } from "../../protocol/events.ts";

/** How long a browser waits before it reconnects to a stream that ended. */
const RETRY_MS = 1_000;

/**
 * The first bytes of a stream: they show at once that no proxy buffers it. Written by hand, because the encoder would
 * put blank lines between the two fields.
 */
export const STREAM_PREAMBLE = `retry: ${RETRY_MS}\n: a room of Majlis\n\n`;

/**
 * Keeps proxies from closing a silent stream, and shows the reader that it is alive (SPEC SSE-3). Written by hand: the
 * encoder's empty comment has a space.
 */
export const KEEP_ALIVE_COMMENT = ":\n\n";

/** One event, with its position as `id` where it has one. JSON has no line break: its data is one line. */
export function serverSentEvent(event: RoomEvent, position: string | undefined): string {
  const id = position === undefined ? {} : { id: position };
  return encode({ event: eventName(event), ...id, data: encodeEvent(event) });
}

/** Browsers use the name `error` for the connection's own errors. */
function eventName({ type }: RoomEvent): string {
  return type === "error" ? "failure" : type;
}
