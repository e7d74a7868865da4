/** Creates the message actions of a conversation. */
import { onPageHide } from "./browser/on-page-hide.ts";
import { MessageActions } from "./conversation/message-actions.ts";
import type { Conversation } from "./conversation/conversation.ts";
import type { Timers } from "./timers.ts";

export function startMessageActions(conversation: Conversation, timers: Timers): MessageActions {
  const actions = new MessageActions(conversation, timers);
  onPageHide(() => actions.deletes.flush());
  return actions;
}
