/** The members whom a text mentions by id (SPEC MENT-1, MENT-2). */
import { failure, type Failure } from "../../protocol/errors.ts";
import type { Mentions } from "../../protocol/fields.ts";
import type { Limits } from "../../protocol/limits.ts";
import { parseMarkdown } from "../../text/markdown.ts";
import { mentionedIn } from "../../text/mentions.ts";
import { parseName } from "../../text/names.ts";
import { fail, ok, type Result } from "../../text/result.ts";

/** No member's id is longer. */
const MAX_ID_CHARACTERS = 64;

/** What `mentions` adds to the event and the row; nothing for most messages. */
export interface MentionsField {
  readonly mentions?: Mentions;
}

/**
 * Validates the `mentions` of a command: names in canonical form, each of which the text mentions where a reader sees it,
 * so that no member is notified of a mention that is not shown.
 */
export function parseMentions(
  mentions: Mentions | undefined,
  text: string,
  { mentionsPerMessage, nameGraphemes }: Limits,
): Result<MentionsField, Failure> {
  if (mentions === undefined || mentions.length === 0) return ok({});
  if (mentions.length > mentionsPerMessage)
    return fail(failure("bad_command", `"mentions" has at most ${mentionsPerMessage} members.`));
  const named = mentions.flatMap(({ id, name }) => {
    const parsed = parseName(name, nameGraphemes);
    return parsed.ok && id !== "" && id.length <= MAX_ID_CHARACTERS ? [{ id, name: parsed.value }] : [];
  });
  const found = mentionedIn((names) => parseMarkdown(text, names), named);
  return found.length === mentions.length
    ? ok({ mentions: found })
    : fail(
        failure(
          "bad_command",
          '"mentions" are {"id", "name"}, each name after an "@" in the text, not in code.',
        ),
      );
}
