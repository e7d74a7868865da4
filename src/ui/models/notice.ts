/** What one notification says: of many messages that came together, the one that concerns the reader most. */
import type { Message } from "../../protocol/events/message.ts";
import { parseMarkdown } from "../../text/markdown.ts";
import { plainTextOf } from "../../text/markdown-tree.ts";
import type { Translate } from "../i18n/translate.ts";
import type { Concern, Ways } from "./what-tells.ts";

/** Systems show a few lines; what is beyond these characters is seen on the page. */
const MAX_CHARACTERS = 280;

export interface ToldMessage {
  readonly message: Message;
  readonly concern: Concern;
  readonly ways: Ways;
}

export interface Notice {
  readonly title: string;
  readonly body: string;
  /** the message that a press leads to */
  readonly seq: number;
}

/** `told` is not empty, oldest first. */
export function noticeOf(told: readonly ToldMessage[], room: string, t: Translate): Notice | undefined {
  const shown = told.findLast(({ concern }) => concern === "mention") ?? told.at(-1);
  if (shown === undefined) return undefined;
  const { message, concern } = shown;
  const { name } = message.from;
  const text = shorten(plainTextOf(parseMarkdown(message.text)));
  if (concern === "mention")
    return { title: t("toldMentionBy", { name, room }), body: text, seq: message.seq };
  if (told.length === 1) return { title: t("toldBy", { name, room }), body: text, seq: message.seq };
  return {
    title: t("toldMany", { count: told.length, room }),
    body: t("saidBy", { name, text }),
    seq: message.seq,
  };
}

/** Cut between characters as a reader sees them. */
function shorten(text: string): string {
  if (text.length <= MAX_CHARACTERS) return text;
  const end = new Intl.Segmenter().segment(text).containing(MAX_CHARACTERS)?.index ?? MAX_CHARACTERS;
  return `${text.slice(0, end)}…`;
}
