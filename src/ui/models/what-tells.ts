/** Which messages tell, and by what. */
import type { Message } from "../../protocol/events/message.ts";
import type { Author } from "../../protocol/member.ts";
import { mentionsName } from "../../text/mentions.ts";
import type { Notify } from "./choices.ts";
import type { Mute } from "./mute.ts";

/** How near a message is to the reader. */
export type Concern = "own" | "mention" | "other";

/** `answered` is the message that it replies to, where that is known. */
export function concernOf(message: Message, self: Author, answered: Message | undefined): Concern {
  if (message.from.id === self.id) return "own";
  if (answered?.from.id === self.id) return "mention";
  return mentionsName(message.text, self.name) ? "mention" : "other";
}

export interface Chosen {
  readonly notify: Notify;
  readonly sound: boolean;
  readonly mute: Mute;
}

export interface Ways {
  readonly notification: boolean;
  readonly sound: boolean;
}

const SILENT: Ways = { notification: false, sound: false };

/** By what a message tells a reader who is elsewhere. The tone follows the notifications; without any it is for all. */
export function waysToTell(concern: Concern, { notify, sound, mute }: Chosen): Ways {
  if (concern === "own" || mute.name !== "none") return SILENT;
  switch (notify) {
    case "off":
      return { notification: false, sound };
    case "mentions":
      return concern === "mention" ? { notification: true, sound } : SILENT;
    case "all":
      return { notification: true, sound };
  }
}
