/** The contract of a `RoomStore`, run on the SQLite of a Durable Object and on `node:sqlite`. */
import { expect, test } from "vitest";
import type { DurableType } from "../../src/protocol/traits.ts";
import { durableSchema } from "../../src/protocol/events/durable.ts";
import type { RoomSettings } from "../../src/protocol/events/settings.ts";
import type { NewEntry, NewEntryOf, StoredRoom } from "../../src/room/store.ts";
import { NewerSchemaError, SCHEMA_VERSION } from "../../src/storage/migrations.ts";
import type { Sql } from "../../src/storage/sql.ts";
import { SqlRoomStore } from "../../src/storage/sql-room-store.ts";

export interface Database {
  readonly sql: Sql;
  /** rows written since the database was created */
  rowsWritten(): number;
}

/** Runs `work` on an empty database. */
export type WithDatabase = (work: (database: Database) => void) => Promise<void>;

const NEW_ROOM = { name: "tea", epoch: "k3f9", key: new Uint8Array([1, 2, 3]), at: 1_000 };
const ANA = { id: "ana", name: "Ana" };
const BO = { id: "bo", name: "Bo" };

let commands = 0;

function message(text: string, more: Partial<Extract<NewEntry, { type: "message" }>> = {}): NewEntry {
  return {
    type: "message",
    at: 2_000,
    from: ANA,
    commandId: `m${++commands}`,
    text,
    replyTo: undefined,
    ...more,
  };
}

function reaction(target: number, emoji: string, on: boolean, from = ANA): NewEntry {
  return { type: "reaction", at: 3_000, from, commandId: `r${++commands}`, target, emoji, on };
}

function settings(value: RoomSettings): NewEntry {
  return { type: "settings", at: 4_000, from: ANA, commandId: `s${++commands}`, settings: value };
}

/** One entry of every durable type, about message 1. */
const SAMPLES: { readonly [Type in DurableType]: NewEntryOf<Type> } = {
  message: {
    type: "message",
    at: 1,
    from: ANA,
    commandId: "m",
    text: "@Bo, tea?",
    replyTo: 1,
    mentions: [BO],
  },
  edit: { type: "edit", at: 2, from: ANA, commandId: "e", target: 1, text: "@Bo, coffee?", mentions: [BO] },
  reaction: { type: "reaction", at: 3, from: BO, commandId: "r", target: 1, emoji: "☕", on: true },
  settings: { type: "settings", at: 4, from: ANA, commandId: "s", settings: { topic: "tea", slow: 5 } },
  delete: { type: "delete", at: 5, from: ANA, commandId: "d", target: 1 },
};

function createRoomIn(sql: Sql): StoredRoom {
  return new SqlRoomStore(sql).create(NEW_ROOM);
}

