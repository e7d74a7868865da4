/** What one can do to messages, ready to be done. */
import { beforeLeaving } from "./browser/before-leaving.ts";
import { Acts } from "./conversation/acts.ts";
import type { Conversation } from "./conversation/conversation.ts";
import type { Timers } from "./timers.ts";

export function startActs(conversation: Conversation, timers: Timers): Acts {
  const acts = new Acts(conversation, timers);
  beforeLeaving(() => acts.deleting.flush());
  return acts;
}
