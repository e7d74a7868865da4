import { effect } from "@preact/signals";
import type { KeyValueStorage } from "../client/api.ts";
import { Composing, type ComposingParts } from "./conversation/composing.ts";
import type { Conversation } from "./conversation/conversation.ts";
import { mentionsOf } from "./formatting.ts";
import { DraftStore } from "./models/draft-store.ts";
import { browserTimers as timers } from "./timers.ts";

/** Starts composing in a conversation. The draft is saved with the page's end and shared with the browser's other tabs. */
export function startComposing(
  conversation: Conversation,
  storage: KeyValueStorage,
  roomName: string,
): Composing {
  const { room, limits, epoch, typing, problems, timeline } = conversation;
  const draft = new DraftStore(storage, roomName);
  const mentionsInRoom: ComposingParts["mentionsOf"] = (text, chosen) =>
    mentionsOf(text, chosen, conversation.roster.peek().list);
  const composing = new Composing({
    room,
    draft,
    limits,
    epoch,
    timers,
    typing,
    mentionsOf: mentionsInRoom,
    onError: problems.show,
    onProgress: problems.clear,
  });
  effect(() => timeline.applyOverlay({ subject: composing.subject }));
  addEventListener("pagehide", () => composing.save());
  addEventListener("storage", (event) => {
    const text = draft.textFromEvent(event);
    if (text !== undefined) composing.onDraftChange(text);
  });
  return composing;
}
