/** A room that its owner clears (SPEC LOG-8). */
import { describe, expect, test } from "vitest";
import type { RoomEvent } from "../../src/protocol/events.ts";
import { ERASED_ROWS } from "../../src/room/commands/clear.ts";
import { PRUNE_ROWS } from "../../src/room/retention.ts";
import { TestRoom, type TestGuest } from "../support/test-room.ts";

const UNLIMITED = { perSecond: 1_000_000, burst: 1_000_000 };
const LIMITS = { memberRate: UNLIMITED, roomRate: UNLIMITED, frameRate: UNLIMITED };

function ownedRoom() {
  const room = new TestRoom({ limits: LIMITS });
  return { room, ownerKey: room.own() };
}

let clears = 0;

function clear(room: TestRoom, ownerKey: string): RoomEvent & { readonly seq: number } {
  const [event] = room.sendOverHttp(ownerKey, { type: "clear", id: `clear-${++clears}` });
  if (event?.type !== "clear") throw new Error(JSON.stringify(event));
  return event;
}

/** The texts and names in the rows of the log. */
function storedTexts({ database }: TestRoom): string {
  const rows = database.prepare("SELECT member, name, command, text, folded, detail FROM log WHERE seq >= 1");
  return JSON.stringify(rows.all());
}

function seqOf(events: readonly RoomEvent[]): number {
  const [event] = events;
  if (event?.type !== "message") throw new Error("not published");
  return event.seq;
}

function tokenOf(guest: TestGuest): string {
  return guest.last("welcome").self.token;
}

