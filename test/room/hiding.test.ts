/** Members whose messages are hidden, or who are muted (SPEC MOD-3 to MOD-5). */
import { describe, expect, test } from "vitest";
import type { TestGuest } from "../support/test-room.ts";
import { codeOf, HOUR_MS, moderate, moderatedRoom, sanctionsIn, tokenOf } from "../support/moderated-room.ts";

describe("[MOD-3] hide", () => {
  function hidden() {
    const made = moderatedRoom();
    const { room, ana, spam, mo } = made;
    spam.publish("@Ana buy tea", { id: "s1" });
    ana.send({ type: "react", id: "r1", seq: 2, emoji: "👍", on: true });
    spam.send({ type: "edit", id: "e1", seq: 2, text: "buy green tea" });
    ana.publish("no thanks", { replyTo: 2 });
    const before = room.read.view().position;
    moderate(mo, spam, { act: "hide" });
    return { ...made, before };
  }

  const REMOVED = { seq: 2, text: "", deleted: true, removed: true };

  test("reads as deleted in pages, recoveries, peeks and joins, without reactions", () => {
    const { room, ana } = hidden();
    const [page] = ana.send({ type: "history", id: "h" });
    const [events] = ana.send({ type: "history", id: "h", after: 1 });
    const shown = room.join("Bo").last("page");
    const peeked = room.read.peek(`${room.read.view().position.split(".")[0]}.1`);
    const texts = [page, events, shown, peeked, room.read.messagesBefore(undefined, 10)];
    for (const found of texts) {
      expect(JSON.stringify(found)).not.toMatch(/buy|👍.*"count":1/u);
      const list = found !== undefined && "events" in found ? found.events : [];
      expect(list.find((event) => "seq" in event && event.seq === 2)).toEqual({
        type: "message",
        at: room.now,
        from: { id: expect.any(String), name: "Spam" },
        id: "s1",
        ...REMOVED,
      });
    }
    expect(events).toMatchObject({
      events: [{}, { type: "reaction", count: 0 }, { type: "edit", text: "" }, {}, {}],
    });
  });

  test("no search finds them, no reaction is admitted, and no holder is listed", () => {
    const { room, ana } = hidden();
    const found = room.read.search({ query: "tea", before: undefined });
    expect(found).toMatchObject({ ok: true, value: { events: [] } });
    expect(ana.send({ type: "react", id: "r2", seq: 2, emoji: "👍", on: false })).toMatchObject([
      { code: "message_not_found" },
    ]);
    expect(room.read.reactionHolders({ seq: 2, emoji: "👍", after: undefined })).toMatchObject({
      value: { holders: [] },
    });
  });

  test("its member can neither edit nor restore them, but delete them for good", () => {
    const { room, mo, spam } = hidden();
    expect(spam.send({ type: "edit", id: "e2", seq: 2, text: "buy it" })).toMatchObject([
      { code: "message_not_found" },
    ]);
    expect(spam.send({ type: "delete", id: "d", seq: 2 })).toMatchObject([{ type: "delete", target: 2 }]);
    expect(spam.send({ type: "restore", id: "u", seq: 2 })).toMatchObject([{ code: "message_not_found" }]);
    moderate(mo, spam, { act: "show" });
    expect(room.join("Bo").last("page").events[0]).toMatchObject({ seq: 2, text: "", deleted: true });
  });

  test("what they write afterwards is shown", () => {
    const { room, spam } = hidden();
    spam.publish("sorry");
    expect(room.join("Bo").last("page").events.at(-1)).toMatchObject({ text: "sorry" });
    expect(room.join("Cy").last("page").events[0]).toMatchObject(REMOVED);
  });

  test("holds over an eviction, and show brings everything back", () => {
    const { room, mo, spam, ana } = hidden();
    room.evict();
    expect(room.join("Bo").last("page").events[0]).toMatchObject(REMOVED);
    moderate(mo, spam, { act: "show" });
    const [page] = ana.send({ type: "history", id: "h" });
    expect(page).toMatchObject({
      events: [{ seq: 2, text: "buy green tea", reactions: [{ emoji: "👍", count: 1, mine: true }] }, {}],
    });
    expect(JSON.stringify(page)).not.toContain("removed");
  });

  test("[MOD-4] a replay of hide and show leaves each message as it now is", () => {
    const { room, ana, mo, spam, before } = hidden();
    const token = tokenOf(ana);
    room.leave(ana);
    moderate(mo, spam, { act: "show" });
    const back = room.join(undefined, { token, position: before });
    expect(back.all("moderation").map(({ act }) => act)).toEqual(["hide", "show"]);
    const [page] = back.send({ type: "history", id: "h", before: 3, limit: 1 });
    expect(page).toMatchObject({ events: [{ text: "buy green tea" }] });
  });

  test("is forgotten once no message of the member is kept", () => {
    const { room, mo, spam, ana } = moderatedRoom({ limits: { retentionRows: 3 } });
    spam.publish("buy");
    moderate(mo, spam, { act: "hide" });
    for (let index = 0; index < 200; index++) ana.publish(`${index}`);
    room.runAlarm();
    moderate(mo, ana, { act: "mute" });
    expect(sanctionsIn(room)).toMatchObject([{ kind: "mute" }]);
  });
});

