/** Parses the markup of one line. */
import { urlAt } from "./urls.ts";
import type { Emphasis, Inline } from "./markdown-tree.ts";

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

/** The characters at which markup may begin or end, a run of one marker as a whole. */
const SPECIAL = /\*+|_+|~+|`+|@|https?:\/\//giu;

/** Emphasis must contain a word: `*_*` is a face. */
const WORD = /[\p{L}\p{N}\p{Extended_Pictographic}]/u;

/** A name after `@`; a no-break space joins its words. */
const NAME =
  /[\p{L}\p{Extended_Pictographic}_][\p{L}\p{M}\p{N}\p{Extended_Pictographic}\u200d\u200c\ufe0f_.'’\u00a0-]*/uy;
const NAME_END = /[.'’\u00a0-]/u;
const WORD_BEFORE = /[\p{L}\p{M}\p{N}_]/u;

const MAX_BACKTICKS = 3;

/** The parts of one line. */
export function parseInline(line: string): Inline[] {
  return new LineParser(line).parse();
}

/** An open span of markup and the marker that closes it; the line itself has none. */
interface Frame {
  readonly marker: Marker | undefined;
  readonly children: Inline[];
  hasWord: boolean;
}

class LineParser {
  readonly #line: string;
  readonly #frames: Frame[] = [frameOf(undefined)];
  /** lengths of backtick runs that have no closing run, so that none is searched for twice */
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

  /** Parses the markup that starts with `run` at the current position, and advances past it. */
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

  /** Closes a marker. Markers that were opened inside it and not closed become text. */
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

function trimNameEnd(name: string): string {
  let end = name.length;
  while (NAME_END.test(name[end - 1] ?? "")) end--;
  return name.slice(0, end);
}
