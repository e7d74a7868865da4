/** Mentions: `@` and a name. Which names a text may mention, and whom it mentions. */
import { ASCII, fold } from "./folding.ts";
import { normalize } from "./marks.ts";
import { memoize } from "./memoize.ts";
import { SELF_DELIMITING } from "./scripts.ts";
import type { Block, Inline, Mention } from "./markdown-tree.ts";

/** A name that a text may mention. */
export interface Mentionable {
  readonly name: string;
  /** the member who is mentioned; any member of that name if absent */
  readonly id?: string;
}

/** `@`, also full-width and small, as keyboards for Japanese and Chinese type it. */
export const AT = "@\\uff20\\ufe6b";

/** Before `@`: what makes it part of a word, as in a mail address. `_@Ana_` is emphasis. */
const WORD_BEFORE = new RegExp(String.raw`[[\p{L}\p{M}\p{N}]--[${SELF_DELIMITING}]]_*$`, "v");
const MAX_WORD_BEFORE_UNITS = 8;

/**
 * A no-break space joins the words of one name, whatever they consist of: `@Ana, PhD`. In French one precedes a mark of
 * the sentence, which ends the name.
 */
const JOINED_WORD = String.raw`[^\s\p{L}\p{M}\p{N}@]{0,3}\u00a0(?![!?:;»]+(?:\s|$))\S`;

/**
 * After a name: what makes it the beginning of a longer one, so that `@Sara` does not match `@Sarah`, nor `@guest` match
 * `@guest-7f3a`.
 */
const NAME_CONTINUES = new RegExp(
  String.raw`${JOINED_WORD}|[\-._]?[[\p{L}\p{N}]--[${SELF_DELIMITING}]]|[\p{M}--[${SELF_DELIMITING}]]`,
  "vy",
);
/** After a name that ends in a script without spaces only a mark or a no-break space continues it. */
const SELF_DELIMITED_CONTINUES = new RegExp(String.raw`${JOINED_WORD}|\p{M}`, "vy");
const ENDS_SELF_DELIMITED = new RegExp(String.raw`[${SELF_DELIMITING}]\p{M}*$`, "v");

