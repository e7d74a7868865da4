/** The actions on messages, loaded after the first paint. */
import type { Timers } from "../timers.ts";
import type { Conversation } from "./conversation.ts";
import { PendingDeletes } from "./pending-deletes.ts";
import { QuoteLoader } from "./quote-loader.ts";
import { OptimisticReactions } from "./optimistic-reactions.ts";

export class MessageActions {
  readonly quotes: QuoteLoader;
  readonly reactions: OptimisticReactions;
  readonly deletes: PendingDeletes;

  constructor({ room, timeline, problems }: Conversation, timers: Timers) {
    const parts = { room, timeline, timers, onError: problems.show };
    this.quotes = new QuoteLoader(room, timeline);
    this.reactions = new OptimisticReactions(parts);
    this.deletes = new PendingDeletes(parts);
  }
}
