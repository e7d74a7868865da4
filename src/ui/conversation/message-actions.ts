/** The actions on messages, loaded after the first paint. */
import type { Message } from "../../protocol/events/message.ts";
import type { Timers } from "../timers.ts";
import type { Conversation } from "./conversation.ts";
import { PendingDeletes } from "./pending-deletes.ts";
import { QuoteLoader } from "./quote-loader.ts";
import { OptimisticReactions } from "./optimistic-reactions.ts";

export interface MessageActionsListeners {
  /** called when you added a reaction, before it is stored */
  readonly onReacted: (seq: number, emoji: string) => void;
  /** called with a message whose deletion could not be undone */
  readonly onUndoFailed: (message: Message) => void;
}

export class MessageActions {
  readonly quotes: QuoteLoader;
  readonly reactions: OptimisticReactions;
  readonly deletes: PendingDeletes;

  constructor(
    { room, timeline, problems }: Conversation,
    timers: Timers,
    { onReacted, onUndoFailed }: MessageActionsListeners,
  ) {
    const parts = { room, timeline, timers, onError: problems.show };
    this.quotes = new QuoteLoader(room, timeline, timers);
    this.reactions = new OptimisticReactions({ ...parts, onReacted });
    this.deletes = new PendingDeletes({ ...parts, onUndoFailed });
  }
}
