/** Renders a markdown tree. Every text becomes a text node: there is nothing to escape. */
import type { ComponentChildren, JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Author } from "../../../protocol/member.ts";
import { parseMarkdown } from "../../../text/markdown.ts";
import type { Block, Emphasis, Inline, ListItem } from "../../../text/markdown-tree.ts";
import { AT, isMentionOf } from "../../../text/mentions.ts";
import { focusableOnOverflow } from "../../browser/focusable-on-overflow.ts";
import { directionOf } from "../../models/direction.ts";
import { mentionsMember, parseMessage, type MentioningText } from "../../models/message-mentions.ts";
import { parseListNumber } from "../../models/list-number.ts";
import { namesKnownIn } from "../../conversation/known-names.ts";
import { useRoom } from "../context.ts";
import { lazyView } from "../kit/lazy-view.tsx";

const CopyCode = lazyView(async () => (await import("./copy-code.tsx")).CopyCode);

/** A text with markdown, highlighted if it mentions you. */
export function MarkdownText(message: MentioningText): JSX.Element {
  return AT_SIGN.test(message.text) ? (
    <MentionText {...message} />
  ) : (
    <MarkdownBlocks blocks={parseMarkdown(message.text)} />
  );
}

/** In characters. A longer link is cut to one line; a shorter one may break, but not away from a bracket before it. */
const MAX_WHOLE_LINK = 42;

const AT_SIGN = new RegExp(`[${AT}]`, "u");

/** Only texts with mentions depend on names, and are rendered again when those change. */
function MentionText(message: MentioningText): JSX.Element {
  const { conversation, t } = useRoom();
  const self = conversation.self.value;
  const blocks = parseMessage(message, namesKnownIn(conversation).value);
  const mentionsYou = self !== undefined && mentionsMember(blocks, self);
  return (
    <>
      {mentionsYou && <p class="visually-hidden">{t("mentionsYou")}</p>}
      <MarkdownBlocks blocks={blocks} self={mentionsYou ? self : undefined} />
    </>
  );
}

interface Properties {
  readonly blocks: readonly Block[];
  /** you, if this text mentions you */
  readonly self?: Author | undefined;
}

function MarkdownBlocks({ blocks, self }: Properties): JSX.Element {
  const soleInlines = soleParagraph(blocks);
  const className = self === undefined ? "text" : "text mentions-you";
  if (soleInlines !== undefined)
    return (
      <div class={className} dir={directionOf(soleInlines)}>
        {inlineNodes(soleInlines, self)}
      </div>
    );
  return <div class={`${className} blocks`}>{blockNodes(blocks, self)}</div>;
}

function blockNodes(blocks: readonly Block[], self: Author | undefined): JSX.Element[] {
  return blocks.map((block, index) => <BlockNode key={index} block={block} self={self} />);
}

function BlockNode({
  block,
  self,
}: {
  readonly block: Block;
  readonly self: Author | undefined;
}): JSX.Element {
  switch (block.kind) {
    case "paragraph":
      return <p dir={directionOf(block.children)}>{inlineNodes(block.children, self)}</p>;
    case "fence":
      return <CodeBlock language={block.language} text={block.text} />;
    case "quote": {
      // `dir=auto` ignores children with a `dir` of their own (HTML).
      const soleInlines = soleParagraph(block.children);
      return (
        <blockquote dir={soleInlines && directionOf(soleInlines)}>
          {soleInlines === undefined ? blockNodes(block.children, self) : inlineNodes(soleInlines, self)}
        </blockquote>
      );
    }
    case "list":
      return <List items={block.items} self={self} />;
  }
}

function CodeBlock({ language, text }: Omit<Extract<Block, { kind: "fence" }>, "kind">): JSX.Element {
  const pre = useRef<HTMLPreElement>(null);
  useLayoutEffect(() => (pre.current === null ? undefined : focusableOnOverflow(pre.current)), [text]);
  return (
    <div class="code" dir="ltr">
      <pre ref={pre} data-language={language === "" ? undefined : language}>
        <code>{text}</code>
      </pre>
      <CopyCode text={text} />
    </div>
  );
}

interface ListProperties {
  readonly items: readonly ListItem[];
  readonly self: Author | undefined;
}

function List({ items, self }: ListProperties): JSX.Element {
  const dir = directionOf(items.flatMap(({ children }) => children));
  const Tag = items.some(({ number }) => number !== "") ? "ol" : "ul";
  return (
    <Tag dir={dir}>
      {items.map(({ number, children }, index) => (
        <li
          key={index}
          class={listItemClass(number)}
          value={number === "" ? undefined : parseListNumber(number)}
          data-marker={number === "" ? "-" : number}
        >
          {inlineNodes(children, self)}
        </li>
      ))}
    </Tag>
  );
}

function listItemClass(number: string): string {
  if (number === "") return "bullet";
  return /^[\u0660-\u0669]/u.test(number) ? "arabic-number" : "number";
}

const TAGS = { bold: "strong", italic: "em", strike: "s" } as const satisfies Record<Emphasis, string>;

function inlineNodes(inlines: readonly Inline[], self: Author | undefined): ComponentChildren {
  return inlines.map((inline, index) => inlineNode(inline, index, self));
}

function inlineNode(inline: Inline, key: number, self: Author | undefined): JSX.Element | string {
  switch (inline.kind) {
    case "text":
      return inline.text;
    case "bold":
    case "italic":
    case "strike": {
      const Tag = TAGS[inline.kind];
      return <Tag key={key}>{inlineNodes(inline.children, self)}</Tag>;
    }
    case "code":
      return (
        <code key={key} dir="ltr">
          {codeNodes(inline.text)}
        </code>
      );
    case "link":
      return (
        <a
          key={key}
          class={inline.text.length > MAX_WHOLE_LINK ? "cut" : undefined}
          href={inline.href}
          title={inline.text}
          dir="ltr"
          target={inline.href.startsWith("mailto:") ? undefined : "_blank"}
          rel="noopener noreferrer nofollow ugc"
          tabIndex={-1}
        >
          {inline.text}
        </a>
      );
    case "mention":
      return (
        <bdi key={key} class={self !== undefined && isMentionOf(inline, self) ? "mention you" : "mention"}>
          {inline.text}
        </bdi>
      );
  }
}

/** Browsers break lines after hyphens: in code, `--dry-run` is one word. */
function codeNodes(text: string): ComponentChildren {
  if (!text.includes("-")) return text;
  return text.split(/(\s+)/u).map((word, index) =>
    word.includes("-") ? (
      <span key={index} class="code-word">
        {word}
      </span>
    ) : (
      word
    ),
  );
}

function soleParagraph(blocks: readonly Block[]): readonly Inline[] | undefined {
  const [first] = blocks;
  return blocks.length === 1 && first?.kind === "paragraph" ? first.children : undefined;
}
