import { exhaustive } from "../../text/exhaustive.ts";
import { formatDuration } from "../i18n/duration.ts";
import type { Formats } from "../i18n/formats.ts";
import type { Translate } from "../i18n/translate.ts";
import type { Note } from "../models/notes.ts";

/** What an owner or moderator did, in a sentence. */
export function noteText(note: Note, t: Translate, formats: Formats): string {
  const names = { from: note.from.name, member: note.member.name };
  if (note.type === "role") {
    // By the owner key, or a link.
    const isOwn = note.from.id === note.member.id;
    if (isOwn && note.role !== "guest") return t(`noteClaim_${note.role}`, names);
    return t(isOwn ? "noteRole_gaveUp" : `noteRole_${note.role}`, names);
  }
  const text = actText(note, names, t, formats);
  return note.reason === undefined ? text : `${text} ${t("moderationReason", { reason: note.reason })}`;
}

function actText(
  { act, at, until }: Extract<Note, { readonly type: "moderation" }>,
  names: { readonly from: string; readonly member: string },
  t: Translate,
  { locale }: Formats,
): string {
  switch (act) {
    case "hide":
    case "show":
    case "unmute":
    case "unban":
    case "kick":
      return t(`noteAct_${act}`, names);
    case "mute":
    case "ban":
      return until === undefined
        ? t(`noteAct_${act}`, names)
        : t(`noteAct_${act}Until`, { ...names, duration: formatDuration(locale, (until - at) / 1_000) });
    default:
      return exhaustive(act);
  }
}
