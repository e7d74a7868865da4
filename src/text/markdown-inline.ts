/** One line's markup. */
import { urlAt } from "./urls.ts";
import type { Emphasis, Inline } from "./markdown-tree.ts";

type Marker = "**" | "*" | "_" | "~~";

interface Rule {
  readonly kind: Emphasis;
  /** what the opening marker cannot follow, and what cannot follow the closing one */
  readonly word: RegExp;
}

/**
 * `2*3*4`, `snake_case`, `#يوم_العلم` and `¯\_(ツ)_/¯` are no emphasis. A prefix that Arabic writes onto a word, as in
 * `و*هذا*`, does not hinder it.
 */
const RULES: Readonly<Record<Marker, Rule>> = {
  "**": { kind: "bold", word: /[\p{N}\\]/u },
  "~~": { kind: "strike", word: /[\p{N}\\]/u },
  "*": { kind: "italic", word: /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{N}\\]/u },
  _: { kind: "italic", word: /[\p{L}\p{M}\p{N}\\]/u },
};

/** Where something may begin or end; runs of a marker are one. */
const SPECIAL = /\*+|_+|~+|`+|@|https?:\/\//giu;

/** Emphasis is put on words: `*_*` is a face. */
const WORD = /[\p{L}\p{N}\p{Extended_Pictographic}]/u;

/** A name as it is written behind `@`; a no-break space joins the words of one. */
const NAME =
  /[\p{L}\p{Extended_Pictographic}_][\p{L}\p{M}\p{N}\p{Extended_Pictographic}\u200d\u200c\ufe0f_.'’\u00a0-]*/uy;
const NAME_END = /[.'’\u00a0-]/u;
const WORD_BEFORE = /[\p{L}\p{M}\p{N}_]/u;

const MAX_BACKTICKS = 3;

/** The parts of one line. */
export function parseInline(line: string): Inline[] {
  return new LineParser(line).parse();
}

/** What is being gathered, and the marker that will end it; the line itself has none. */
interface Frame {
  readonly marker: Marker | undefined;
  readonly children: Inline[];
  hasWord: boolean;
}

class LineParser {
  readonly #line: string;
  readonly #frames: Frame[] = [frameOf(undefined)];
  /** runs of so many backticks that were sought and not found */
  readonly #unclosed = new Set<number>();
  #at = 0;

  constructor(line: string) {
    this.#line = line;
  }

  parse(): Inline[] {
    const line = this.#line;
    while (this.#at < line.length) {
      SPECIAL.lastIndex = this.#at;
      const match = SPECIAL.exec(line);
      this.#text(line.slice(this.#at, match?.index));
      this.#at = match?.index ?? line.length;
      if (match !== null) this.#read(match[0]);
    }
    while (this.#frames.length > 1) this.#closeUnmatched();
    return this.#top.children;
  }

  get #top(): Frame {
    return this.#frames.at(-1) as Frame;
  }

  /** Reads what begins here with `run`, and moves on behind it. */
  #read(run: string): void {
    switch (run[0]) {
      case "*":
      case "_":
      case "~":
        return this.#emphasis(run);
      case "`":
        return this.#code(run.length);
      case "@":
        return this.#mention();
      default:
        return this.#link(run);
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
        this.#close(marker);
        rest = rest.slice(marker.length);
      }
    if (after.trim() !== "")
      for (const marker of markersOf(rest)) {
        if (this.#isOpen(marker) || RULES[marker].word.test(before)) break;
        this.#frames.push(frameOf(marker));
        rest = rest.slice(marker.length);
      }
    this.#text(rest);
  }

  /** The innermost open marker that `rest` can end here. */
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

  /** What was opened inside and not closed was no markup. */
  #close(marker: Marker): void {
    while (this.#top.marker !== marker) this.#closeUnmatched();
    const frame = this.#frames.pop() as Frame;
    this.#push({ kind: RULES[marker].kind, children: frame.children });
  }

  #closeUnmatched(): void {
    const frame = this.#frames.pop() as Frame;
    this.#text(frame.marker ?? "");
    for (const child of frame.children) this.#push(child);
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
    this.#push({ kind: "code", text: stripPadding(this.#line.slice(start, end), length) });
    this.#at = end + length;
  }

  /** Where the next run of exactly `length` backticks begins. */
  #backticks(length: number, from: number): number | undefined {
    if (this.#unclosed.has(length)) return undefined;
    const runs = /`+/gu;
    runs.lastIndex = from;
    for (let run = runs.exec(this.#line); run !== null; run = runs.exec(this.#line))
      if (run[0].length === length) return run.index;
    this.#unclosed.add(length);
    return undefined;
  }

  #mention(): void {
    const start = this.#at;
    NAME.lastIndex = start + 1;
    const name = WORD_BEFORE.test(this.#line[start - 1] ?? "") ? undefined : NAME.exec(this.#line)?.[0];
    const text = `@${trimNameEnd(name ?? "")}`;
    this.#at += text.length;
    if (name === undefined) this.#text(text);
    else this.#push({ kind: "mention", text });
  }

  #link(scheme: string): void {
    const start = this.#at;
    const url = urlAt(this.#line, start);
    const isLink = url?.isSafe === true;
    this.#at += isLink ? url.text.length : (url?.length ?? scheme.length);
    const text = this.#line.slice(start, this.#at);
    if (isLink) this.#push({ kind: "link", text });
    else this.#text(text);
  }

  #text(text: string): void {
    if (text === "") return;
    const { children } = this.#top;
    const last = children.at(-1);
    this.#top.hasWord ||= WORD.test(text);
    if (last?.kind === "text") children[children.length - 1] = { kind: "text", text: last.text + text };
    else children.push({ kind: "text", text });
  }

  #push(inline: Inline): void {
    if (inline.kind === "text") return this.#text(inline.text);
    this.#top.hasWord = true;
    this.#top.children.push(inline);
  }
}

function frameOf(marker: Marker | undefined): Frame {
  return { marker, children: [], hasWord: false };
}

/** The markers that a run is: `***` is both bold and italic; a longer one is a line that somebody drew. */
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

/** Two backticks may need a space to hold code that begins or ends with one. */
function stripPadding(code: string, length: number): string {
  const isPadded = length > 1 && code.startsWith(" ") && code.endsWith(" ") && code.trim() !== "";
  return isPadded ? code.slice(1, -1) : code;
}

function trimNameEnd(name: string): string {
  let end = name.length;
  while (NAME_END.test(name[end - 1] ?? "")) end--;
  return name.slice(0, end);
}
