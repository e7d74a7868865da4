/** Frames of events in either codec, with their size on the wire. */
import { joinEncoded } from "../protocol/encode.ts";
import type { Codec } from "../protocol/subprotocols.ts";
import { utf8Bytes } from "../text/lengths.ts";
import type { EncodedEvent } from "./encoded-event.ts";

export interface Frame {
  readonly text: string;
  readonly bytes: number;
}

/** One frame with `events`; undefined if the codec has no text for them. */
export function frameOf(events: readonly EncodedEvent[], codec: Codec): Frame | undefined {
  const text = codec === "json" ? jsonOf(events) : linesOf(events).join("\n");
  return text === "" ? undefined : sized(text);
}

/** The frames of events to one connection: one in JSON, one a line in plain text, as the simplest client expects. */
export function answerFrames(events: readonly EncodedEvent[], codec: Codec): Frame[] {
  return codec === "json" ? [sized(jsonOf(events))] : linesOf(events).map(sized);
}

function sized(text: string): Frame {
  return { text, bytes: utf8Bytes(text) };
}

function linesOf(events: readonly EncodedEvent[]): string[] {
  return events.flatMap(({ lines }) => lines);
}

function jsonOf(events: readonly EncodedEvent[]): string {
  return events.length === 0 ? "" : joinEncoded(events.map(({ json }) => json));
}
