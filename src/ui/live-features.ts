/**
 * What follows the others: who is typing, what screen readers announce, the messages that are kept for reading offline, and
 * what is said when something fails. Loaded beside the page's first script.
 */
import { effect } from "@preact/signals";
import { keepMessagesOffline } from "./keep-messages-offline.ts";
import { followClearing } from "./conversation/after-clear.ts";
import { followRefusal } from "./conversation/after-refusal.ts";
import { EventAnnouncer } from "./conversation/event-announcer.ts";
import { hiddenMembersOf } from "./conversation/hidden-members.ts";
import { TypingTracker } from "./conversation/typing-tracker.ts";
import { loadWithRetries } from "./load-with-retries.ts";
import { storeTitle } from "./models/room-titles.ts";
import { startNotes } from "./start-notes.tsx";
import { startWritingRules } from "./start-writing-rules.ts";
import { browserTimers as timers } from "./timers.ts";
import type { RoomContext } from "./views/context.ts";

export { describeError } from "./conversation/error-messages.ts";
export { ConnectionText } from "./views/header/connection-text.tsx";
export { SendFailed } from "./views/message/send-failed.tsx";
export { TypingText } from "./views/composer/typing-text.tsx";

/** With the features that come after these; `linkedKey` is the owner key of the page's address. */
export function startLiveFeatures(
  context: RoomContext,
  container: Element,
  linkedKey: string | undefined,
): void {
  const { conversation, loadStrings } = context;
  keepMessagesOffline(context);
  keepTitle(context);
  followRefusal(context);
  followClearing(conversation.room, context.composing);
  new TypingTracker(conversation.room, conversation.typing.names, timers).start();
  void loadWithRetries(conversation.room, loadStrings).then(() => startWithStrings(context));
  void loadWithRetries(conversation.room, () => import("./deferred-features.ts")).then(
    ({ startDeferredFeatures }) => startDeferredFeatures(context, container, linkedKey),
  );
}

/** Not in a frame, whose room is not among the recent ones. A page that was refused has no settings, and keeps none. */
function keepTitle({ conversation, page, storage }: RoomContext): void {
  if (page.view !== "page") return;
  effect(() => {
    if (conversation.joined.value) storeTitle(storage, page.room, conversation.settings.value.title);
  });
}

function startWithStrings(context: RoomContext): void {
  startAnnouncing(context);
  startNotes(context);
  startHiding(context);
  startWritingRules(context);
}

function startAnnouncing(context: RoomContext): void {
  const { conversation, composing, t } = context;
  new EventAnnouncer({
    conversation,
    t,
    timers,
    isPageVisible: () => !document.hidden,
    isHidden: (member) => hiddenMembersOf(context).has(member),
    // Not tracked: a change of it announces nothing.
    isEditing: () => composing.mode.peek().name === "edit",
  }).start();
}

function startHiding(context: RoomContext): void {
  const hidden = hiddenMembersOf(context);
  hidden.start(context.conversation.timeline);
  addEventListener("storage", hidden.load);
}