describe("[LOG-8] clear", () => {
  test("deletes everything before it on every path, at once and after an eviction", () => {
    const { room, ownerKey } = ownedRoom();
    const ana = room.join("Ana");
    const seq = seqOf(ana.publish("canary one"));
    ana.publish("canary two", { replyTo: seq });
    ana.send({ type: "react", id: "r", seq, emoji: "👍", on: true });
    const event = clear(room, ownerKey);
    expect(event).toMatchObject({ type: "clear", seq: 4, from: { name: "Owner" } });
    expect(ana.last("clear")).toEqual(event);
    for (const isEvicted of [false, true]) {
      if (isEvicted) room.evict();
      const { read } = room;
      expect(read.messagesBefore(undefined, 50)).toMatchObject({ events: [], more: false });
      expect(read.search({ query: "canary", before: undefined })).toMatchObject({
        value: { events: [], more: false },
      });
      expect(read.reactionHolders({ seq, emoji: "👍", after: undefined })).toMatchObject({ ok: false });
      expect(ana.send({ type: "history", id: "h", before: 4 })).toMatchObject([{ events: [], more: false }]);
      expect(ana.send({ type: "edit", id: `e${isEvicted}`, seq, text: "more" })).toMatchObject([
        { code: "message_not_found" },
      ]);
      expect(room.join("Bo").last("page")).toMatchObject({ events: [], more: false });
    }
    expect(storedTexts(room)).not.toMatch(/canary|Ana/);
    expect(room.database.prepare("SELECT * FROM reaction").all()).toEqual([]);
    const next = ana.publish("afresh");
    expect(seqOf(next)).toBe(5);
    expect(room.join("Cy").last("page").events).toMatchObject([{ seq: 5, text: "afresh" }]);
  });

  test("that cannot be stored leaves the shared state of a new room as it was", () => {
    const { room, ownerKey } = ownedRoom();
    const ana = room.join("Ana");
    ana.send({ type: "state", id: "s", key: "score", value: 3 });
    room.database.exec("CREATE TRIGGER full BEFORE INSERT ON log BEGIN SELECT RAISE(ABORT, 'full'); END");
    expect(() => clear(room, ownerKey)).toThrow("full");
    expect(room.join("Bo").last("welcome").state?.entries).toMatchObject([{ key: "score", value: 3 }]);
  });

  test("[DEL-3] forgets what could be restored", () => {
    const { room, ownerKey } = ownedRoom();
    const ana = room.join("Ana");
    const seq = seqOf(ana.publish("oh no"));
    ana.send({ type: "delete", id: "d", seq });
    clear(room, ownerKey);
    expect(ana.send({ type: "restore", id: "r", seq })).toMatchObject([{ code: "message_not_found" }]);
  });

  test("leaves settings, roles, links and what was done to members", () => {
    const { room, ownerKey } = ownedRoom();
    const [ana, spam] = room.joinAll("Ana", "Spam");
    room.giveRole(ownerKey, ana.session.member, "moderator");
    ana.send({ type: "configure", id: "s", settings: { announcement: "Hi" } });
    ana.send({ type: "moderate", id: "m", act: "mute", member: spam.session.member });
    const { key } = room.makeLink(ownerKey, { role: "member" });
    clear(room, ownerKey);
    room.evict();
    expect(room.read.view().settings).toEqual({ announcement: "Hi" });
    expect(room.join(undefined, { token: tokenOf(ana) }).last("welcome").self.role).toBe("moderator");
    expect(spam.publish("buy")).toMatchObject([{ code: "muted" }]);
    expect(room.join("Bo").send({ type: "claim", id: "c", key })[0]).toMatchObject({
      self: { role: "member" },
    });
  });

  test("[REC-1] [REC-2] one who had everything up to it receives it, any other starts from the newest page", () => {
    const { room, ownerKey } = ownedRoom();
    const ana = room.join("Ana");
    ana.publish("one");
    const early = room.read.view().position;
    ana.publish("two");
    const late = room.read.view().position;
    const { seq } = clear(room, ownerKey);
    ana.publish("three");
    for (const isEvicted of [false, true]) {
      if (isEvicted) room.evict();
      expect(room.join("Bo", { position: late }).received).toMatchObject([
        { type: "welcome", recovered: true },
        { type: "clear", seq },
        { type: "message", text: "three" },
      ]);
      expect(room.join("Bo", { position: early }).received).toMatchObject([
        { type: "welcome", recovered: false },
        { type: "page", events: [{ text: "three" }], more: false },
      ]);
      expect(room.read.peek(late)).toMatchObject({ recovered: true, events: [{ type: "clear" }, {}] });
    }
  });

  test("[PUB-5] is done once, and no message of before is stored a second time", () => {
    const { room, ownerKey } = ownedRoom();
    const ana = room.join("Ana");
    const message = { type: "publish", id: "p", text: "one", since: 0 } as const;
    ana.send(message);
    ana.publish("two");
    const command = { type: "clear", id: "again", since: 2 } as const;
    const [first] = room.sendOverHttp(ownerKey, command);
    expect(room.sendOverHttp(ownerKey, command)).toMatchObject([{ type: "stored", seq: 3 }]);
    expect(first).toMatchObject({ type: "clear", seq: 3 });
    expect(ana.send(message)).toMatchObject([{ type: "stored", seq: 1 }]);
    room.evict();
    expect(room.sendOverHttp(ownerKey, command)).toMatchObject([{ type: "stored", seq: 3 }]);
    expect(ana.send(message)).toMatchObject([{ code: "outcome_unknown" }]);
    expect(room.join("Bo").last("page").events).toEqual([]);
  });

  test("[LOG-7] of a large log is overwritten step by step, and read no more meanwhile", () => {
    const { room, ownerKey } = ownedRoom();
    const ana = room.join("Ana");
    const count = 2 * PRUNE_ROWS + 500;
    for (let number = 1; number <= count; number++) ana.publish(`canary ${number}`);
    clear(room, ownerKey);
    const left = () => storedTexts(room).match(/canary \d+/g)?.length ?? 0;
    expect(left()).toBe(count - ERASED_ROWS);
    expect(room.read.messagesBefore(undefined, 50)).toMatchObject({ events: [], more: false });
    expect(room.room.retentionDueAt()).toBe(room.now);
    room.evict();
    ana.publish("meanwhile");
    expect(room.room.prune()).toBe(true);
    expect(left()).toBe(count - ERASED_ROWS - PRUNE_ROWS);
    while (room.room.prune());
    expect(left()).toBe(0);
    expect(room.room.retentionDueAt()).toBeGreaterThan(room.now);
    const [rows] = room.database.prepare("SELECT COUNT(*) AS count FROM log WHERE seq >= 1").all();
    expect(Number(rows?.["count"])).toBeLessThan(PRUNE_ROWS);
    expect(room.join("Bo").last("page").events).toMatchObject([{ text: "meanwhile" }]);
  });

  test("[LOG-4] expires like any event, also where it is the last one and not all is overwritten yet", () => {
    const { room, ownerKey } = ownedRoom();
    const ana = room.join("Ana");
    for (let number = 1; number <= PRUNE_ROWS + 10; number++) ana.publish(`canary ${number}`);
    const { seq } = clear(room, ownerKey);
    room.now += room.limits.retentionMs;
    while (room.room.prune());
    expect(storedTexts(room)).not.toContain("canary");
    room.evict();
    expect(seqOf(ana.publish("afresh"))).toBe(seq + 1);
  });

  test("[MOD-9] is in the audit log", () => {
    const { room, ownerKey } = ownedRoom();
    clear(room, ownerKey);
    const audit = room.readAs({ token: ownerKey }).audit(undefined);
    expect(audit).toMatchObject({ value: { entries: [{ action: "clear", from: { name: "Owner" } }] } });
  });
});
