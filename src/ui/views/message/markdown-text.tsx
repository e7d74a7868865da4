/** Renders a markdown tree. Every text becomes a text node: there is nothing to escape. */
import type { ComponentChildren, JSX } from "preact";
import { useMemo } from "preact/hooks";
import type { ReactionSummary } from "../../../protocol/events/message.ts";
import type { Author } from "../../../protocol/member.ts";
import { parseMarkdown } from "../../../text/markdown.ts";
import type { Block, Emphasis, Inline, ListItem } from "../../../text/markdown-tree.ts";
import { isMentionOf } from "../../../text/mentions.ts";
import { parsePoll } from "../../../text/polls.ts";
import type { TextSize } from "../../../text/text-size.ts";
import { isUnbroken } from "../../models/complexity-limits.ts";
import { directionOf, directionOfBlocks } from "../../models/inline-direction.ts";
import { BLOCK_SLICES, INLINE_SLICES, ITEM_SLICES, WORD_SLICES } from "../../models/markdown-slices.ts";
import {
  isReadOnce,
  mayMention,
  mentionsMember,
  parseMessage,
  type MentioningText,
} from "../../models/message-mentions.ts";
import { parseListNumber } from "../../models/list-number.ts";
import { useRoom } from "../context.ts";
import { CodeBlock } from "./code-block.tsx";
import { Link } from "./link.tsx";
import { LongText } from "./long-text.tsx";
import { PollText } from "./poll-text.tsx";
import { sliced } from "./sliced.tsx";
import { useKnownNames } from "./use-known-names.ts";
import { usePollStrings } from "./use-poll-strings.ts";

interface Properties extends MentioningText {
  readonly size: TextSize;
  readonly seq?: number | undefined;
  readonly reactions?: readonly ReactionSummary[];
}

/** A text with markdown, highlighted if it mentions you; folded if it may be higher than most of the view. */
export function MarkdownText({ size, seq, reactions = [], ...message }: Properties): JSX.Element {
  const poll = parsePoll(message.text);
  const isPollReady = usePollStrings(poll !== undefined);
  const text =
    poll === undefined || !isPollReady ? (
      <FormattedPart {...message} />
    ) : (
      <PollText
        poll={poll}
        seq={seq}
        reactions={reactions}
        renderQuestion={(text) => <FormattedPart {...message} text={text} />}
      />
    );
  return size === "short" ? text : <LongText isFar={size === "far"}>{text}</LongText>;
}

/** A text, or a part of one. It is not read again as its message is reacted to, or what that replies to is edited. */
function FormattedPart({ text, mentions }: MentioningText): JSX.Element {
  return useMemo(
    () =>
      mayMention(text) ? (
        <MentionText text={text} mentions={mentions} />
      ) : (
        <MarkdownBlocks text={text} blocks={parseMarkdown(text)} />
      ),
    [text, mentions],
  );
}

/** Only texts with mentions depend on names, and are rendered again when those change, but for what takes long. */
function MentionText(message: MentioningText): JSX.Element {
  const { conversation, t } = useRoom();
  const self = conversation.self.value;
  const blocks = parseMessage(message, useKnownNames({ isReadOnce: isReadOnce(message.text) }));
  const mentionsYou = self !== undefined && mentionsMember(blocks, self);
  return (
    <>
      {mentionsYou && <p class="visually-hidden">{t("mentionsYou")}</p>}
      <MarkdownBlocks text={message.text} blocks={blocks} self={mentionsYou ? self : undefined} />
    </>
  );
}

interface BlocksProperties {
  readonly text: string;
  readonly blocks: readonly Block[];
  /** you, if this text mentions you */
  readonly self?: Author | undefined;
}

function MarkdownBlocks({ text, blocks, self }: BlocksProperties): JSX.Element {
  const soleInlines = soleParagraph(blocks);
  const className = ["text", self && "mentions-you", isUnbroken(text) && "unbroken"]
    .filter(Boolean)
    .join(" ");
  if (soleInlines !== undefined)
    return (
      <div class={className} dir={directionOf(soleInlines)}>
        {inlineNodes(soleInlines, self)}
      </div>
    );
  return (
    <div class={`${className} blocks`} dir={directionOfBlocks(blocks)}>
      {blockNodes(blocks, self)}
    </div>
  );
}

function blockNodes(blocks: readonly Block[], self: Author | undefined): ComponentChildren {
  return sliced(blocks, BLOCK_SLICES, "blocks", (slice) =>
    slice.map((block, index) => <BlockNode key={index} block={block} self={self} />),
  );
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

interface ListProperties {
  readonly items: readonly ListItem[];
  readonly self: Author | undefined;
}

function List({ items, self }: ListProperties): JSX.Element {
  const dir = directionOf(items.flatMap(({ children }) => children));
  const Tag = items.some(({ number }) => number !== "") ? "ol" : "ul";
  return (
    <>
      {sliced(items, ITEM_SLICES, "blocks", (slice) => (
        <Tag dir={dir}>{slice.map((item, index) => listItemNode(item, index, self))}</Tag>
      ))}
    </>
  );
}

function listItemNode({ number, children }: ListItem, key: number, self: Author | undefined): JSX.Element {
  return (
    <li
      key={key}
      class={listItemClass(number)}
      value={number === "" ? undefined : parseListNumber(number)}
      data-marker={number === "" ? "-" : number}
    >
      {inlineNodes(children, self)}
    </li>
  );
}

function listItemClass(number: string): string {
  if (number === "") return "bullet";
  return /^[\u0660-\u0669]/u.test(number) ? "arabic-number" : "number";
}

const TAGS = { bold: "strong", italic: "em", strike: "s" } as const satisfies Record<Emphasis, string>;

function inlineNodes(inlines: readonly Inline[], self: Author | undefined): ComponentChildren {
  return sliced(inlines, INLINE_SLICES, "inline", (slice) =>
    slice.map((inline, index) => inlineNode(inline, index, self)),
  );
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
      return <Link key={key} link={inline} />;
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
  return sliced(text.split(/(\s+)/u), WORD_SLICES, "inline", (slice) => slice.map(codeWordNode));
}

function codeWordNode(word: string, index: number): ComponentChildren {
  if (!word.includes("-")) return word;
  return (
    <span key={index} class="code-word">
      {word}
    </span>
  );
}

function soleParagraph(blocks: readonly Block[]): readonly Inline[] | undefined {
  const [first] = blocks;
  return blocks.length === 1 && first?.kind === "paragraph" ? first.children : undefined;
}
