/** Which messages notify the reader, and through which channels. */
import type { Message } from "../../protocol/events/message.ts";
import type { Author } from "../../protocol/member.ts";
import type { MentionNames } from "../../text/mentions.ts";
import { mayMention, mentionsMember, parseMessage } from "./message-mentions.ts";
import type { NotifyLevel } from "./preferences.ts";
import type { Mute } from "./mute.ts";

/** How a message concerns the reader. */
export type Relevance = "own" | "mention" | "other";

export interface RelevanceContext {
  /** the message that this one replies to, where that is known */
  readonly repliedTo: Message | undefined;
  /** the names that the reader knows */
  readonly names: MentionNames;
}

/** How `message` concerns `self`: a reply to their own message counts as a mention. */
export function relevanceOf(
  message: Message,
  self: Author,
  { repliedTo, names }: RelevanceContext,
): Relevance {
  if (message.from.id === self.id) return "own";
  if (repliedTo?.from.id === self.id) return "mention";
  return mayMention(message.text) && mentionsMember(parseMessage(message, names), self) ? "mention" : "other";
}

export interface NotificationPreferences {
  readonly notify: NotifyLevel;
  readonly sound: boolean;
  readonly mute: Mute;
}

export interface NotificationChannels {
  readonly notification: boolean;
  readonly sound: boolean;
}

const NO_CHANNELS: NotificationChannels = { notification: false, sound: false };

/** The channels for a reader whose page is in the background. With notifications off, the sound is for every message. */
export function notificationChannels(
  relevance: Relevance,
  { notify, sound, mute }: NotificationPreferences,
): NotificationChannels {
  if (relevance === "own" || mute.name !== "none") return NO_CHANNELS;
  switch (notify) {
    case "off":
      return { notification: false, sound };
    case "mentions":
      return relevance === "mention" ? { notification: true, sound } : NO_CHANNELS;
    case "all":
      return { notification: true, sound };
  }
}
