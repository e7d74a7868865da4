import { ACTS, type Act } from "../../protocol/acts.ts";
import type { AuditEntry } from "../../protocol/audit.ts";

/** What undoes an act that lasts; a member who was kicked comes back by themselves. */
export const UNDO: Readonly<Partial<Record<string, Act>>> = { hide: "show", mute: "unmute", ban: "unban" };

/**
 * The acts that undo what is still in effect, by the id of the entry that has it.
 * @param entries newest first, from the newest on
 * @param now in ms since 1970
 */
export function undoableEntries(entries: readonly AuditEntry[], now: number): ReadonlyMap<number, Act> {
  const undoable = new Map<number, Act>();
  const decided = new Set<string>();
  for (const { id, action, member, until } of entries) {
    if (member === undefined || !isAct(action)) continue;
    const subject = `${ACTS[action].kind} ${member.id}`;
    const undo = UNDO[action];
    // Only the newest one of a kind counts.
    if (!decided.has(subject) && undo !== undefined && (until ?? Number.POSITIVE_INFINITY) > now)
      undoable.set(id, undo);
    decided.add(subject);
  }
  return undoable;
}

export function isAct(action: string): action is Act {
  return Object.hasOwn(ACTS, action);
}
