/** A tree of markup as nodes. Every text in it becomes a text node: there is nothing to escape. */
import type { ComponentChildren, JSX } from "preact";
import { parseMarkdown } from "../../text/markdown.ts";
import type { Block, Emphasis, Inline, ListItem } from "../../text/markdown-tree.ts";
import { mentionsName } from "../../text/mentions.ts";
import { directionOf } from "../models/direction.ts";
import { parseListNumber } from "../models/list-number.ts";
import { useRoom } from "./context.ts";

/** What was said with markup; set apart if it calls you. */
export function Marked({ text }: { readonly text: string }): JSX.Element {
  return text.includes("@") ? <Calling text={text} /> : <Drawn blocks={parseMarkdown(text)} />;
}

/** Only what calls somebody needs to know what you are called, and is drawn again when that changes. */
function Calling({ text }: { readonly text: string }): JSX.Element {
  const { conversation, t } = useRoom();
  const own = conversation.self.value?.name;
  const isForYou = own !== undefined && mentionsName(text, own);
  return (
    <>
      {isForYou && <p class="visually-hidden">{t("mentionsYou")}</p>}
      <Drawn blocks={parseMarkdown(text)} forYou={isForYou ? own : undefined} />
    </>
  );
}

interface Properties {
  readonly blocks: readonly Block[];
  /** your name, if this calls you */
  readonly forYou?: string | undefined;
}

function Drawn({ blocks, forYou }: Properties): JSX.Element {
  const only = onlyParagraph(blocks);
  const className = forYou === undefined ? "text" : "text for-you";
  if (only !== undefined)
    return (
      <div class={className} dir={directionOf(only)}>
        {inlineNodes(only, forYou)}
      </div>
    );
  return <div class={`${className} blocks`}>{blockNodes(blocks, forYou)}</div>;
}

function blockNodes(blocks: readonly Block[], forYou: string | undefined): JSX.Element[] {
  return blocks.map((block, index) => <BlockNode key={index} block={block} forYou={forYou} />);
}

function BlockNode({
  block,
  forYou,
}: {
  readonly block: Block;
  readonly forYou: string | undefined;
}): JSX.Element {
  switch (block.kind) {
    case "paragraph":
      return <p dir={directionOf(block.children)}>{inlineNodes(block.children, forYou)}</p>;
    case "fence":
      return (
        // What scrolls must be reached without a mouse, by itself (axe, scrollable-region-focusable).
        <pre dir="ltr" tabIndex={0} data-language={block.language === "" ? undefined : block.language}>
          <code>{block.text}</code>
        </pre>
      );
    case "quote": {
      // `dir=auto` does not look into children that have a `dir` of their own.
      const only = onlyParagraph(block.children);
      return (
        <blockquote dir={only && directionOf(only)}>
          {only === undefined ? blockNodes(block.children, forYou) : inlineNodes(only, forYou)}
        </blockquote>
      );
    }
    case "list":
      return <List items={block.items} forYou={forYou} />;
  }
}

interface ListProperties {
  readonly items: readonly ListItem[];
  readonly forYou: string | undefined;
}

function List({ items, forYou }: ListProperties): JSX.Element {
  const dir = directionOf(items.flatMap(({ children }) => children));
  const Tag = items.some(({ number }) => number !== "") ? "ol" : "ul";
  return (
    <Tag dir={dir}>
      {items.map(({ number, children }, index) => (
        <li key={index} class={listClassOf(number)} value={number === "" ? undefined : parseListNumber(number)}>
          {inlineNodes(children, forYou)}
        </li>
      ))}
    </Tag>
  );
}

function listClassOf(number: string): string {
  if (number === "") return "bullet";
  return /^[\u0660-\u0669]/u.test(number) ? "arabic-number" : "number";
}

const TAGS = { bold: "strong", italic: "em", strike: "s" } as const satisfies Record<Emphasis, string>;

function inlineNodes(inlines: readonly Inline[], forYou: string | undefined): ComponentChildren {
  return inlines.map((inline, index) => inlineNode(inline, index, forYou));
}

function inlineNode(inline: Inline, key: number, forYou: string | undefined): JSX.Element | string {
  switch (inline.kind) {
    case "text":
      return inline.text;
    case "bold":
    case "italic":
    case "strike": {
      const Tag = TAGS[inline.kind];
      return <Tag key={key}>{inlineNodes(inline.children, forYou)}</Tag>;
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
        <bdi key={key} class={isName(inline.text, forYou) ? "mention you" : "mention"}>
          {inline.text}
        </bdi>
      );
  }
}

function isName(mention: string, name: string | undefined): boolean {
  return name !== undefined && mentionsName(mention, name);
}

function onlyParagraph(blocks: readonly Block[]): readonly Inline[] | undefined {
  const [first] = blocks;
  return blocks.length === 1 && first?.kind === "paragraph" ? first.children : undefined;
}
