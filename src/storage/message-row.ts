/** Messages as rows of the log. */
import type { Message } from "../protocol/events/message.ts";
import { mentionsSchema, type Mentions } from "../protocol/fields.ts";
import { parseJson } from "./parse-json.ts";
import type { CurrentReactions } from "./reactions.ts";
import { integer, optionalInteger, optionalText, type SqlRow } from "./sql.ts";
import { commonFields } from "./entry-definition.ts";

export const MESSAGE_KIND = 1;

/** How a message's column `detail` begins once a moderator has deleted it: it has no mentions then. One byte, which fits into any row. */
export const REMOVED = "-";

/**
 * Messages as `l`. The content of one that became longer is not in its own row, which would move others, but in that of
 * the edit that made it so, `h`: then `edited_at` is the seq of that row, negative.
 */
export const MESSAGES = `log l LEFT JOIN log h ON ${holderOf("l.edited_at")}`;

/** Joins the row that holds the content of a message with that `edited_at`; none if its own row does. */
export function holderOf(editedAt: string): string {
  return `h.seq = iif(${editedAt} < 0, -${editedAt}, NULL)`;
}

/** The column of the message in row `of`, wherever its content is: of one that is elsewhere, text and folded words are NULL here. */
export function current(column: "text" | "folded" | "detail" | "edited_at", of: "l" | "t" = "l"): string {
  return column === "text" || column === "folded"
    ? `COALESCE(${of}.${column}, h.${column})`
    : `iif(${of}.edited_at < 0, h.${column}, ${of}.${column})`;
}

/** The columns that {@link messageFromRow} reads, of {@link MESSAGES}. */
export const MESSAGE_COLUMNS = `l.seq, l.at, l.member, l.name, l.command, ${current("text")} AS text, l.target,
  ${current("detail")} AS detail, ${current("edited_at")} AS edited_at`;

/** The message in a row as it stands today: edited or deleted since, with its reactions. */
export function messageFromRow(row: SqlRow, reactions: CurrentReactions): Message {
  const text = optionalText(row, "text");
  const replyTo = optionalInteger(row, "target");
  const editedAt = optionalInteger(row, "edited_at");
  const summaries = reactions.summariesOf(integer(row, "seq"));
  return {
    type: "message",
    ...commonFields(row),
    text: text ?? "",
    ...(replyTo === undefined ? {} : { replyTo }),
    ...mentionsFrom(optionalText(row, "detail")),
    ...(editedAt === undefined ? {} : { editedAt }),
    ...(text === undefined ? { deleted: true as const } : {}),
    ...(text === undefined && optionalText(row, "detail")?.startsWith(REMOVED)
      ? { removed: true as const }
      : {}),
    ...(text === undefined || summaries === undefined ? {} : { reactions: [...summaries] }),
  };
}

/** A message's column `detail`: its mentions as JSON; NULL for most, which have none. */
export function mentionsColumn(mentions: Mentions | undefined): string | null {
  return mentions === undefined ? null : JSON.stringify(mentions);
}

/** The mentions in that column; none if it is damaged, so that its page still loads. */
export function mentionsFrom(column: string | undefined): { mentions?: Mentions } {
  const mentions = column === undefined ? undefined : parseJson(column, mentionsSchema);
  return mentions === undefined ? {} : { mentions };
}
