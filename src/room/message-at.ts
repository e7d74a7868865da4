import type { Message } from "../protocol/events/message.ts";
import type { Log } from "./store.ts";

/** The stored message `seq`, without `mine` on its reactions; undefined if that seq is not a message or no longer stored. */
export function messageAt(log: Log, seq: number): Message | undefined {
  const [event] = log.messagesBefore(seq + 1, 1, undefined).events;
  return event?.type === "message" && event.seq === seq ? event : undefined;
}