/** A mention of a name that is not known: a word, or words that no-break spaces join, whatever they consist of. */
const UNKNOWN_NAME = new RegExp(
  String.raw`[^\s${AT}]{1,80}(?:\u00a0[^\s${AT}]{1,80})+|[\p{L}\p{Extended_Pictographic}\p{Regional_Indicator}_][\p{L}\p{M}\p{N}\p{Extended_Pictographic}\p{Regional_Indicator}\p{Emoji_Modifier}\u200d\u200c\ufe0f_.'’\-]*`,
  "vy",
);
const UNKNOWN_NAME_END = /[.,!?:;'"’\u00a0_-]/u;
const UNKNOWN_NAME_OR_BRACKET_END = /[.,!?:;'"’\u00a0_)-]/u;

/** Longer than any name, with its spaces doubled; in UTF-16 units. */
const MAX_NAME_UNITS = 400;

const segmenter = new Intl.Segmenter("und", { granularity: "grapheme" });

/** A name with more `@` is not mentioned: so no part of a text is compared with the names more than thrice. */
const MAX_AT_IN_NAME = 2;

/** A place in the folded names, by the UTF-16 units that lead to it. */
interface NameNode {
  readonly next: Map<string, NameNode>;
  /** the base letters of those units (see `baseOf`) */
  readonly bases: Set<string>;
  /** if a name ends here: the members whom it mentions; none: any of that name */
  ids?: string[];
}

/** The names that are known where a text is read. */
export class MentionNames {
  readonly #root: NameNode = newNode();

  constructor(names: Iterable<Mentionable> = []) {
    for (const { name, id } of names) {
      const folded = foldName(name);
      if (folded === "" || folded.split("@").length - 1 > MAX_AT_IN_NAME) continue;
      const node = this.#add(folded);
      node.ids ??= [];
      if (id !== undefined) node.ids.push(id);
    }
  }

  /**
   * The longest of the names that stands at `start` as a whole, in any spelling (see `fold`). A text may have an `@` at
   * every character, and to segment it again takes long: that is done from the first letter that is not Latin, and only if a
   * name continues with it.
   */
  matchAt(line: string, start: number): MentionMatch | undefined {
    if (this.#root.next.size === 0) return undefined;
    const search = new NameSearch(this.#root, line);
    const end = Math.min(line.length, start + MAX_NAME_UNITS);
    let at = start;
    for (; at < end && isLatinGrapheme(line, at); at++)
      if (!search.read(line.charAt(at), at + 1)) return search.longest;
    if (at === end || !search.mayContinueWith(String.fromCodePoint(line.codePointAt(at) ?? 0)))
      return search.longest;
    for (const { segment, index } of segmenter.segment(line.slice(at, end)))
      if (!search.read(segment, at + index + segment.length)) break;
    return search.longest;
  }

  #add(folded: string): NameNode {
    let node = this.#root;
    for (let at = 0; at < folded.length; at++) {
      const unit = folded.charAt(at);
      const next: NameNode = node.next.get(unit) ?? newNode();
      node.next.set(unit, next);
      node.bases.add(baseOf(unit));
      node = next;
    }
    return node;
  }
}

function newNode(): NameNode {
  return { next: new Map(), bases: new Set() };
}

/**
 * The first unit of a character that is folded and decomposed, the same for a letter alone and with marks; a space of
 * white space, nothing of what is not compared.
 */
const baseOf = memoize((character) => normalize(foldGrapheme(character), "NFKD").charAt(0));

function descend(from: NameNode, units: string): NameNode | undefined {
  let node: NameNode | undefined = from;
  for (let at = 0; at < units.length && node !== undefined; at++) node = node.next.get(units.charAt(at));
  return node;
}

/** Follows a text, grapheme by grapheme, into the names. */
class NameSearch {
  readonly #line: string;
  #node: NameNode;
  #name = "";
  /** whether more than spaces was read */
  #hasBegun = false;
  /** the longest name that was read */
  longest: MentionMatch | undefined;

  constructor(root: NameNode, line: string) {
    this.#node = root;
    this.#line = line;
  }

  /** Reads a grapheme that ends before index `end`; false if no name continues with it. */
  read(grapheme: string, end: number): boolean {
    const folded = foldGrapheme(grapheme);
    this.#hasBegun ||= folded !== " ";
    // Spaces of any number separate words.
    if (folded === " " && (this.#name === "" ? this.#hasBegun : this.#name.endsWith(" "))) return true;
    const node = descend(this.#node, folded);
    if (node === undefined) return false;
    this.#node = node;
    this.#name += folded;
    // What is not compared after a name is part of it only if the name does not end before.
    if (node.ids !== undefined && this.longest?.name !== this.#name && !isContinued(this.#line, end))
      this.longest = { name: this.#name, ids: node.ids, end };
    return true;
  }

  /** False if no name continues with a grapheme that begins with `character`. */
  mayContinueWith(character: string): boolean {
    const base = baseOf(character);
    return base === "" || (base === " " ? this.#hasBegun : this.#node.bases.has(base));
  }
}

/** No mark or joiner follows: they begin at U+0300. */
function isLatinGrapheme(line: string, at: number): boolean {
  const next = line.charCodeAt(at + 1);
  return line.charCodeAt(at) < 0x300 && !(next >= 0x300);
}

export interface MentionMatch {
  /** folded */
  readonly name: string;
  readonly ids: readonly string[];
  /** the index after the name */
  readonly end: number;
}

/**
 * The mention at the `@` at index `at`. The first of `names` that has a name there decides; a name that none has reaches
 * to the end of its word. Undefined if there is no mention.
 */
export function mentionAt(line: string, at: number, names: readonly MentionNames[]): Mention | undefined {
  const mention = knownMentionAt(line, at, names) ?? unknownMentionAt(line, at);
  // Last, as most of a thousand `@` in a row are followed by no name.
  return mention !== undefined && isInWord(line, at) ? undefined : mention;
}

function knownMentionAt(line: string, at: number, names: readonly MentionNames[]): Mention | undefined {
  for (const known of names) {
    const match = known.matchAt(line, at + 1);
    if (match === undefined) continue;
    return { kind: "mention", text: line.slice(at, match.end), name: match.name, ids: match.ids };
  }
  return undefined;
}

function unknownMentionAt(line: string, at: number): Mention | undefined {
  UNKNOWN_NAME.lastIndex = at + 1;
  const found = UNKNOWN_NAME.exec(line)?.[0];
  if (found === undefined) return undefined;
  const name = found.slice(0, endOfUnknownName(found));
  return name === ""
    ? undefined
    : { kind: "mention", text: line.slice(at, at + 1) + name, name: "", ids: [] };
}

function isInWord(line: string, at: number): boolean {
  return WORD_BEFORE.test(line.slice(Math.max(0, at - MAX_WORD_BEFORE_UNITS), at));
}

/** The mentions of a text, in order. */
export function mentionsIn(nodes: readonly (Block | Inline)[]): Mention[] {
  return nodes.flatMap((node) => {
    if (node.kind === "mention") return [node];
    if ("children" in node) return mentionsIn(node.children);
    return "items" in node ? node.items.flatMap(({ children }) => mentionsIn(children)) : [];
  });
}

/** True if `mention` means this member: by the id if the message has it, else by the name. */
export function isMentionOf({ name, ids }: Mention, member: Required<Mentionable>): boolean {
  return ids.length === 0 ? name === foldName(member.name) : ids.includes(member.id);
}

/** Those of `members` that a text mentions; `parse` parses it. */
export function mentionedIn(
  parse: (names: readonly MentionNames[]) => readonly Block[],
  members: readonly Required<Mentionable>[],
): Required<Mentionable>[] {
  const mentions = mentionsIn(parse([new MentionNames(members)]));
  return members.filter(({ id, name }) =>
    mentions.some((mention) => mention.ids.includes(id) && mention.name === foldName(name)),
  );
}

/**
 * A name as it is compared: folded as a text is read, with single spaces. Empty if nothing of it is compared. One name is
 * compared with each mention of a text.
 */
export const foldName = memoize((name) => {
  const folded = ASCII.test(name)
    ? fold(name)
    : Array.from(segmenter.segment(name), ({ segment }) => foldGrapheme(segment)).join("");
  return folded.replace(/\s+/gu, " ").trim();
});

/**
 * A grapheme as it is compared: white space of any kind is a space. A letter of which no more is left is not compared, as
 * tatweel, and tashkeel that stands alone.
 */
const foldGrapheme = memoize((grapheme) =>
  grapheme.trim() === "" ? " " : fold(grapheme).replace(/\s+/gu, " ").trim(),
);

function isContinued(line: string, end: number): boolean {
  const isSelfDelimited = ENDS_SELF_DELIMITED.test(line.slice(Math.max(0, end - 8), end));
  const continues = isSelfDelimited ? SELF_DELIMITED_CONTINUES : NAME_CONTINUES;
  continues.lastIndex = end;
  return continues.test(line);
}

/** Without the punctuation of the sentence; a bracket is part of the name if it opened it. */
function endOfUnknownName(found: string): number {
  const ends = found.includes("(") ? UNKNOWN_NAME_END : UNKNOWN_NAME_OR_BRACKET_END;
  let end = found.length;
  while (ends.test(found[end - 1] ?? "")) end--;
  return end;
}
