/** Parses the markup of one line. */
import { AT, mentionAt, type MentionNames } from "./mentions.ts";
import { NodeBudget } from "./node-budget.ts";
import { mailAt, urlAt } from "./urls.ts";
import type { Emphasis, Inline, Mention } from "./markdown-tree.ts";

type Marker = "**" | "*" | "_" | "~~";

interface Rule {
  readonly kind: Emphasis;
  /** characters that cannot stand before the opening marker or after the closing one */
  readonly word: RegExp;
}

/**
 * `2*3*4`, `snake_case`, `#يوم_العلم` and `¯\_(ツ)_/¯` are no emphasis. After a prefix that Arabic joins to the word, as
 * in `و*هذا*`, emphasis is allowed.
 */
const RULES: Readonly<Record<Marker, Rule>> = {
  "**": { kind: "bold", word: /[\p{N}\\]/u },
  "~~": { kind: "strike", word: /[\p{N}\\]/u },
  "*": { kind: "italic", word: /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{N}\\]/u },
  _: { kind: "italic", word: /[\p{L}\p{M}\p{N}\\]/u },
};

/** Where markup may begin or end, a run of one marker as a whole. */
const SPECIAL = new RegExp(String.raw`\*+|_+|~+|\x60+|[${AT}]|https?:\/\/|www\.`, "giu");

/** Emphasis must contain a word: `*_*` is a face. */
const WORD = /[\p{L}\p{N}\p{Extended_Pictographic}]/u;

const MAX_BACKTICKS = 3;

/** What looking for a name takes: with the node of its mention, 125 of them are all that a text may have. */
const LOOKUP_NODES = 3;

interface LineContext {
  /** those that the line may mention; undefined where a name is not a mention: in a quote */
  readonly names?: readonly MentionNames[] | undefined;
  /** when it is spent, the rest of the line is not parsed */
  readonly budget?: NodeBudget;
  /** called for all emphasis and code with the place of its text, that inside of other first */
  readonly onSpan?: (marker: string, start: number, end: number) => void;
}

/** The parts of one line. */
export function parseInline(line: string, context: LineContext = {}): Inline[] {
  return new LineParser(line, context).parse();
}

/** The markers of the emphasis and code in `line` that a cut at `index` divides, the innermost first. */
export function markersDividedAt(line: string, index: number): string[] {
  const divided: string[] = [];
  const onSpan = (marker: string, start: number, end: number): void => {
    const before = line.slice(start, index);
    const isOpen = marker.startsWith("`") ? before.trim() !== "" : WORD.test(before);
    if (index <= end && isOpen) divided.push(marker);
  };
  parseInline(line, { onSpan });
  return divided;
}

/** An open span of markup and the marker that closes it; the line itself has none. */
interface Frame {
  readonly marker: Marker | undefined;
  /** where its text begins in the line */
  readonly start: number;
  readonly children: Inline[];
  /** the text after the last of them */
  text: string;
  hasWord: boolean;
}

class LineParser {
  readonly #line: string;
  readonly #names: readonly MentionNames[] | undefined;
  readonly #budget: NodeBudget;
  readonly #onSpan: LineContext["onSpan"];
  readonly #frames: Frame[] = [frameOf(undefined, 0)];
  /** lengths of backtick runs that have no closing run, so that none is searched for twice */
  readonly #unclosed = new Set<number>();
  #at = 0;

  constructor(line: string, { names, budget = new NodeBudget(), onSpan }: LineContext) {
    this.#line = line;
    this.#names = names;
    this.#budget = budget;
    this.#onSpan = onSpan;
  }

  parse(): Inline[] {
    const line = this.#line;
    while (this.#at < line.length && !this.#budget.isSpent) {
      SPECIAL.lastIndex = this.#at;
      const match = SPECIAL.exec(line);
      this.#text(line.slice(this.#at, match?.index));
      this.#at = match?.index ?? line.length;
      if (match !== null) this.#read(match[0]);
    }
    while (this.#frames.length > 1) this.#closeUnmatched();
    return childrenOf(this.#top);
  }

  get #top(): Frame {
    return this.#frames.at(-1) as Frame;
  }

  /** Parses the markup that starts with `run` at the current position, and advances past it. */
  #read(run: string): void {
    switch (run[0]) {
      case "*":
      case "_":
      case "~":
        return this.#emphasis(run);
      case "`":
        return this.#code(run.length);
      case "h":
      case "H":
      case "w":
      case "W":
        return this.#link(run);
      default:
        return this.#mailOrMention();
    }
  }

  #emphasis(run: string): void {
    const start = this.#at;
    this.#at += run.length;
    const before = this.#line[start - 1] ?? " ";
    const after = this.#line[this.#at] ?? " ";
    let rest = run;
    if (before.trim() !== "")
      for (
        let marker = this.#closableMarker(rest, after);
        marker !== undefined;
        marker = this.#closableMarker(rest, after)
      ) {
        this.#close(marker, this.#at - rest.length);
        rest = rest.slice(marker.length);
      }
    if (after.trim() !== "")
      for (const marker of markersOf(rest)) {
        if (this.#isOpen(marker) || RULES[marker].word.test(before)) break;
        rest = rest.slice(marker.length);
        this.#frames.push(frameOf(marker, this.#at - rest.length));
      }
    this.#text(rest);
  }

