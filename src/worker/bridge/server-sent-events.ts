/** Room events as server-sent events (HTML Standard §9.2; SPEC SSE-1). */
import { encode } from "eventsource-encoder";
import { encodeEvent } from "../../protocol/encode.ts";
import type { RoomEvent } from "../../protocol/events.ts";
import type { Welcome } from "../../protocol/events/welcome.ts";
import { toHtmlFragments } from "../../transport/html-fragments.ts";

/** Browsers wait at least this long before they reconnect to a stream that ended, and at most twice as long plus the room's spread. */
const MIN_RETRY_MS = 1_000;

/*
 * Comments are written by hand, each on a line without a blank one behind it: several libraries, such as
 * @microsoft/fetch-event-source, take the blank line for the end of an event without data.
 */

/** The first bytes of a stream: they show at once that no proxy buffers it. */
export const STREAM_PREAMBLE = ": a room of Majlis\n";

/** Keeps proxies from closing a silent stream, and shows the reader that it is alive (SPEC SSE-3). */
export const KEEP_ALIVE_COMMENT = ":\n";

/**
 * When a browser reconnects to a stream that ended. The readers of a room lose it at the same moment, so they are
 * spread over the room's `spreadMs`, and over a second in any case: a deploy ends the streams of all rooms.
 * @param random from 0 to 1
 */
export function retryField({ spreadMs }: Pick<Welcome, "spreadMs">, random: number): string {
  return `retry: ${Math.round(MIN_RETRY_MS + random * (MIN_RETRY_MS + spreadMs))}\n`;
}

/**
 * One event, with its position as `id` where it has one, and a welcome with the time to reconnect. JSON has no line
 * break: its data is one line.
 * @param random a source of numbers from 0 to 1
 */
export function serverSentEvent(
  event: RoomEvent,
  position: string | undefined,
  random: () => number,
): string {
  const id = position === undefined ? {} : { id: position };
  const retry = event.type === "welcome" ? retryField(event, random()) : "";
  return retry + encode({ event: eventName(event), ...id, data: encodeEvent(event) });
}

/**
 * The same as escaped HTML (SPEC HTML-2), without a name, so that every reader takes it for a message; empty for an
 * event that shows nothing. A welcome shows nothing either: a reader of a page is a reader and no more.
 */
export function htmlServerSentEvent(
  event: RoomEvent,
  position: string | undefined,
  random: () => number,
): string {
  if (event.type === "welcome") return retryField(event, random());
  const data = toHtmlFragments(event)
    .map(({ html }) => html)
    .join("");
  return data === "" ? "" : encode({ ...(position === undefined ? {} : { id: position }), data });
}

/** Browsers use the name `error` for the connection's own errors. */
function eventName({ type }: RoomEvent): string {
  return type === "error" ? "failure" : type;
}
