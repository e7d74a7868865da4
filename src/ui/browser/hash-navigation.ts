/** Scrolls to the message in the URL's fragment, initially and on `hashchange`. */
import { effect } from "@preact/signals";
import type { Conversation } from "../conversation/conversation.ts";
import { linkedSeq } from "../models/message-link.ts";

/** Starts watching the fragment, for as long as the page lives. */
export function watchLocationHash(conversation: Conversation): void {
  const openLinkedMessage = (): void => {
    const seq = linkedSeq(location.hash);
    if (seq !== undefined) void conversation.goTo(seq);
  };
  addEventListener("hashchange", openLinkedMessage);
  const stop = effect(() => {
    if (!conversation.joined.value) return;
    // Outside this effect: navigation changes signals that it depends on.
    queueMicrotask(() => {
      stop();
      openLinkedMessage();
    });
  });
}
