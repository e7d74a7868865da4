/** Encodes events and commands as JSON. An event is encoded once, whatever the number of its recipients. */
import type { Command } from "./commands.ts";
import type { RoomEvent } from "./events.ts";

/** The JSON of one event: a frame by itself, or a part of one from {@link joinEncoded}. */
export function encodeEvent(event: RoomEvent): string {
  return JSON.stringify(event);
}

/** One frame with events that are encoded already: the event itself, or an array of several (SPEC EVT-1). */
export function joinEncoded(encoded: readonly string[]): string {
  const [first] = encoded;
  return encoded.length === 1 && first !== undefined ? first : `[${encoded.join(",")}]`;
}

/** The frame of one command. */
export function encodeCommand(command: Command): string {
  return JSON.stringify(command);
}
