/** The content of a notification: of many messages at once, the one that concerns the reader most. */
import type { Message } from "../../protocol/events/message.ts";
import { excerpt } from "../../text/excerpt.ts";
import type { Translate } from "../i18n/translate.ts";
import type { Relevance, NotificationChannels } from "./notification-policy.ts";

/** Longer texts are truncated: systems show a few lines only. */
const MAX_CHARACTERS = 280;

export interface NotifiableMessage {
  readonly message: Message;
  readonly relevance: Relevance;
  readonly channels: NotificationChannels;
}

export interface NotificationContent {
  readonly title: string;
  readonly body: string;
  /** the message that a click opens */
  readonly seq: number;
}

/** Undefined if there are no messages. They come oldest first. */
export function notificationContent(
  messages: readonly NotifiableMessage[],
  room: string,
  t: Translate,
): NotificationContent | undefined {
  const chosen = messages.findLast(({ relevance }) => relevance === "mention") ?? messages.at(-1);
  if (chosen === undefined) return undefined;
  const { message, relevance } = chosen;
  const { name } = message.from;
  const text = excerpt(message.text, MAX_CHARACTERS);
  if (relevance === "mention")
    return { title: t("notificationMention", { name, room }), body: text, seq: message.seq };
  if (messages.length === 1)
    return { title: t("notificationFrom", { name, room }), body: text, seq: message.seq };
  return {
    title: t("notificationMany", { count: messages.length, room }),
    body: t("announceMessage", { name, text }),
    seq: message.seq,
  };
}
