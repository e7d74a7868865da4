/** Renders a markdown tree. Every text becomes a text node: there is nothing to escape. */
import type { ComponentChildren, JSX } from "preact";
import { parseMarkdown } from "../../../text/markdown.ts";
import type { Block, Emphasis, Inline, ListItem } from "../../../text/markdown-tree.ts";
import { mentionsName } from "../../../text/mentions.ts";
import { directionOf } from "../../models/direction.ts";
import { parseListNumber } from "../../models/list-number.ts";
import { useRoom } from "../context.ts";

/** A text with markdown, highlighted if it mentions you. */
export function MarkdownText({ text }: { readonly text: string }): JSX.Element {
  return text.includes("@") ? <MentionText text={text} /> : <MarkdownBlocks blocks={parseMarkdown(text)} />;
}

/** Only texts with mentions depend on your name, and are rendered again when it changes. */
function MentionText({ text }: { readonly text: string }): JSX.Element {
  const { conversation, t } = useRoom();
  const own = conversation.self.value?.name;
  const mentionsYou = own !== undefined && mentionsName(text, own);
  return (
    <>
      {mentionsYou && <p class="visually-hidden">{t("mentionsYou")}</p>}
      <MarkdownBlocks blocks={parseMarkdown(text)} ownName={mentionsYou ? own : undefined} />
    </>
  );
}

interface Properties {
  readonly blocks: readonly Block[];
  /** your name, if this text mentions you */
  readonly ownName?: string | undefined;
}

function MarkdownBlocks({ blocks, ownName }: Properties): JSX.Element {
  const soleInlines = soleParagraph(blocks);
  const className = ownName === undefined ? "text" : "text mentions-you";
  if (soleInlines !== undefined)
    return (
      <div class={className} dir={directionOf(soleInlines)}>
        {inlineNodes(soleInlines, ownName)}
      </div>
    );
  return <div class={`${className} blocks`}>{blockNodes(blocks, ownName)}</div>;
}

function blockNodes(blocks: readonly Block[], ownName: string | undefined): JSX.Element[] {
  return blocks.map((block, index) => <BlockNode key={index} block={block} ownName={ownName} />);
}

function BlockNode({
  block,
  ownName,
}: {
  readonly block: Block;
  readonly ownName: string | undefined;
}): JSX.Element {
  switch (block.kind) {
    case "paragraph":
      return <p dir={directionOf(block.children)}>{inlineNodes(block.children, ownName)}</p>;
    case "fence":
      return (
        // A scrollable region must be focusable (axe, scrollable-region-focusable).
        <pre dir="ltr" tabIndex={0} data-language={block.language === "" ? undefined : block.language}>
          <code>{block.text}</code>
        </pre>
      );
    case "quote": {
      // `dir=auto` ignores children with a `dir` of their own (HTML).
      const soleInlines = soleParagraph(block.children);
      return (
        <blockquote dir={soleInlines && directionOf(soleInlines)}>
          {soleInlines === undefined
            ? blockNodes(block.children, ownName)
            : inlineNodes(soleInlines, ownName)}
        </blockquote>
      );
    }
    case "list":
      return <List items={block.items} ownName={ownName} />;
  }
}

interface ListProperties {
  readonly items: readonly ListItem[];
  readonly ownName: string | undefined;
}

function List({ items, ownName }: ListProperties): JSX.Element {
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
          {inlineNodes(children, ownName)}
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

function inlineNodes(inlines: readonly Inline[], ownName: string | undefined): ComponentChildren {
  return inlines.map((inline, index) => inlineNode(inline, index, ownName));
}

function inlineNode(inline: Inline, key: number, ownName: string | undefined): JSX.Element | string {
  switch (inline.kind) {
    case "text":
      return inline.text;
    case "bold":
    case "italic":
    case "strike": {
      const Tag = TAGS[inline.kind];
      return <Tag key={key}>{inlineNodes(inline.children, ownName)}</Tag>;
    }
    case "code":
      return (
        <code key={key} dir="ltr">
          {inline.text}
        </code>
      );
    case "link":
      return (
        <a
          key={key}
          href={inline.text}
          title={inline.text}
          dir="ltr"
          target="_blank"
          rel="noopener noreferrer nofollow ugc"
          tabIndex={-1}
        >
          {inline.text}
        </a>
      );
    case "mention":
      return (
        <bdi key={key} class={isMentionOf(inline.text, ownName) ? "mention you" : "mention"}>
          {inline.text}
        </bdi>
      );
  }
}

function isMentionOf(mention: string, name: string | undefined): boolean {
  return name !== undefined && mentionsName(mention, name);
}

function soleParagraph(blocks: readonly Block[]): readonly Inline[] | undefined {
  const [first] = blocks;
  return blocks.length === 1 && first?.kind === "paragraph" ? first.children : undefined;
}
