/** Creates the message actions of a conversation. */
import { popReaction } from "./browser/pop-reaction.ts";
import type { Composing } from "./conversation/composing.ts";
import { MessageActions } from "./conversation/message-actions.ts";
import type { Conversation } from "./conversation/conversation.ts";
import type { Translate } from "./i18n/translate.ts";
import type { Timers } from "./timers.ts";

export interface MessageActionsParts {
  readonly conversation: Conversation;
  readonly composing: Composing;
  readonly timers: Timers;
  readonly t: Translate;
}

export function startMessageActions({
  conversation,
  composing,
  timers,
  t,
}: MessageActionsParts): MessageActions {
  return new MessageActions(conversation, timers, {
    onReacted: popReaction,
    onUndoFailed(message) {
      composing.takeText(message);
      conversation.problems.showMessage(t("undoFailed"));
    },
  });
}
