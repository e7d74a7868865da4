/** The page goes to the message that its address names, when it is opened and whenever the address changes. */
import { effect } from "@preact/signals";
import type { Conversation } from "../conversation/conversation.ts";
import { linkedSeq } from "../models/message-link.ts";

export function watchLocationHash(conversation: Conversation): void {
  const openLinkedMessage = (): void => {
    const seq = linkedSeq(location.hash);
    if (seq !== undefined) void conversation.goTo(seq);
  };
  addEventListener("hashchange", openLinkedMessage);
  const stop = effect(() => {
    if (!conversation.joined.value) return;
    // Not within this effect: going elsewhere changes what it depends on.
    queueMicrotask(() => {
      stop();
      openLinkedMessage();
    });
  });
}
