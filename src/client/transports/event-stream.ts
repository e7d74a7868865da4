/** Decodes the bytes of a `text/event-stream` (HTML Living Standard, §9.2.6), in chunks of any size. */
import { createParser } from "eventsource-parser";

/** UTF-16 code units of one unfinished event, far above the largest event of a room: past it the stream is not ours. */
export const MAX_EVENT_CHARS = 4 * 1024 * 1024;

/** Takes the next chunk and returns the `data` of each event that it completes. */
export type EventStreamDecoder = (chunk: Uint8Array) => string[];

/**
 * Makes a decoder for one stream. Comments and the fields `event`, `id` and `retry` are ignored: the JSON in `data`
 * has the type and the position, and reconnecting is not the stream's business.
 * @throws ParseError (from the decoder) once an unfinished event exceeds {@link MAX_EVENT_CHARS}
 */
export function eventStreamDecoder(): EventStreamDecoder {
  const completed: string[] = [];
  const decoder = new TextDecoder();
  const parser = createParser({
    maxBufferSize: MAX_EVENT_CHARS,
    onEvent: ({ data }) => completed.push(data),
    // Unknown fields and invalid retry times are reported here too; the standard ignores both.
    onError: (error) => {
      if (error.type === "max-buffer-size-exceeded") throw error;
    },
  });
  return (chunk) => {
    parser.feed(decoder.decode(chunk, { stream: true }));
    return completed.splice(0);
  };
}
