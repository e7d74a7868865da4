/** Frames of events in each codec, with their size on the wire. */
import { joinEncoded } from "../protocol/encode.ts";
import type { Codec } from "../protocol/subprotocols.ts";
import { exhaustive } from "../text/exhaustive.ts";
import { utf8Bytes } from "../text/lengths.ts";
import type { EncodedEvent } from "./encoded-event.ts";

export interface Frame {
  /** bytes are sent as a binary frame (SPEC FAN-6) */
  readonly data: string | Uint8Array<ArrayBuffer>;
  /** of the payload, in UTF-8 */
  readonly bytes: number;
}

export interface TextFrame extends Frame {
  readonly data: string;
}

/** One frame with `events`; undefined if the codec has no text for them. */
export function frameOf(events: readonly EncodedEvent[], codec: Codec): TextFrame | undefined {
  const text = textOf(events, codec);
  return text === "" ? undefined : sizedFrame(text);
}

/** The frames of events to one connection: one, but in plain text one a line, as the simplest client expects. */
export function answerFrames(events: readonly EncodedEvent[], codec: Codec): TextFrame[] {
  if (codec === "text") return linesOf(events).map(sizedFrame);
  const frame = frameOf(events, codec);
  return frame === undefined ? [] : [frame];
}

function textOf(events: readonly EncodedEvent[], codec: Codec): string {
  switch (codec) {
    case "json":
      return jsonOf(events);
    case "text":
      return linesOf(events).join("\n");
    case "html":
      return events.map(({ html }) => html).join("");
    default:
      return exhaustive(codec);
  }
}

export function sizedFrame(text: string): TextFrame {
  return { data: text, bytes: utf8Bytes(text) };
}

function linesOf(events: readonly EncodedEvent[]): string[] {
  return events.flatMap(({ lines }) => lines);
}

function jsonOf(events: readonly EncodedEvent[]): string {
  return events.length === 0 ? "" : joinEncoded(events.map(({ json }) => json));
}

/** Sends a frame. False for a socket that is closed: the platform finds that out by itself, and to ask it before each send takes a fortieth of it. */
export function sendFrame(socket: WebSocket, { data }: Frame): boolean {
  try {
    socket.send(data);
    return true;
  } catch {
    return false;
  }
}
