/** Optimistic changes that the room has not confirmed yet, and other state of rows that is not in the log. */
import type { Message, ReactionSummary } from "../../protocol/events/message.ts";
import type { Author } from "../../protocol/member.ts";
import { applyReaction } from "../../client/amend.ts";

/** A message outside the window that is quoted inside it; `gone` if the room no longer keeps it. */
export type Quoted = Message | "gone";

/** Pending reactions on one message by emoji: true if you add it, false if you remove it. */
export type OptimisticReactionMap = ReadonlyMap<string, boolean>;

export interface Overlay {
  /** the message that is being edited or replied to */
  readonly subject: number | undefined;
  /** messages that you deleted and can still restore */
  readonly pendingDeletes: ReadonlySet<number>;
  /** deleted messages that you restore, as they were */
  readonly restored: ReadonlyMap<number, Message>;
  readonly optimisticReactions: ReadonlyMap<number, OptimisticReactionMap>;
  readonly quoted: ReadonlyMap<number, Quoted>;
}

export const NO_OVERLAY: Overlay = {
  subject: undefined,
  pendingDeletes: new Set(),
  restored: new Map(),
  optimisticReactions: new Map(),
  quoted: new Map(),
};

/** `reactions` with the pending ones applied. Those that the room has confirmed already change nothing. */
export function applyOptimisticReactions(
  reactions: readonly ReactionSummary[],
  optimistic: OptimisticReactionMap,
  self: Author,
): readonly ReactionSummary[] {
  let result = reactions;
  for (const [emoji, on] of optimistic) {
    const before = reactions.find((reaction) => reaction.emoji === emoji);
    if ((before?.mine === true) === on) continue;
    const count = Math.max(0, (before?.count ?? 0) + (on ? 1 : -1));
    result = applyReaction(result, { emoji, on, count, from: self }, self.id);
  }
  return result;
}
