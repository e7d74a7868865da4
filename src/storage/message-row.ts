/** Messages as rows of the log. */
import type { Message } from "../protocol/events/message.ts";
import { mentionsSchema, type Mentions } from "../protocol/fields.ts";
import type { ReactionsByMessage } from "./reactions.ts";
import { integer, optionalInteger, optionalText, type SqlRow } from "./sql.ts";
import { commonFields } from "./entry-definition.ts";

export const MESSAGE_KIND = 1;

/** The columns that {@link messageFromRow} reads. */
export const MESSAGE_COLUMNS = "seq, at, member, name, command, text, target, detail, edited_at";

/** The message in a row as it stands today: edited or deleted since, with its reactions. */
export function messageFromRow(row: SqlRow, reactions: ReactionsByMessage): Message {
  const text = optionalText(row, "text");
  const replyTo = optionalInteger(row, "target");
  const editedAt = optionalInteger(row, "edited_at");
  const summaries = reactions.get(integer(row, "seq"));
  return {
    type: "message",
    ...commonFields(row),
    text: text ?? "",
    ...(replyTo === undefined ? {} : { replyTo }),
    ...mentionsFrom(optionalText(row, "detail")),
    ...(editedAt === undefined ? {} : { editedAt }),
    ...(text === undefined ? { deleted: true as const } : {}),
    ...(summaries === undefined ? {} : { reactions: [...summaries] }),
  };
}

/** A message's column `detail`: its mentions as JSON; NULL for most, which have none. */
export function mentionsColumn(mentions: Mentions | undefined): string | null {
  return mentions === undefined ? null : JSON.stringify(mentions);
}

/** The mentions in that column; none if it is damaged, so that its page still loads. */
export function mentionsFrom(column: string | undefined): { mentions?: Mentions } {
  if (column === undefined) return {};
  try {
    const parsed = mentionsSchema.try(JSON.parse(column));
    return parsed.ok ? { mentions: parsed.value } : {};
  } catch {
    return {};
  }
}
