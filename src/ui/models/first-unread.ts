/** Finds the first unread message in the window. */
import type { Message } from "../../protocol/events/message.ts";

export interface FirstUnreadSources {
  /** oldest first */
  readonly messages: readonly Message[];
  /** true if there are messages before these */
  readonly older: boolean;
  /** the reader's id: their own messages are never unread */
  readonly self: string | undefined;
  /** the last message they have read; undefined if nothing is unread */
  readonly readUpTo: number | undefined;
}

/**
 * The seq of the first unread message; undefined if there is none, or if it is before this window.
 */
export function firstUnreadSeq({ messages, older, self, readUpTo }: FirstUnreadSources): number | undefined {
  if (readUpTo === undefined) return undefined;
  const first = messages[0]?.seq ?? 0;
  if (older && first > readUpTo) return undefined;
  const index = messages.findIndex(({ seq, from }) => seq > readUpTo && from.id !== self);
  return messages[index]?.seq;
}
