import type { Message } from "../../protocol/events/message.ts";
import { roomPath } from "../models/room-path.ts";

/**
 * What a room has at `seq`, without joining it (SPEC HTTP-3); undefined if there is no such message.
 *
 * @throws Error if the room cannot be asked
 */
export async function fetchMessage(room: string, seq: number): Promise<Message | undefined> {
  const response = await fetch(`${roomPath(room)}/messages?before=${seq + 1}&limit=1`);
  if (!response.ok) throw new Error(`status ${response.status}`);
  const { events } = (await response.json()) as { readonly events: readonly Message[] };
  return events.find((message) => message.seq === seq);
}
