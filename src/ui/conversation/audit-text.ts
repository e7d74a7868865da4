import type { AuditEntry } from "../../protocol/audit.ts";
import type { Formats } from "../i18n/formats.ts";
import type { Translate } from "../i18n/translate.ts";
import { isAct } from "../models/undoable-entries.ts";
import { noteText } from "./note-text.ts";

/** An entry of the audit log, in a sentence: as the list has it, where the list has one. */
export function auditText(entry: AuditEntry, t: Translate, formats: Formats): string {
  const { at, from, action, member = from, role = "guest", until, reason } = entry;
  const event = { seq: 0, at, id: "", from, member };
  if (isAct(action))
    return noteText({ ...event, type: "moderation", act: action, until, reason }, t, formats);
  if (action === "role" || action === "claim") return noteText({ ...event, type: "role", role }, t, formats);
  const text = t(`audit_${action}`, { from: from.name, member: member.name });
  return reason === undefined ? text : `${text} ${t("moderationReason", { reason })}`;
}
