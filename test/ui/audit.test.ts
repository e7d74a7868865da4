/** The audit log in the interface (SPEC MOD-9). */
import { expect, test } from "vitest";
import type { AuditEntry } from "../../src/protocol/audit.ts";
import { auditText } from "../../src/ui/conversation/audit-text.ts";
import { formats } from "../../src/ui/i18n/formats.ts";
import { withoutIsolates } from "../../src/ui/i18n/translate.ts";
import { undoableEntries } from "../../src/ui/models/undoable-entries.ts";
import { IN_ENGLISH } from "./support/english.ts";
import { ana, badr, NOON } from "./support/sample.ts";

const entry = (id: number, more: Partial<AuditEntry>): AuditEntry => ({
  id,
  at: NOON,
  from: { id: ana.id, name: ana.name },
  action: "mute",
  member: badr,
  ...more,
});

test("[MOD-9] only what is still in effect can be undone: the newest of its kind on a member", () => {
  const entries = [
    entry(7, { action: "unmute" }),
    entry(6, { action: "kick" }),
    entry(5, { action: "mute" }),
    entry(4, { action: "hide" }),
    entry(3, { action: "hide" }),
    entry(2, { action: "ban", until: NOON - 1 }),
    entry(1, { action: "ban", member: { id: "c3", name: "Cem" }, until: NOON + 1 }),
  ];
  expect([...undoableEntries(entries, NOON)]).toEqual([
    [4, "show"],
    [1, "unban"],
  ]);
});

test("[MOD-9] every entry is a sentence", () => {
  const say = (more: Partial<AuditEntry>) =>
    withoutIsolates(auditText(entry(1, more), IN_ENGLISH.t, formats("en")));
  expect(say({ action: "ban", reason: "spam" })).toBe("بدر was banned by Ana. Reason: spam");
  expect(say({ action: "delete", seq: 3, reason: "spam" })).toBe(
    "Ana deleted a message of بدر. Reason: spam",
  );
  expect(say({ action: "role", role: "moderator" })).toBe("Ana made بدر a moderator.");
  expect(say({ action: "claim", member: { id: ana.id, name: ana.name }, role: "owner" })).toBe(
    "Ana is now an owner of the room.",
  );
  const { member: _member, ...settings } = entry(1, { action: "settings" });
  expect(withoutIsolates(auditText(settings, IN_ENGLISH.t, formats("en")))).toBe(
    "Ana changed the room’s settings.",
  );
});
