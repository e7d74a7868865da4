/** Where in the window the news begins. */
import type { Message } from "../../protocol/events/message.ts";

export interface FirstUnreadSources {
  /** oldest first */
  readonly messages: readonly Message[];
  /** true if there are messages before these */
  readonly older: boolean;
  /** the id of who reads: what they said themselves is no news to them */
  readonly self: string | undefined;
  /** the last message they have read; undefined if nothing is news */
  readonly readUpTo: number | undefined;
}

/**
 * The seq of the first message that is news; undefined if there is none, or if it is not in this window: news that
 * begins before the first message here does not begin here.
 */
export function firstUnreadSeq({ messages, older, self, readUpTo }: FirstUnreadSources): number | undefined {
  if (readUpTo === undefined) return undefined;
  const first = messages[0]?.seq ?? 0;
  if (older && first > readUpTo) return undefined;
  const index = messages.findIndex(({ seq, from }) => seq > readUpTo && from.id !== self);
  return messages[index]?.seq;
}