  /** The innermost open marker that `rest` can close here. */
  #closableMarker(rest: string, after: string): Marker | undefined {
    const count = markersOf(rest).length;
    if (count === 0) return undefined;
    const frame = this.#frames.findLast(
      ({ marker, hasWord }) =>
        marker !== undefined &&
        hasWord &&
        rest.startsWith(marker) &&
        (marker.length === rest.length || count > 1),
    );
    return frame?.marker !== undefined && !RULES[frame.marker].word.test(after) ? frame.marker : undefined;
  }

  #isOpen(openMarker: Marker): boolean {
    return this.#frames.some(({ marker }) => marker === openMarker);
  }

  /** Closes a marker, at `end`. Markers that were opened inside it and not closed become text. */
  #close(marker: Marker, end: number): void {
    while (this.#top.marker !== marker) this.#closeUnmatched();
    const frame = this.#frames.pop() as Frame;
    this.#onSpan?.(marker, frame.start, end);
    this.#push({ kind: RULES[marker].kind, children: childrenOf(frame) });
  }

  #closeUnmatched(): void {
    const frame = this.#frames.pop() as Frame;
    this.#text(frame.marker ?? "");
    for (const child of frame.children) this.#append(child);
    this.#top.text += frame.text;
    this.#top.hasWord ||= frame.hasWord;
  }

  #code(length: number): void {
    const start = this.#at + length;
    const end = length > MAX_BACKTICKS ? undefined : this.#backticks(length, start);
    if (end === undefined) {
      this.#text(this.#line.slice(this.#at, start));
      this.#at = start;
      return;
    }
    this.#onSpan?.("`".repeat(length), start, end);
    this.#push({ kind: "code", text: stripPadding(this.#line.slice(start, end), length) });
    this.#at = end + length;
  }

  /** The index of the next run of exactly `length` backticks. */
  #backticks(length: number, from: number): number | undefined {
    if (this.#unclosed.has(length)) return undefined;
    const runs = /`+/gu;
    runs.lastIndex = from;
    for (let run = runs.exec(this.#line); run !== null; run = runs.exec(this.#line))
      if (run[0].length === length) return run.index;
    this.#unclosed.add(length);
    return undefined;
  }

  /** A mail address, whose beginning is the last text, or a mention. */
  #mailOrMention(): void {
    const start = this.#at;
    const mail = mailAt(this.#line, start);
    if (mail !== undefined && this.#takeBack(start - mail.start)) {
      this.#push({ kind: "link", text: mail.text, href: mail.href });
      this.#at = mail.start + mail.length;
      return;
    }
    const mention = this.#mention();
    this.#at += mention?.text.length ?? 1;
    if (mention !== undefined) return this.#push(mention);
    this.#text(this.#line.slice(start, this.#at));
    this.#budget.take();
  }

  /** On the page of each reader, and again when other members come. */
  #mention(): Mention | undefined {
    if (this.#names === undefined) return undefined;
    this.#budget.take(LOOKUP_NODES);
    return mentionAt(this.#line, this.#at, this.#names);
  }

  /** Removes the last `length` characters that were read, if they are text. */
  #takeBack(length: number): boolean {
    const top = this.#top;
    if (top.text.length < length) return false;
    top.text = top.text.slice(0, top.text.length - length);
    return true;
  }

  #link(prefix: string): void {
    const start = this.#at;
    const url = urlAt(this.#line, start);
    if (typeof url === "object") {
      this.#at += url.length;
      this.#push({ kind: "link", text: url.text, href: url.href });
    } else {
      this.#at += Math.max(url ?? 0, prefix.length);
      this.#text(this.#line.slice(start, this.#at));
    }
  }

  #text(text: string): void {
    const top = this.#top;
    top.text += text;
    top.hasWord ||= WORD.test(text);
  }

  #push(inline: Exclude<Inline, { kind: "text" }>): void {
    this.#top.hasWord = true;
    this.#append(inline);
    this.#budget.take();
  }

  #append(inline: Inline): void {
    const top = this.#top;
    if (inline.kind === "text") {
      top.text += inline.text;
      return;
    }
    if (top.text !== "") top.children.push({ kind: "text", text: top.text });
    top.text = "";
    top.children.push(inline);
  }
}

function frameOf(marker: Marker | undefined, start: number): Frame {
  return { marker, start, children: [], text: "", hasWord: false };
}

function childrenOf({ children, text }: Frame): Inline[] {
  return text === "" ? children : [...children, { kind: "text", text }];
}

/** The markers in a run: `***` is bold and italic; a longer run is a drawn line and no markup. */
function markersOf(run: string): readonly Marker[] {
  switch (run) {
    case "*":
    case "_":
    case "**":
    case "~~":
      return [run];
    case "***":
      return ["**", "*"];
    default:
      return [];
  }
}

/** Removes the space that code with a backtick at its start or end needs inside double backticks. */
function stripPadding(code: string, length: number): string {
  const isPadded = length > 1 && code.startsWith(" ") && code.endsWith(" ") && code.trim() !== "";
  return isPadded ? code.slice(1, -1) : code;
}
