/** Loads what one can do to messages, once; where that failed, the next call tries again. */
import type { Acts } from "./conversation/acts.ts";
import type { Conversation } from "./conversation/conversation.ts";
import type { Timers } from "./timers.ts";

export function actsLoader(conversation: Conversation, timers: Timers): () => Promise<Acts> {
  let acts: Promise<Acts> | undefined;

  async function load(): Promise<Acts> {
    try {
      const { startActs } = await import("./start-acts.ts");
      return startActs(conversation, timers);
    } catch (reason) {
      acts = undefined;
      throw reason;
    }
  }

  return () => (acts ??= load());
}
