/** The one encoder, for both ends. Each event is encoded once, however many receive it. */
import type { Command } from "./commands.ts";
import type { RoomEvent } from "./events.ts";

/** The JSON of one event: a frame of its own, or a part of {@link joinEncoded}'s. */
export function encodeEvent(event: RoomEvent): string {
  return JSON.stringify(event);
}

/** One frame out of events already encoded: the event itself, or an array of them (SPEC EVT-1). */
export function joinEncoded(encoded: readonly string[]): string {
  const [first] = encoded;
  return encoded.length === 1 && first !== undefined ? first : `[${encoded.join(",")}]`;
}

export function encodeCommand(command: Command): string {
  return JSON.stringify(command);
}
