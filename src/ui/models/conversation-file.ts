/** A conversation as a file, for people or for programs. */
import type { Message } from "../../protocol/events/message.ts";
import { plainMessageText } from "../../text/excerpt.ts";
import { shownName } from "../../text/lines.ts";
import { truncate } from "../../text/truncate.ts";
import type { Formats } from "../i18n/formats.ts";
import type { Translate } from "../i18n/translate.ts";

export const FILE_FORMATS = ["text", "json"] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

const EXTENSIONS = { text: "txt", json: "jsonl" } as const satisfies Record<FileFormat, string>;
const MEDIA_TYPES = {
  text: "text/plain;charset=utf-8",
  json: "application/jsonl",
} as const satisfies Record<FileFormat, string>;
const MAX_QUOTE_UNITS = 100;

export interface FileContext {
  readonly room: string;
  /** of the room */
  readonly url: string;
  /** ms since 1970 */
  readonly now: number;
  readonly t: Translate;
  readonly formats: Formats;
}

export interface ConversationFile {
  /** `tea-2026-11-29.txt`, by the local date */
  readonly name: string;
  readonly mediaType: string;
  readonly content: string;
}

/** @param messages oldest first */
export function conversationFile(
  messages: readonly Message[],
  format: FileFormat,
  context: FileContext,
): ConversationFile {
  const { room, now } = context;
  return {
    name: `${room}-${localDate(now)}.${EXTENSIONS[format]}`,
    mediaType: MEDIA_TYPES[format],
    content: format === "text" ? toText(messages, context) : toJsonLines(messages),
  };
}

/** A line for each message, as the room sends it (SPEC LOG). */
function toJsonLines(messages: readonly Message[]): string {
  return messages.map((message) => `${JSON.stringify(message)}\n`).join("");
}

/**
 * A heading for each day, then each message: author and time on a line of their own, so that every line of a text has its
 * own direction, whatever its author's name is written in.
 */
function toText(messages: readonly Message[], context: FileContext): string {
  const { room, url, formats } = context;
  const bySeq = new Map(messages.map((message) => [message.seq, message]));
  const blocks = [`${room}\n${url}`];
  let day = "";
  for (const message of messages) {
    const date = formats.date(message.at);
    if (date !== day) blocks.push(`## ${date}`);
    day = date;
    blocks.push(messageBlock(message, bySeq, context));
  }
  return `${blocks.join("\n\n")}\n`;
}

function messageBlock(
  message: Message,
  bySeq: ReadonlyMap<number, Message>,
  { t, formats }: FileContext,
): string {
  const { at, from, text, replyTo, editedAt, deleted, reactions = [] } = message;
  const byline = [shownName(from), formats.time(at), ...(editedAt === undefined ? [] : [t("edited")])].join(
    " · ",
  );
  if (deleted === true) return `${byline}\n${t("deleted")}`;
  const original = replyTo === undefined ? undefined : bySeq.get(replyTo);
  const lines = [byline];
  if (original !== undefined) lines.push(`> ${shownName(original.from)}: ${quoteOf(original, t)}`);
  lines.push(text);
  if (reactions.length > 0)
    lines.push(reactions.map(({ emoji, count }) => `${emoji} ${formats.number(count)}`).join("  "));
  return lines.join("\n");
}

function quoteOf({ text, deleted }: Message, t: Translate): string {
  if (deleted === true) return t("deleted");
  return truncate(plainMessageText(text).replaceAll(/\s+/gu, " "), MAX_QUOTE_UNITS);
}

/** The local date (ISO 8601). */
function localDate(at: number): string {
  const date = new Date(at);
  const twoDigits = (value: number) => String(value).padStart(2, "0");
  return `${date.getFullYear()}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())}`;
}
