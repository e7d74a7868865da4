/** Messages as a list that needs no script: names, times in UTC, days, what was replied to. */
import { html } from "hono/html";
import type { Message } from "../../protocol/events/message.ts";
import { parseMarkdown } from "../../text/markdown.ts";
import { plainTextOf } from "../../text/markdown-tree.ts";
import type { Html } from "./layout.ts";
import { markedText, textDirection } from "./marked.ts";
import { PLAIN_STRINGS } from "./plain-strings.ts";
import type { Direction, Language } from "./strings.ts";

interface Reading {
  readonly language: Language;
  readonly direction: Direction;
  /** what a quote is taken from */
  readonly bySeq: ReadonlyMap<number, Message>;
}

const QUOTE_CHARACTERS = 140;

/** The regions whose digits and order of a date the pages' own words are written in. */
const LOCALES: Readonly<Record<Language, string>> = { en: "en-GB", ar: "ar-EG" };

export function plainMessages(
  messages: readonly Message[],
  language: Language,
  direction: Direction,
): readonly Html[] {
  const reading: Reading = {
    language,
    direction,
    bySeq: new Map(messages.map((message) => [message.seq, message])),
  };
  return messages.map((message, index) => {
    const before = messages[index - 1];
    const isNewDay = before === undefined || isoDay(before.at) !== isoDay(message.at);
    return html`${isNewDay ? dayLine(message.at, language) : ""}${messageItem(message, reading)}`;
  });
}

function dayLine(at: number, language: Language): Html {
  const day = new Intl.DateTimeFormat(LOCALES[language], { dateStyle: "full", timeZone: "UTC" });
  return html`<li class="day"><time datetime="${isoDay(at)}">${day.format(at)}</time></li>`;
}

function messageItem(message: Message, reading: Reading): Html {
  const { seq, from, at, editedAt, deleted } = message;
  const say = PLAIN_STRINGS[reading.language];
  return html`<li class="message" id="${seq}">
    <p class="byline"><bdi class="author">${from.name}</bdi> ${time(at, reading.language)}</p>
    ${message.replyTo === undefined ? "" : quote(message.replyTo, reading)}
    ${
      deleted === true
        ? html`<p class="text deleted">${say.deleted}</p>`
        : markedText(message.text, reading.direction)
    }
    ${editedAt === undefined || deleted === true ? "" : html`<p class="edited">${say.edited}</p>`}
    ${reactions(message, reading.language)}
  </li>`;
}

function time(at: number, language: Language): Html {
  const locale = LOCALES[language];
  const short = new Intl.DateTimeFormat(locale, {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: "UTC",
  });
  const full = new Intl.DateTimeFormat(locale, {
    dateStyle: "full",
    timeStyle: "long",
    hourCycle: "h23",
    timeZone: "UTC",
  });
  return html`<time datetime="${new Date(at).toISOString()}" title="${full.format(at)}"
    >${short.format(at)}</time
  >`;
}

/** Who is replied to, and the start of what they said, where this page has it. */
function quote(seq: number, { language, direction, bySeq }: Reading): Html {
  const say = PLAIN_STRINGS[language];
  const replied = bySeq.get(seq);
  if (replied === undefined) return html`<p class="quote">${say.replyUnknown}</p>`;
  const start =
    replied.deleted === true
      ? say.deleted
      : plainTextOf(parseMarkdown(replied.text)).slice(0, QUOTE_CHARACTERS);
  return html`<a class="quote" href="#${seq}">
    <bdi class="quote-name">${say.replyTo(replied.from.name)}</bdi>
    <span class="quote-text" dir="${textDirection(start, direction)}">${start}</span>
  </a>`;
}

function reactions({ reactions = [] }: Message, language: Language): Html | "" {
  if (reactions.length === 0) return "";
  const number = new Intl.NumberFormat(LOCALES[language]);
  return html`<ul class="reactions" aria-label="${PLAIN_STRINGS[language].reactions}">
    ${reactions.map(({ emoji, count }) => html`<li>${emoji} ${number.format(count)}</li>`)}
  </ul>`;
}

function isoDay(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
