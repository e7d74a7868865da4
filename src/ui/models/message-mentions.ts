/** Whom the text of a message mentions: one reading for the list, the notifications and the composer. */
import type { Author } from "../../protocol/member.ts";
import type { Mentions } from "../../protocol/fields.ts";
import { parseMarkdown } from "../../text/markdown.ts";
import type { Block } from "../../text/markdown-tree.ts";
import { AT, foldName, isMentionOf, mentionedIn, MentionNames, mentionsIn } from "../../text/mentions.ts";

export interface MentioningText {
  readonly text: string;
  readonly mentions?: Mentions | undefined;
}

/** The names that a reader knows: their own and those of the members present. */
export function knownNames(self: Author | undefined, members: readonly Author[]): MentionNames {
  return new MentionNames([...(self === undefined ? [] : [self]), ...members].map(({ name }) => ({ name })));
}

/** The blocks of a message. The members that it lists have precedence over the names that the reader knows. */
export function parseMessage({ text, mentions = [] }: MentioningText, known: MentionNames): Block[] {
  return parseMarkdown(text, [new MentionNames(mentions), known]);
}

const AT_SIGN = new RegExp(`[${AT}]`, "u");

/** False if `text` mentions no member, so that it need not be parsed for that. */
export function mayMention(text: string): boolean {
  return AT_SIGN.test(text);
}

/** An ordinary message is shorter, and mentions fewer. */
const MAX_UNITS = 1_000;
const MAX_AT = 10;

/** True for a text that is parsed once, and not again with each name that changes: that would take long. */
export function isReadOnce(text: string): boolean {
  return text.length > MAX_UNITS || text.split(AT_SIGN).length > MAX_AT;
}

/** True if the blocks mention `self`. */
export function mentionsMember(blocks: readonly Block[], self: Author): boolean {
  return mentionsIn(blocks).some((mention) => isMentionOf(mention, self));
}

/**
 * The members whom a text that is about to be sent mentions: those that were chosen while it was written, and those
 * present whose name was typed and is theirs alone. Undefined if there are none.
 */
export function mentionsToSend(
  text: string,
  chosen: readonly Author[],
  present: readonly Author[],
): Mentions | undefined {
  const taken = new Set(chosen.map(({ name }) => foldName(name)));
  const byName = Map.groupBy(present, ({ name }) => foldName(name));
  const typed = [...byName].flatMap(([name, members]) =>
    members.length === 1 && !taken.has(name) ? members : [],
  );
  const members = [...chosen, ...typed].map(({ id, name }) => ({ id, name }));
  const mentioned = mentionedIn((names) => parseMarkdown(text, names), members).slice(0, MAX_MENTIONS);
  return mentioned.length === 0 ? undefined : mentioned;
}

/** The room's default limit (SPEC MENT-1). */
const MAX_MENTIONS = 20;
