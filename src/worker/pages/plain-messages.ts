/** The message list of the plain page: names, times in UTC, day separators, quotes, reactions. */
import { html } from "hono/html";
import { LOCALES, type Language } from "../../locales/languages.ts";
import type { Message } from "../../protocol/events/message.ts";
import { excerpt } from "../../text/excerpt.ts";
import type { Html } from "./layout.ts";
import { pageText } from "./page-text.ts";
import { markdownHtml, textDirection } from "./markdown-html.ts";

interface RenderContext {
  readonly language: Language;
  /** where quotes are looked up */
  readonly bySeq: ReadonlyMap<number, Message>;
}

const MAX_QUOTE_CHARACTERS = 140;

export function plainMessages(messages: readonly Message[], language: Language): readonly Html[] {
  const context: RenderContext = {
    language,
    bySeq: new Map(messages.map((message) => [message.seq, message])),
  };
  return messages.map((message, index) => {
    const before = messages[index - 1];
    const isNewDay = before === undefined || isoDay(before.at) !== isoDay(message.at);
    return html`${isNewDay ? daySeparator(message.at, language) : ""}${messageItem(message, context)}`;
  });
}

function daySeparator(at: number, language: Language): Html {
  const day = new Intl.DateTimeFormat(LOCALES[language].region, { dateStyle: "full", timeZone: "UTC" });
  return html`<li class="separator"><time datetime="${isoDay(at)}">${day.format(at)}</time></li>`;
}

function messageItem(message: Message, context: RenderContext): Html {
  const { seq, from, at, editedAt, deleted } = message;
  const { direction, room: strings } = LOCALES[context.language];
  return html`<li class="message" id="${seq}">
    <p class="byline"><bdi class="author">${from.name}</bdi> ${timeHtml(at, context.language)}</p>
    ${message.replyTo === undefined ? "" : quoteHtml(message.replyTo, context)}
    ${
      deleted === true
        ? html`<p class="text deleted">${strings.deleted}</p>`
        : markdownHtml(message, direction)
    }
    ${editedAt === undefined || deleted === true ? "" : html`<p class="edited">${strings.edited}</p>`}
    ${reactions(message, context.language)}
  </li>`;
}

function timeHtml(at: number, language: Language): Html {
  const locale = LOCALES[language].region;
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

/** The author and start of the message that is replied to, if it is on this page. */
function quoteHtml(seq: number, { language, bySeq }: RenderContext): Html {
  const { direction, room: strings } = LOCALES[language];
  const original = bySeq.get(seq);
  if (original === undefined) return html`<p class="quote">${strings.replyUnknown}</p>`;
  const quoted = original.deleted === true ? strings.deleted : excerpt(original.text, MAX_QUOTE_CHARACTERS);
  return html`<a class="quote" href="#${seq}">
    <bdi class="quote-name">${pageText(language, strings.replyTo, { name: original.from.name })}</bdi>
    <span class="quote-text" dir="${textDirection(quoted, direction)}">${quoted}</span>
  </a>`;
}

function reactions({ reactions = [] }: Message, language: Language): Html | "" {
  if (reactions.length === 0) return "";
  const number = new Intl.NumberFormat(LOCALES[language].region);
  return html`<ul class="reactions" aria-label="${LOCALES[language].room.reactions}">
    ${reactions.map(({ emoji, count }) => html`<li>${emoji} ${number.format(count)}</li>`)}
  </ul>`;
}

function isoDay(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