describe("[MOD-5] mute", () => {
  const WRITES = [
    { type: "publish", id: "w1", text: "buy" },
    { type: "edit", id: "w2", seq: 2, text: "buy" },
    { type: "react", id: "w3", seq: 2, emoji: "👍", on: true },
    { type: "restore", id: "w4", seq: 2 },
    { type: "rename", id: "w5", name: "Buy this" },
  ] as const;

  test("refuses what writes, with its end, and reading goes on", () => {
    const { room, mo, spam, ana } = moderatedRoom();
    spam.publish("mine");
    const until = room.now + HOUR_MS;
    moderate(mo, spam, { act: "mute", until });
    for (const command of WRITES)
      expect(spam.send(command)).toEqual([
        {
          type: "error",
          id: command.id,
          code: "muted",
          message: "You are muted: you can read, but not write, until 2026-11-23 13:00 UTC.",
          until,
        },
      ]);
    expect(spam.send({ type: "typing", on: true })).toEqual([]);
    expect(spam.send({ type: "signal", data: 1 })).toEqual([]);
    expect([...ana.all("typing"), ...ana.all("signal")]).toEqual([]);
    ana.publish("heard?");
    expect(spam.texts.at(-1)).toBe("heard?");
    expect(spam.send({ type: "delete", id: "d", seq: 2 })).toMatchObject([{ type: "delete" }]);
  });

  test("ends by itself, or is lifted", () => {
    const { room, mo, spam } = moderatedRoom();
    moderate(mo, spam, { act: "mute", until: room.now + HOUR_MS });
    room.now += HOUR_MS - 1;
    expect(spam.publish("now?")).toMatchObject([{ code: "muted" }]);
    room.now += 1;
    expect(spam.publish("now")).toMatchObject([{ type: "message" }]);
    moderate(mo, spam, { act: "mute" });
    expect(spam.publish("now?")).toMatchObject([{ code: "muted", message: /write\.$/u }]);
    moderate(mo, spam, { act: "unmute" });
    expect(spam.publish("now")).toMatchObject([{ type: "message" }]);
  });

  test("is in `self` where a member joins, as long as it holds, and nowhere else", () => {
    const { room, mo, spam, ana } = moderatedRoom();
    const token = tokenOf(spam);
    const selfOf = (guest: TestGuest) => guest.last("welcome").self;
    const rejoin = () => selfOf(room.join(undefined, { token }));
    expect(rejoin()).not.toHaveProperty("muted");
    moderate(mo, spam, { act: "mute" });
    expect(rejoin().muted).toEqual({});
    const until = room.now + HOUR_MS;
    moderate(mo, spam, { act: "mute", until });
    room.evict();
    expect(rejoin().muted).toEqual({ until });
    expect(selfOf(room.join(undefined, { token, stream: "s" })).muted).toEqual({ until });
    expect(selfOf(room.join(undefined, { token: tokenOf(ana) }))).not.toHaveProperty("muted");
    room.now = until;
    expect(rejoin()).not.toHaveProperty("muted");
  });

  test("holds over an eviction, another tab, requests and a new join", () => {
    const { room, mo, spam } = moderatedRoom();
    const tab = room.join(undefined, { token: tokenOf(spam) });
    moderate(mo, spam, { act: "mute" });
    room.evict();
    expect(tab.publish("from here")).toMatchObject([{ code: "muted" }]);
    expect(codeOf(room.post("by request", { token: tokenOf(spam) }))).toBe("muted");
    const again = room.join(undefined, { token: tokenOf(spam), stream: "s" });
    expect(again.publish("by stream")).toMatchObject([{ code: "muted" }]);
  });
});
