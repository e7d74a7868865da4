/** The names that texts may mention in a conversation: the reader's own and those of the members present. */
import { computed, type ReadonlySignal } from "@preact/signals";
import type { MentionNames } from "../../text/mentions.ts";
import { knownNames } from "../models/message-mentions.ts";
import type { Conversation } from "./conversation.ts";

const signals = new WeakMap<Conversation, ReadonlySignal<MentionNames>>();

/** The names known now. The value changes only if a name does, not with each change of the roster. */
export function namesKnownIn(conversation: Conversation): ReadonlySignal<MentionNames> {
  const existing = signals.get(conversation);
  if (existing !== undefined) return existing;
  const key = computed(() =>
    JSON.stringify([
      conversation.self.value?.name,
      ...conversation.roster.value.list.map(({ name }) => name),
    ]),
  );
  const names = computed(() => {
    void key.value;
    return knownNames(conversation.self.peek(), conversation.roster.peek().list);
  });
  signals.set(conversation, names);
  return names;
}
