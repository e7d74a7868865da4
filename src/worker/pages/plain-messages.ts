/** The message list of the plain page: names, times in UTC, day separators, quotes, reactions. */
import { html } from "hono/html";
import type { Language } from "../../locales/languages-info.ts";
import { pageLocale } from "../page-locale.ts";
import type { Message } from "../../protocol/events/message.ts";
import type { Author } from "../../protocol/member.ts";
import { excerpt } from "../../text/excerpt.ts";
import { isPlain } from "../../text/plain-markdown.ts";
import { sizeOf } from "../../text/text-size.ts";
import type { Html } from "./layout.ts";
import { pageText } from "./page-text.ts";
import { markdownHtml, textDirection, typedHtml } from "./markdown-html.ts";
import { plainFormats, type PlainFormats } from "./plain-formats.ts";

interface RenderContext {
  readonly language: Language;
  readonly formats: PlainFormats;
  /** where quotes are looked up */
  readonly bySeq: ReadonlyMap<number, Message>;
  /** those whose markup is rendered */
  readonly formatted: ReadonlySet<Message>;
}

const MAX_QUOTE_CHARACTERS = 140;

/**
 * The markup of so many UTF-16 units is rendered, of the newest messages first. To render all of a page that is made to be
 * slow takes 140 ms, and makes 3 MB of HTML.
 */
const MAX_FORMATTED_UNITS = 20_000;
/** A shorter text is formatted in any case, and does not count. */
const SHORT_UNITS = 200;

export function plainMessages(messages: readonly Message[], language: Language): readonly Html[] {
  const context: RenderContext = {
    language,
    formats: plainFormats(language),
    bySeq: new Map(messages.map((message) => [message.seq, message])),
    formatted: formattedMessages(messages),
  };
  return messages.map((message, index) => {
    const before = messages[index - 1];
    const isNewDay = before === undefined || isoDay(before.at) !== isoDay(message.at);
    return html`${isNewDay ? daySeparator(message.at, context) : ""}${messageItem(message, context)}`;
  });
}

function formattedMessages(messages: readonly Message[]): ReadonlySet<Message> {
  let units = 0;
  const formatted = messages.toReversed().filter(({ text }) => {
    if (text.length <= SHORT_UNITS || isPlain(text)) return true;
    if (units + text.length > MAX_FORMATTED_UNITS) return false;
    units += text.length;
    return true;
  });
  return new Set(formatted);
}

function daySeparator(at: number, { formats }: RenderContext): Html {
  return html`<li class="separator"><time datetime="${isoDay(at)}">${formats.day.format(at)}</time></li>`;
}

function messageItem(message: Message, context: RenderContext): Html {
  const { seq, from, at, editedAt, deleted } = message;
  const { shared: strings } = pageLocale(context.language);
  return html`<li class="message" id="${seq}">
    <p class="byline">
      <bdi class="author">${from.name}</bdi>
      ${authorMark(from, context.language)}${timeHtml(at, context)}
    </p>
    ${message.replyTo === undefined ? "" : quoteHtml(message.replyTo, context)}
    ${
      deleted === true
        ? html`<p class="text deleted">${strings.deleted}</p>`
        : html`${textHtml(message, context)}${foldToggle(message.text, context.language)}`
    }
    ${editedAt === undefined || deleted === true ? "" : html`<p class="edited">${strings.edited}</p>`}
    ${reactions(message, context)}
  </li>`;
}

function textHtml(message: Message, { language, formatted }: RenderContext): Html {
  const { direction } = pageLocale(language);
  return formatted.has(message) ? markdownHtml(message, direction) : typedHtml(message.text, direction);
}

/** A program's messages are marked, so that none passes for a person's, and those of members for whom a site vouches. */
function authorMark({ via, vouched }: Author, language: Language): Html | "" {
  const { shared } = pageLocale(language);
  if (vouched === true) return html`<span class="vouched" role="img" title="${shared.vouched}">✓</span> `;
  return via === undefined ? "" : html`<span class="bot">${shared.bot}</span> `;
}

/** After a text that is higher than the view: the styles fold it unless this is open. */
function foldToggle(text: string, language: Language): Html | "" {
  if (sizeOf(text) !== "far") return "";
  const { showMore, showLess } = pageLocale(language).plain;
  return html`<details class="unfold">
    <summary><span class="more">${showMore}</span><span class="less">${showLess}</span></summary>
  </details>`;
}

function timeHtml(at: number, { formats }: RenderContext): Html {
  return html`<time datetime="${new Date(at).toISOString()}" title="${formats.dateTime.format(at)}"
    >${formats.time.format(at)}</time
  >`;
}

/** The author and start of the message that is replied to, if it is on this page. */
function quoteHtml(seq: number, { language, bySeq }: RenderContext): Html {
  const { direction, shared: strings } = pageLocale(language);
  const original = bySeq.get(seq);
  if (original === undefined) return html`<p class="quote">${strings.replyUnknown}</p>`;
  const quoted = original.deleted === true ? strings.deleted : excerpt(original.text, MAX_QUOTE_CHARACTERS);
  return html`<a class="quote" href="#${seq}">
    <bdi class="quote-name">${pageText(language, strings.replyTo, { name: original.from.name })}</bdi>
    <span class="quote-text" dir="${textDirection(quoted, direction)}">${quoted}</span>
  </a>`;
}

function reactions({ reactions = [] }: Message, { language, formats }: RenderContext): Html | "" {
  if (reactions.length === 0) return "";
  return html`<ul class="reactions" aria-label="${pageLocale(language).shared.reactions}">
    ${reactions.map(({ emoji, count }) => html`<li>${emoji} ${formats.number.format(count)}</li>`)}
  </ul>`;
}

function isoDay(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
