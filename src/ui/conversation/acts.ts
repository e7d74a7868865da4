/** What one does to messages that were said: loaded after the page's first picture. */
import type { Timers } from "../timers.ts";
import type { Conversation } from "./conversation.ts";
import { Deleting } from "./deleting.ts";
import { Quoting } from "./quoting.ts";
import { Reacting } from "./reacting.ts";

export class Acts {
  readonly quoting: Quoting;
  readonly reacting: Reacting;
  readonly deleting: Deleting;

  constructor({ room, timeline, problems }: Conversation, timers: Timers) {
    const parts = { room, timeline, timers, onRefused: problems.show };
    this.quoting = new Quoting(room, timeline);
    this.reacting = new Reacting(parts);
    this.deleting = new Deleting(parts);
  }
}
