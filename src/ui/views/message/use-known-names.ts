/** The names that a text is parsed with: those that are known when it is drawn, then, throttled, those that change. */
import { effect, useSignal, type ReadonlySignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { MentionNames } from "../../../text/mentions.ts";
import { whenIdle } from "../../browser/when-idle.ts";
import type { Conversation } from "../../conversation/conversation.ts";
import { namesKnownIn } from "../../conversation/known-names.ts";
import { throttledSignal } from "../../conversation/throttled-signal.ts";
import { browserTimers } from "../../timers.ts";
import { useRoom } from "../context.ts";

/** A member may change their name ten times a second, and to read all texts of a page again can take a phone a second. */
const INTERVAL_MS = 5_000;

const throttledNames = new WeakMap<Conversation, ReadonlySignal<MentionNames>>();

/** Each text is read again in a task of its own. */
export function useKnownNames({ isReadOnce }: { readonly isReadOnce: boolean }): MentionNames {
  const { conversation } = useRoom();
  const known = namesKnownIn(conversation);
  const names = useSignal(known.peek());
  useEffect(() => {
    const changes = changesOf(conversation);
    let before = changes.peek();
    if (isReadOnce) return undefined;
    return effect(() => {
      if (changes.value === before) return;
      before = changes.value;
      whenIdle(() => (names.value = known.peek()));
    });
  }, [conversation, isReadOnce]);
  return isReadOnce ? known.peek() : names.value;
}

function changesOf(conversation: Conversation): ReadonlySignal<MentionNames> {
  const changes =
    throttledNames.get(conversation) ??
    throttledSignal(namesKnownIn(conversation), INTERVAL_MS, browserTimers);
  throttledNames.set(conversation, changes);
  return changes;
}
