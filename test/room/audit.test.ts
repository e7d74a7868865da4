/** The audit log (SPEC MOD-9). */
import { describe, expect, test } from "vitest";
import { moderate, moderatedRoom, tokenOf } from "../support/moderated-room.ts";
import { type TestGuest, TestRoom } from "../support/test-room.ts";

describe("[MOD-9] the audit log", () => {
  function read({ room }: { room: TestRoom }, token: string | undefined, before?: number) {
    const opened = room.room.read({ token, address: undefined });
    return opened.ok ? opened.value.audit(before) : opened;
  }

  test("has every act, role and change of settings, newest first, with who, whom, when and why", () => {
    const made = moderatedRoom();
    const { room, ownerKey, mo, spam, ana } = made;
    room.now += 1_000;
    spam.publish("buy");
    mo.send({ type: "delete", id: "d", seq: 2, reason: "spam" });
    mo.send({ type: "restore", id: "u", seq: 2 });
    mo.send({ type: "configure", id: "c", settings: { slowModeSeconds: 5 } });
    moderate(mo, spam, { act: "mute", until: room.now + 5, reason: "loud" });
    moderate(mo, spam, { act: "unmute" });
    ana.send({ type: "claim", id: "k", key: ownerKey });
    const page = read(made, ownerKey);
    const author = (guest: TestGuest) => ({ id: guest.session.member, name: guest.session.name });
    const [from, member, at] = [author(mo), author(spam), room.now];
    expect(page).toEqual({
      ok: true,
      value: {
        entries: [
          { id: 7, at, from: author(ana), action: "claim", member: author(ana), role: "owner" },
          { id: 6, at, from, action: "unmute", member },
          { id: 5, at, from, action: "mute", member, until: at + 5, reason: "loud" },
          { id: 4, at, from, action: "settings", settings: { slowModeSeconds: 5 } },
          { id: 3, at, from, action: "restore", member, seq: 2 },
          { id: 2, at, from, action: "delete", member, seq: 2, reason: "spam" },
          {
            id: 1,
            at: at - 1_000,
            from: { id: expect.any(String), name: "Owner" },
            action: "role",
            member: from,
            role: "moderator",
          },
        ],
        more: false,
      },
    });
  });

  test("is for moderators and owners alone", () => {
    const made = moderatedRoom();
    const { mo, spam } = made;
    expect(read(made, tokenOf(mo))).toMatchObject({ ok: true });
    expect(read(made, tokenOf(spam))).toMatchObject({ failure: { code: "forbidden" } });
    expect(read(made, undefined)).toMatchObject({ failure: { code: "token_needed" } });
    expect(read(made, "x")).toMatchObject({ failure: { code: "invalid_token" } });
    const common = new TestRoom();
    expect(read({ room: common }, tokenOf(common.join("Ana")))).toMatchObject({
      failure: { code: "forbidden" },
    });
  });

  test("is paged, rated, and keeps the newest 1,000 entries over retention", () => {
    const made = moderatedRoom({ limits: { retentionRows: 1, memberReadRate: { perSecond: 1, burst: 30 } } });
    const { room, mo, spam } = made;
    for (let index = 0; index < 1_010; index++)
      moderate(mo, spam, { act: index % 2 === 0 ? "mute" : "unmute" });
    room.runAlarm();
    const ids: number[] = [];
    let before: number | undefined;
    do {
      const page = read(made, tokenOf(mo), before);
      if (!page.ok) throw new Error(page.failure.code);
      expect(page.value.entries.length).toBeLessThanOrEqual(50);
      ids.push(...page.value.entries.map(({ id }) => id));
      ({ before } = page.value);
    } while (before !== undefined);
    expect(ids).toEqual(Array.from({ length: 1_000 }, (_, index) => 1_011 - index));
    for (let index = 0; index < 10; index++) read(made, tokenOf(mo));
    expect(read(made, tokenOf(mo))).toMatchObject({ failure: { code: "rate_limited" } });
  });
});
