/** Mentions: `@` and a name. Which names a text may mention, and whom it mentions. */
import { fold } from "./folding.ts";
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

/** Longer than any name, with its spaces doubled; in UTF-16 units. */
const MAX_NAME_UNITS = 400;

const segmenter = new Intl.Segmenter("und", { granularity: "grapheme" });

/** The names that are known where a text is read. */
export class MentionNames {
  /** the members that a folded name mentions; none: any of that name */
  readonly #members = new Map<string, string[]>();

  constructor(names: Iterable<Mentionable> = []) {
    for (const { name, id } of names) {
      const folded = foldName(name);
      if (folded === "") continue;
      const ids = this.#members.get(folded) ?? [];
      if (id !== undefined) ids.push(id);
      this.#members.set(folded, ids);
    }
  }

  /** The longest of the names that stands at `start` as a whole, in any spelling (see `fold`). */
  matchAt(line: string, start: number): MentionMatch | undefined {
    let candidates = [...this.#members.keys()];
    let folded = "";
    let longest: MentionMatch | undefined;
    if (candidates.length === 0) return undefined;
    for (const { segment, index } of segmenter.segment(line.slice(start, start + MAX_NAME_UNITS))) {
      const piece = fold(segment);
      // Spaces of any number and kind separate words.
      if (piece.trim() !== "" || !folded.endsWith(" ")) folded += piece.trim() === "" ? " " : piece;
      candidates = candidates.filter((name) => name.startsWith(folded));
      if (candidates.length === 0) break;
      const end = start + index + segment.length;
      const ids = this.#members.get(folded);
      if (ids !== undefined && !isContinued(line, end)) longest = { name: folded, ids, end };
    }
    return longest;
  }
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
  if (WORD_BEFORE.test(line.slice(Math.max(0, at - MAX_WORD_BEFORE_UNITS), at))) return undefined;
  for (const known of names) {
    const match = known.matchAt(line, at + 1);
    if (match === undefined) continue;
    return { kind: "mention", text: line.slice(at, match.end), name: match.name, ids: match.ids };
  }
  UNKNOWN_NAME.lastIndex = at + 1;
  const found = UNKNOWN_NAME.exec(line)?.[0] ?? "";
  const name = found.slice(0, endOfUnknownName(found));
  return name === ""
    ? undefined
    : { kind: "mention", text: line.slice(at, at + 1) + name, name: "", ids: [] };
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

/** A name as it is compared: folded, with single spaces. Empty if nothing of it is visible. */
export function foldName(name: string): string {
  return fold(name).replace(/\s+/gu, " ").trim();
}

function isContinued(line: string, end: number): boolean {
  const isSelfDelimited = ENDS_SELF_DELIMITED.test(line.slice(Math.max(0, end - 8), end));
  const continues = isSelfDelimited ? SELF_DELIMITED_CONTINUES : NAME_CONTINUES;
  continues.lastIndex = end;
  return continues.test(line);
}

/** Without the punctuation of the sentence; a bracket is part of the name if it opened it. */
function endOfUnknownName(found: string): number {
  let end = found.length;
  while (UNKNOWN_NAME_END.test(found[end - 1] ?? "") || (found[end - 1] === ")" && !found.includes("(")))
    end--;
  return end;
}
