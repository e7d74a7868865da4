/** Renders a message's markdown as HTML. hono's `html` escapes every text. */
import { html } from "hono/html";
import type { Direction } from "../../locales/shape.ts";
import type { Message } from "../../protocol/events/message.ts";
import { exhaustive } from "../../text/exhaustive.ts";
import { linkParts, type LinkPart } from "../../text/link-text.ts";
import { parseMarkdown } from "../../text/markdown.ts";
import type { Block, Inline, ListItem } from "../../text/markdown-tree.ts";
import { MentionNames } from "../../text/mentions.ts";
import { isPlain } from "../../text/plain-markdown.ts";
import { withBreaks } from "./break-address.ts";
import type { Html } from "./layout.ts";

const LETTER = /\p{L}/u;

/** A text without letters has the direction of the page: `dir=auto` would make it left-to-right. */
export function textDirection(text: string, pageDirection: Direction): "auto" | Direction {
  return LETTER.test(text) ? "auto" : pageDirection;
}

/** The text of a message as HTML. */
export function markdownHtml(
  { text, mentions = [] }: Pick<Message, "text" | "mentions">,
  direction: Direction,
): Html {
  if (isPlain(text)) return typedHtml(text, direction);
  const parsed = parseMarkdown(text, [new MentionNames(mentions)]);
  const paragraph = singleParagraph(parsed);
  if (paragraph === undefined) return html`<div class="text blocks">${blocksHtml(parsed, direction)}</div>`;
  return html`<p class="text" dir="${inlineDirection(paragraph, direction)}">${inlinesHtml(paragraph)}</p>`;
}

/** A text as it was typed. */
export function typedHtml(text: string, direction: Direction): Html {
  return html`<p class="text" dir="${textDirection(text, direction)}">${text}</p>`;
}

function singleParagraph(nodes: readonly Block[]): readonly Inline[] | undefined {
  const [first] = nodes;
  return nodes.length === 1 && first?.kind === "paragraph" ? first.children : undefined;
}

function blocksHtml(nodes: readonly Block[], direction: Direction): Html[] {
  return nodes.map((block) => blockHtml(block, direction));
}

function blockHtml(block: Block, direction: Direction): Html {
  switch (block.kind) {
    case "paragraph":
      return html`<p dir="${inlineDirection(block.children, direction)}">${inlinesHtml(block.children)}</p>`;
    case "fence":
      // A scrollable block must be focusable by keyboard.
      return html`<pre dir="ltr" tabindex="0"><code>${block.text}</code></pre>`;
    case "quote": {
      const paragraph = singleParagraph(block.children);
      if (paragraph === undefined)
        return html`<blockquote>${blocksHtml(block.children, direction)}</blockquote>`;
      // On one line: white space inside the element would be shown.
      const dir = inlineDirection(paragraph, direction);
      return html`<blockquote dir="${dir}">${inlinesHtml(paragraph)}</blockquote>`;
    }
    case "list":
      return listHtml(block.items, direction);
    default:
      return exhaustive(block);
  }
}

/** List numbers are shown as they were typed. */
function listHtml(items: readonly ListItem[], direction: Direction): Html {
  const dir = inlineDirection(
    items.flatMap(({ children }) => children),
    direction,
  );
  return html`<ul dir="${dir}">
    ${items.map(
      ({ number, children }) =>
        html`<li class="${number === "" ? "bullet" : "typed-number"}">
          ${number === "" ? "" : `${number} `}${inlinesHtml(children)}
        </li>`,
    )}
  </ul>`;
}

function inlinesHtml(nodes: readonly Inline[]): Html[] {
  return nodes.map(inlineHtml);
}

function inlineHtml(inline: Inline): Html {
  switch (inline.kind) {
    case "text":
      return html`${inline.text}`;
    case "bold":
      return html`<strong>${inlinesHtml(inline.children)}</strong>`;
    case "italic":
      return html`<em>${inlinesHtml(inline.children)}</em>`;
    case "strike":
      return html`<s>${inlinesHtml(inline.children)}</s>`;
    case "code":
      return html`<code dir="ltr">${inline.text}</code>`;
    case "link":
      return html`<a
        href="${inline.href}"
        title="${inline.text}"
        dir="ltr"
        rel="noopener noreferrer nofollow ugc"
        >${inline.href.startsWith("mailto:") ? inline.text : linkParts(inline.text).map(linkPartHtml)}</a
      >`;
    case "mention":
      return html`<bdi class="mention">${inline.text}</bdi>`;
    default:
      return exhaustive(inline);
  }
}

function linkPartHtml({ kind, text }: LinkPart): Html {
  return html`<span class="link-${kind}">${kind === "hidden" ? text : withBreaks(text)}</span>`;
}

/** Links, code and mentions do not count: they set a direction of their own. */
function inlineDirection(nodes: readonly Inline[], direction: Direction): "auto" | Direction {
  return nodes.some(hasLetter) ? "auto" : direction;
}

function hasLetter(inline: Inline): boolean {
  if ("children" in inline) return inline.children.some(hasLetter);
  return inline.kind === "text" && LETTER.test(inline.text);
}