export function roomStoreContract(withDatabase: WithDatabase): void {
  test("[ROOM-3] opening a room that does not exist writes nothing", () =>
    withDatabase(({ sql, rowsWritten }) => {
      const before = rowsWritten();
      expect(new SqlRoomStore(sql).open()).toBeUndefined();
      expect(new SqlRoomStore(sql).open()).toBeUndefined();
      expect(rowsWritten()).toBe(before);
      expect(
        sql.all("SELECT COUNT(*) AS count FROM sqlite_master WHERE name IN ('room', 'log', 'reaction')"),
      ).toEqual([{ count: 0 }]);
    }));

  test("[ROOM-2] creating a room that fails half-way stores nothing", () =>
    withDatabase(({ sql }) => {
      const broken = { ...NEW_ROOM, epoch: null as unknown as string };
      expect(() => new SqlRoomStore(sql).create(broken)).toThrow();
      expect(new SqlRoomStore(sql).open()).toBeUndefined();
      expect(createRoomIn(sql).log.newest).toBe(0);
    }));

  test("[ROOM-2] a created room is opened again, and opening writes nothing", () =>
    withDatabase(({ sql, rowsWritten }) => {
      createRoomIn(sql).log.append(message("hello"));
      const before = rowsWritten();
      const found = new SqlRoomStore(sql).open();
      expect(found).toMatchObject({ epoch: "k3f9", key: NEW_ROOM.key });
      expect(found?.log).toMatchObject({ newest: 1, oldest: 1 });
      expect(rowsWritten()).toBe(before);
    }));

  test("[LOG-5] a room with a newer schema is refused and not changed", () =>
    withDatabase(({ sql }) => {
      createRoomIn(sql).log.append(message("hello"));
      sql.all("UPDATE room SET schema = ?", SCHEMA_VERSION + 1);
      expect(() => new SqlRoomStore(sql).open()).toThrow(NewerSchemaError);
      expect(sql.all("SELECT schema FROM room")).toEqual([{ schema: SCHEMA_VERSION + 1 }]);
      expect(sql.all("SELECT text FROM log")).toEqual([{ text: "hello" }]);
    }));

  test("[LOG-2] a message writes one row, an edit two, a reaction two", () =>
    withDatabase(({ sql, rowsWritten }) => {
      const { log } = createRoomIn(sql);
      const cost = (entry: NewEntry) => {
        const before = rowsWritten();
        log.append(entry);
        return rowsWritten() - before;
      };
      expect(cost(message("hello"))).toBe(1);
      expect(cost(message("again", { replyTo: 1 }))).toBe(1);
      expect(cost(message("@Bo", { mentions: [BO] }))).toBe(1);
      expect(cost({ type: "edit", at: 3, from: ANA, commandId: "e", target: 1, text: "hi" })).toBe(2);
      expect(cost(reaction(1, "👍", true))).toBe(2);
      expect(cost(reaction(1, "👍", false))).toBe(2);
    }));

  test("[LOG-1] seqs are contiguous, and a failed insert takes none", () =>
    withDatabase(({ sql }) => {
      const { log } = createRoomIn(sql);
      expect(log.append(message("1"))).toBe(1);
      expect(() =>
        log.append(message(null as unknown as string, { at: null as unknown as number })),
      ).toThrow();
      expect(log.append(message("2"))).toBe(2);
      expect(() =>
        log.append({ ...reaction(1, "👍", true), from: { id: "x", name: null as unknown as string } }),
      ).toThrow();
      expect(log.append(message("3"))).toBe(3);
      expect(new SqlRoomStore(sql).open()?.log.newest).toBe(3);
    }));

  test("[LOG-1] an event and its changes to other rows are one transaction", () =>
    withDatabase(({ sql }) => {
      const { log } = createRoomIn(sql);
      log.append(message("whole"));
      sql.all("DROP TABLE reaction");
      expect(() => log.append({ type: "delete", at: 3, from: ANA, commandId: "d", target: 1 })).toThrow();
      expect(log.message(1)).toMatchObject({ from: ANA, text: "whole" });
      expect(sql.all("SELECT COUNT(*) AS count FROM log")).toEqual([{ count: 1 }]);
    }));

  test("[LOG-3] the text of edited and deleted messages is read from the message's own row", () =>
    withDatabase(({ sql }) => {
      const { log } = createRoomIn(sql);
      log.append(message("first"));
      log.append({ type: "edit", at: 3, from: ANA, commandId: "e", target: 1, text: "second" });
      expect(log.eventsAfter(0, 10, undefined).events).toMatchObject([
        { type: "message", text: "second", editedAt: 3 },
        { type: "edit", seq: 2, target: 1, text: "second" },
      ]);
      log.append({ type: "delete", at: 4, from: ANA, commandId: "d", target: 1 });
      expect(log.message(1)).toMatchObject({ from: ANA, text: "", deleted: true });
      const stored = sql.all("SELECT * FROM log").map((row) => Object.values(row).join(" "));
      expect(stored.join(" ")).not.toMatch(/first|second/);
    }));

  test("[HIST-1] a page of messages has messages only, a page of events every durable type", () =>
    withDatabase(({ sql }) => {
      const { log } = createRoomIn(sql);
      log.append(message("1"));
      log.append(reaction(1, "👍", true));
      log.append(message("3", { replyTo: 1 }));
      log.append({ type: "settings", at: 5, from: ANA, commandId: "s", settings: {} });
      expect(log.messagesBefore(undefined, 10, undefined)).toMatchObject({
        events: [{ seq: 1 }, { seq: 3, replyTo: 1 }],
        more: false,
      });
      expect(log.messagesBefore(3, 1, undefined)).toMatchObject({ events: [{ seq: 1 }], more: false });
      expect(log.messagesBefore(undefined, 1, undefined)).toMatchObject({ events: [{ seq: 3 }], more: true });
      expect(log.eventsAfter(1, 2, undefined)).toMatchObject({
        events: [{ type: "reaction", emoji: "👍", on: true, count: 1 }, { type: "message" }],
        more: true,
      });
      expect(log.eventsAfter(3, 2, undefined)).toMatchObject({ events: [{ type: "settings" }], more: false });
      expect(log.eventsAfter(4, 2, undefined)).toEqual({ events: [], more: false });
    }));

  test.each(Object.values(SAMPLES))("[LOG-1] a stored $type is read back with all its fields", (entry) =>
    withDatabase(({ sql }) => {
      const { log } = createRoomIn(sql);
      log.append(message("hello"));
      const seq = log.append(entry);
      const [event] = log.eventsAfter(seq - 1, 1, undefined).events;
      const { commandId, ...fields } = entry;
      expect(event).toMatchObject({ ...fields, seq, id: commandId });
      expect(durableSchema.parse(event, { mode: "strict" })).toEqual(event);
    }),
  );

  test("[SET-1] each settings event is read back with the settings it was stored with", () =>
    withDatabase(({ sql, rowsWritten }) => {
      const { log } = createRoomIn(sql);
      const before = rowsWritten();
      log.append(settings({ topic: "شاي", slow: 5, public: true, icon: null }));
      log.append(settings({}));
      expect(rowsWritten() - before).toBe(2);
      expect(log.eventsAfter(0, 10, undefined).events).toMatchObject([
        { type: "settings", settings: { topic: "شاي", slow: 5, public: true, icon: null } },
        { type: "settings", settings: {} },
      ]);
    }));

  test.each(["{", "[]", "7", '{"topic":{"en":"tea"}}', null])(
    "[SET-1] stored settings %j are read as none, and the rest of the page as usual",
    (detail) =>
      withDatabase(({ sql }) => {
        const { log } = createRoomIn(sql);
        log.append(settings({ topic: "tea" }));
        log.append(message("hello"));
        sql.all("UPDATE log SET detail = ? WHERE seq = 1", detail);
        const { events } = log.eventsAfter(0, 10, undefined);
        expect(events[0]).toHaveProperty("settings", {});
        expect(events[1]).toMatchObject({ type: "message", text: "hello" });
      }),
  );

  test("[REACT-2] reactions are counted, named in order of arrival, and marked as the reader's own", () =>
    withDatabase(({ sql }) => {
      const { log } = createRoomIn(sql);
      log.append(message("tea?"));
      log.append(reaction(1, "🍵", true, BO));
      log.append(reaction(1, "👍", true, ANA));
      log.append(reaction(1, "👍", true, BO));
      log.append(reaction(1, "👍", true, BO));
      expect(log.reactionsOn(1, "👍", "ana")).toEqual({ count: 2, mine: true, otherEmoji: 1 });
      expect(log.reactionsOn(1, "❤️", "ana")).toEqual({ count: 0, mine: false, otherEmoji: 2 });
      expect(log.messagesBefore(undefined, 10, "ana").events).toMatchObject([
        {
          reactions: [
            { emoji: "🍵", count: 1, names: ["Bo"] },
            { emoji: "👍", count: 2, mine: true, names: ["Ana", "Bo"] },
          ],
        },
      ]);
      log.append(reaction(1, "👍", false, ANA));
      log.append(reaction(1, "🍵", false, BO));
      const [page] = log.messagesBefore(undefined, 10, undefined).events;
      expect(page).toMatchObject({ reactions: [{ emoji: "👍", count: 1, names: ["Bo"] }] });
    }));

  test("[PUB-5] the commands of a range of rows are read with type, member and id", () =>
    withDatabase(({ sql }) => {
      const { log } = createRoomIn(sql);
      log.append(message("1", { commandId: "x" }));
      log.append(message("2", { commandId: "x", from: BO }));
      log.append({ type: "delete", at: 1, from: BO, commandId: "y", target: 2 });
      const second = { type: "message", member: "bo", id: "x", seq: 2 };
      const third = { type: "delete", member: "bo", id: "y", seq: 3 };
      expect(log.commandsBetween(1, 3)).toEqual([second, third]);
      expect(log.commandsBetween(1, 2)).toEqual([second]);
      expect(log.commandsBetween(3, 3)).toEqual([]);
    }));

  test("[LOG-4] pruning deletes the oldest rows, in steps, and never the newest row", () =>
    withDatabase(({ sql }) => {
      const { log } = createRoomIn(sql);
      for (let at = 1; at <= 10; at++) log.append(message(`${at}`, { at }));
      expect(log.prune({ beforeSeq: 0, beforeAt: 4, maxRows: 2 })).toBe(2);
      expect(log.prune({ beforeSeq: 0, beforeAt: 4, maxRows: 2 })).toBe(1);
      expect(log.prune({ beforeSeq: 0, beforeAt: 4, maxRows: 2 })).toBe(0);
      expect(log).toMatchObject({ oldest: 4, newest: 10 });
      expect(log.oldestAt()).toBe(4);
      expect(log.prune({ beforeSeq: 7, beforeAt: 0, maxRows: 100 })).toBe(3);
      expect(log.prune({ beforeSeq: 99, beforeAt: 99, maxRows: 100 })).toBe(3);
      expect(log).toMatchObject({ oldest: 10, newest: 10 });
      expect(new SqlRoomStore(sql).open()?.log).toMatchObject({ oldest: 10, newest: 10 });
      expect(log.append(message("11"))).toBe(11);
    }));

  test("[LOG-6] edits and reactions of pruned messages are read no more, and what follows such is not whole", () =>
    withDatabase(({ sql }) => {
      const { log } = createRoomIn(sql);
      for (const text of ["1", "2", "3"]) log.append(message(text));
      log.append(reaction(1, "👍", true));
      log.append(reaction(3, "👍", true));
      expect([0, 3, 4].map((seq) => log.isWholeAfter(seq))).toEqual([true, true, true]);
      log.prune({ beforeSeq: 2, beforeAt: 0, maxRows: 1 });
      expect(log.eventsAfter(0, 10, undefined).events.map(({ seq }) => seq)).toEqual([2, 3, 5]);
      expect([0, 1, 3, 4].map((seq) => log.isWholeAfter(seq))).toEqual([false, false, false, true]);
    }));

  test("[LOG-4] sizeBytes grows with stored rows and shrinks with pruned ones", () =>
    withDatabase(({ sql }) => {
      const { log } = createRoomIn(sql);
      const empty = sql.sizeBytes();
      for (let count = 0; count < 100; count++) log.append(message("x".repeat(1_000)));
      const full = sql.sizeBytes();
      expect(full).toBeGreaterThan(empty + 100_000);
      log.prune({ beforeSeq: 99, beforeAt: 0, maxRows: 1_000 });
      expect(sql.sizeBytes()).toBeLessThan(full - 80_000);
    }));

  test("[LOG-5] a row of an unknown kind is read as a deleted message, and the others as usual", () =>
    withDatabase(({ sql }) => {
      const { log } = createRoomIn(sql);
      log.append(message("1"));
      log.append(message("2"));
      sql.all("UPDATE log SET kind = 99 WHERE seq = 1");
      expect(log.eventsAfter(0, 10, undefined).events).toMatchObject([
        { seq: 1, type: "message", deleted: true },
        { seq: 2, text: "2" },
      ]);
    }));

  test("any text is stored unchanged: SQL, line breaks, Arabic, emoji", () =>
    withDatabase(({ sql }) => {
      const { log } = createRoomIn(sql);
      const texts = ["'; DROP TABLE log; --", "مرحبا\nبكم", "👨‍👩‍👧", "%_?1"];
      for (const text of texts) log.append(message(text));
      expect(log.messagesBefore(undefined, 10, undefined).events).toMatchObject(
        texts.map((text) => ({ text })),
      );
    }));
}
