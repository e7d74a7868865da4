/** The contract of a `RoomStore`, run on the SQLite of a Durable Object and on `node:sqlite`. */
import { expect, test } from "vitest";
import type { DurableType } from "../../src/protocol/traits.ts";
import { durableSchema } from "../../src/protocol/events/durable.ts";
import type { RoomSettings } from "../../src/protocol/settings.ts";
import type { NewOwnership } from "../../src/room/authority/store.ts";
import {
  DeletedRoomError,
  type NewEntry,
  type NewEntryOf,
  type StoredPage,
  type StoredRoom,
} from "../../src/room/store.ts";
import { leaveTombstone, NewerSchemaError, SCHEMA_VERSION } from "../../src/storage/migrations.ts";
import type { Sql } from "../../src/storage/sql.ts";
import { parseSearch } from "../../src/text/search-terms.ts";
import { SqlRoomStore } from "../../src/storage/sql-room-store.ts";
import { CROWD, crowdOn, storedReactions } from "./crowd.ts";

export interface Database {
  readonly sql: Sql;
  /** rows written since the database was created */
  rowsWritten(): number;
}

/** Runs `work` on an empty database. */
export type WithDatabase = (work: (database: Database) => void) => Promise<void>;

const NEW_ROOM = { name: "tea", epoch: "k3f9", key: new Uint8Array([1, 2, 3]), at: 1_000 };
const OWNERSHIP: NewOwnership = { ownerKeyHash: new Uint8Array([7]), settings: {}, activeAt: 5 };
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
  settings: {
    type: "settings",
    at: 4,
    from: ANA,
    commandId: "s",
    settings: { topic: "tea", slowModeSeconds: 5 },
  },
  role: { type: "role", at: 5, from: ANA, commandId: "o", member: BO, role: "moderator" },
  moderation: {
    type: "moderation",
    at: 5,
    from: ANA,
    commandId: "b",
    act: "ban",
    member: BO,
    until: 9,
    reason: "spam",
  },
  state: { type: "state", at: 6, from: BO, commandId: "k", key: "turn", value: { seat: "red" } },
  clear: { type: "clear", at: 7, from: ANA, commandId: "c" },
  delete: { type: "delete", at: 5, from: ANA, commandId: "d", target: 1 },
  restore: {
    type: "restore",
    at: 6,
    from: ANA,
    commandId: "u",
    target: 1,
    text: "@Bo, coffee?",
    mentions: [BO],
    holders: [{ emoji: "☕", member: "bo", name: "Bo", seq: 3 }],
  },
};

/** The seqs of the messages with a word that begins so. */
function search(log: StoredRoom["log"], word: string): number[] {
  const terms = parseSearch(word, { searchQueryBytes: 100, searchTerms: 1 });
  if (!terms.ok) throw new Error("no search");
  const bounds = { maxRows: 1_000, maxBytes: 100_000, maxComparisons: 100_000, limit: 10 };
  return log.search({ terms: terms.value, before: undefined, ...bounds }).events.map(({ seq }) => seq);
}

function createRoomIn(sql: Sql, ownership?: NewOwnership): StoredRoom {
  return new SqlRoomStore(sql).create({ ...NEW_ROOM, ownership });
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
      const unowned = { ...OWNERSHIP, ownerKeyHash: null as unknown as Uint8Array };
      for (const each of [broken, { ...NEW_ROOM, ownership: unowned }]) {
        expect(() => new SqlRoomStore(sql).create(each)).toThrow();
        expect(new SqlRoomStore(sql).open()).toBeUndefined();
      }
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

  test("[OWN-9] a room that was deleted is not opened, nor created again, nor migrated", () =>
    withDatabase(({ sql, rowsWritten }) => {
      const store = new SqlRoomStore(sql);
      store.create(NEW_ROOM);
      store.markDeleted(5);
      expect(() => new SqlRoomStore(sql).open()).toThrow(DeletedRoomError);
      for (const table of ["log", "reaction", "reaction_count", "room"]) sql.all(`DROP TABLE ${table}`);
      leaveTombstone(sql, 7);
      const before = rowsWritten();
      expect(() => new SqlRoomStore(sql).open()).toThrow(DeletedRoomError);
      sql.all("UPDATE room SET schema = 1");
      expect(() => new SqlRoomStore(sql).open()).toThrow(DeletedRoomError);
      expect(rowsWritten() - before).toBe(1);
      expect(sql.all("SELECT deleted_at FROM room")).toEqual([{ deleted_at: 7 }]);
    }));

  test("[LOG-5] a room with a newer schema is refused and not changed", () =>
    withDatabase(({ sql }) => {
      createRoomIn(sql).log.append(message("hello"));
      sql.all("UPDATE room SET schema = ?", SCHEMA_VERSION + 1);
      expect(() => new SqlRoomStore(sql).open()).toThrow(NewerSchemaError);
      expect(sql.all("SELECT schema FROM room")).toEqual([{ schema: SCHEMA_VERSION + 1 }]);
      expect(sql.all("SELECT text FROM log WHERE seq > 0")).toEqual([{ text: "hello" }]);
    }));

  test("[LOG-7] an edit writes two rows, three where a text becomes longer once more; pruning one for each row", () =>
    withDatabase(({ sql, rowsWritten }) => {
      const { log } = createRoomIn(sql);
      const cost = (work: () => unknown) => {
        const before = rowsWritten();
        work();
        return rowsWritten() - before;
      };
      const edit = (text: string): NewEntry => {
        return {
          type: "edit",
          at: 1_790_000_000_000,
          from: ANA,
          commandId: `e${text.length}`,
          target: 1,
          text,
        };
      };
      log.append(message("Hello, hello"));
      expect(cost(() => log.append(edit("Hell")))).toBe(2);
      expect(cost(() => log.append(edit("Hello and good evening")))).toBe(2);
      expect(cost(() => log.append(edit("Hello and good evening to all of you")))).toBe(3);
      expect(cost(() => log.append(edit("Hi")))).toBe(2);
      expect(log.message(1)).toMatchObject({ text: "Hi" });
      expect(cost(() => log.append({ type: "delete", at: 3, from: ANA, commandId: "d", target: 1 }))).toBe(2);
      for (let count = 0; count < 995; count++) log.append(message("Hello"));
      const pruned = cost(() => log.prune({ beforeSeq: 901, beforeAt: 0, maxRows: 1_000 }));
      // One is the room's own.
      expect([log.oldest, pruned]).toEqual([901, 900 + 1]);
      const swept = cost(() => log.sweep());
      expect(swept).toBeGreaterThan(500);
      expect(swept).toBeLessThan(900);
      expect(cost(() => log.sweep())).toBe(0);
      expect(log.eventsAfter(900, 1, undefined).events).toMatchObject([{ seq: 901, text: "Hello" }]);
    }));

  test("[LOG-3] [LOG-7] a message that became longer is read, searched, deleted, restored and pruned like any other", () =>
    withDatabase(({ sql }) => {
      const { log } = createRoomIn(sql);
      log.append(message("k"));
      log.append(message("another"));
      const edit = (text: string, at: number) =>
        log.append({ type: "edit", at, from: ANA, commandId: `e${at}`, target: 1, text, mentions: [BO] });
      const now = (text: string, at: number) => {
        const expected = { seq: 1, text, mentions: [BO], editedAt: at };
        expect(log.message(1)).toMatchObject(expected);
        expect(log.messagesBefore(undefined, 10, undefined).events).toMatchObject([expected, { seq: 2 }]);
        expect(log.eventsAfter(0, 1, undefined).events).toMatchObject([expected]);
        expect(log.eventsAfter(2, 1, undefined).events).toMatchObject([
          { type: "edit", text, mentions: [BO] },
        ]);
        expect(search(log, "Bo")).toEqual([1]);
        // In one row only, and in no other one's text.
        const stored = sql.all("SELECT text FROM log WHERE seq > 0 AND text IS NOT NULL");
        expect(stored.map((row) => row["text"])).toEqual(["another", text]);
      };
      edit("@Bo, a longer one", 5);
      now("@Bo, a longer one", 5);
      edit("@Bo, the longest of them all", 1_790_000_000_000);
      now("@Bo, the longest of them all", 1_790_000_000_000);
      edit("@Bo, short", 1_790_000_000_001);
      now("@Bo, short", 1_790_000_000_001);
      const content = log.message(1);
      log.append({ type: "delete", at: 7, from: ANA, commandId: "d", target: 1 });
      expect(log.message(1)).toMatchObject({ text: "", deleted: true });
      expect(log.message(1)).not.toHaveProperty("mentions");
      expect(search(log, "Bo")).toEqual([]);
      const { text = "", mentions = [], editedAt = 0 } = content ?? {};
      log.append({
        type: "restore",
        at: 8,
        from: ANA,
        commandId: "u",
        target: 1,
        text,
        mentions,
        editedAt,
        holders: [],
      });
      expect(log.message(1)).toEqual(content);
      expect(log.eventsAfter(log.newest - 1, 1, undefined).events).toMatchObject([
        { type: "restore", text: "@Bo, short", editedAt: 1_790_000_000_001 },
      ]);
      expect(log.prune({ beforeSeq: 2, beforeAt: 0, maxRows: 10 })).toBe(1);
      const left = sql.all("SELECT * FROM log WHERE seq > 0").map((row) => Object.values(row).join(" "));
      expect(left.filter((row) => row.includes("short"))).toEqual([]);
      expect(log.messagesBefore(undefined, 10, undefined).events).toMatchObject([{ seq: 2 }]);
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
      expect(sql.all("SELECT COUNT(*) AS count FROM log WHERE seq > 0")).toEqual([{ count: 1 }]);
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

  test("[DEL-3] [DEL-5] a restore writes text and reactions back in one transaction, and is replayed with those of today", () =>
    withDatabase(({ sql, rowsWritten }) => {
      const { log } = createRoomIn(sql);
      log.append(message("@Bo, tea?", { mentions: [BO] }));
      log.append(reaction(1, "🍵", true, BO));
      log.append(reaction(1, "👍", true));
      const holders = log.reactionHolders(1, 10);
      expect(holders).toMatchObject([
        { emoji: "🍵", member: "bo", seq: 2 },
        { emoji: "👍", member: "ana", seq: 3 },
      ]);
      expect(log.reactionHolders(1, 1)).toHaveLength(1);
      log.append({ type: "delete", at: 5, from: ANA, commandId: "d", target: 1 });
      expect(log.reactionsTo(1)).toEqual([]);
      const restore: NewEntry = {
        type: "restore",
        at: 6,
        from: ANA,
        commandId: "u",
        target: 1,
        text: "@Bo, tea?",
        mentions: [BO],
        holders,
      };
      const before = rowsWritten();
      expect(log.append(restore)).toBe(5);
      expect(rowsWritten() - before).toBe(4);
      const state = {
        text: "@Bo, tea?",
        mentions: [BO],
        reactions: [
          { emoji: "🍵", count: 1, names: ["Bo"], mine: true },
          { emoji: "👍", count: 1, names: ["Ana"] },
        ],
      };
      expect(log.messagesBefore(undefined, 10, "bo").events).toMatchObject([state]);
      // Also where its message is not in the same page.
      expect(log.eventsAfter(4, 10, "bo").events).toMatchObject([{ type: "restore", target: 1, ...state }]);
      log.append({ type: "delete", at: 7, from: ANA, commandId: "d2", target: 1 });
      const [again] = log.eventsAfter(4, 1, "bo").events;
      expect(again).toMatchObject({ type: "restore", text: "" });
      expect(again).not.toHaveProperty("reactions");
      expect(again).not.toHaveProperty("mentions");
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
      const { commandId, holders: _holders, ...fields } = { holders: [], ...entry };
      expect(event).toMatchObject({ ...fields, seq, id: commandId });
      expect(durableSchema.parse(event, { mode: "strict" })).toEqual(event);
    }),
  );

  test("[SET-1] each settings event is read back with the settings it was stored with", () =>
    withDatabase(({ sql, rowsWritten }) => {
      const { log } = createRoomIn(sql);
      const before = rowsWritten();
      log.append(settings({ topic: "شاي", slowModeSeconds: 5, write: "members", guestLinks: false }));
      log.append(settings({}));
      expect(rowsWritten() - before).toBe(2);
      expect(log.eventsAfter(0, 10, undefined).events).toMatchObject([
        {
          type: "settings",
          settings: { topic: "شاي", slowModeSeconds: 5, write: "members", guestLinks: false },
        },
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

  test("[OWN-2] a room without an owner has none of its tables", () =>
    withDatabase(({ sql }) => {
      expect(createRoomIn(sql).authority.load()).toBeUndefined();
    }));

  test("[OWN-2] an owner, settings and roles are read back", () =>
    withDatabase(({ sql, rowsWritten }) => {
      const ownership = { ownerKeyHash: new Uint8Array([7, 8]), settings: { topic: "tea" }, activeAt: 5 };
      const { authority } = createRoomIn(sql, ownership);
      const open = () => new SqlRoomStore(sql).open()?.authority;
      expect(open()?.load()).toEqual({
        ownerKeyHash: new Uint8Array([7, 8]),
        settings: { topic: "tea" },
        activeAt: 5,
        roles: [],
        links: [],
        keys: [],
        revokedTokens: [],
      });
      const before = rowsWritten();
      expect(authority.saveSettings({ write: "members" }, () => 5)).toBe(5);
      expect(authority.saveRole({ member: "bo", name: "Bo", role: "owner" }, () => 6)).toBe(6);
      expect(rowsWritten() - before).toBe(2);
      expect(open()?.load()).toMatchObject({
        settings: { write: "members" },
        roles: [{ member: "bo", name: "Bo", role: "owner" }],
      });
      authority.saveRole({ member: "bo", name: "Bo", role: "guest" }, () => undefined);
      authority.saveActiveAt(9);
      expect(open()?.load()).toMatchObject({ roles: [], activeAt: 9 });
    }));

  test("[OWN-7] links are read back, replaced and deleted, together with the role that one gives", () =>
    withDatabase(({ sql }) => {
      const { authority } = createRoomIn(sql, OWNERSHIP);
      const { links } = authority;
      const stored = () => new SqlRoomStore(sql).open()?.authority.load();
      expect(stored()?.links).toEqual([]);
      const many = { id: "a", role: "moderator", expiresAt: 9, uses: undefined } as const;
      const one = { id: "b", role: "member", expiresAt: 8, uses: 1 } as const;
      for (const link of [many, one]) links.save(link);
      expect(stored()?.links).toEqual([many, one]);
      const bo = { member: "bo", name: "Bo", role: "member" } as const;
      const fail = () => {
        links.save({ ...one, uses: 0 });
        throw new Error("the disk is full");
      };
      expect(() => authority.saveRole(bo, fail)).toThrow("full");
      expect(stored()).toMatchObject({ links: [many, one], roles: [] });
      authority.saveRole(bo, () => links.save({ ...one, uses: 0 }));
      expect(stored()).toMatchObject({ links: [many, { uses: 0 }], roles: [bo] });
      links.delete(["a", "absent"]);
      expect(stored()?.links).toMatchObject([{ id: "b" }]);
      sql.all("UPDATE link SET role = 'captain'");
      expect(stored()?.links).toEqual([]);
    }));

  test("[VOUCH-11] keys of a room are read back as they were, replaced and deleted", () =>
    withDatabase(({ sql, rowsWritten }) => {
      const { authority } = createRoomIn(sql, OWNERSHIP);
      const { keys } = authority;
      const stored = () => new SqlRoomStore(sql).open()?.authority.load()?.keys;
      expect(stored()).toEqual([]);
      const x = "A".repeat(43);
      const named = { iss: "https://shop.example", maxRole: "member" } as const;
      const secret = { ...named, kid: "a", alg: "HS256", key: new Uint8Array(32).fill(255) } as const;
      const open = { ...named, kid: "b", alg: "EdDSA", key: { kty: "OKP", crv: "Ed25519", x } } as const;
      keys.save({ key: secret, createdAt: 7 });
      const before = rowsWritten();
      keys.save({ key: open, createdAt: 8 });
      expect(rowsWritten() - before).toBe(1);
      expect(stored()).toEqual([
        { key: secret, createdAt: 7 },
        { key: open, createdAt: 8 },
      ]);
      keys.save({ key: { ...open, kid: "a" }, createdAt: 9 });
      expect(stored()?.[0]).toEqual({ key: { ...open, kid: "a" }, createdAt: 9 });
      keys.delete("a");
      expect(stored()).toMatchObject([{ createdAt: 8 }]);
      sql.all("UPDATE room_key SET alg = 'ES512'");
      expect(stored()).toEqual([]);
    }));

  test("[VOUCH-14] revoked tokens are read back, replaced and deleted", () =>
    withDatabase(({ sql, rowsWritten }) => {
      const { revokedTokens } = createRoomIn(sql, OWNERSHIP).authority;
      const stored = () => new SqlRoomStore(sql).open()?.authority.load()?.revokedTokens;
      expect(stored()).toEqual([]);
      const one = { id: "a", until: 1_790_000_000_000, by: "owner" } as const;
      const other = { id: "b", until: 7, by: "moderator" } as const;
      revokedTokens.save(one);
      const before = rowsWritten();
      revokedTokens.save(other);
      expect(rowsWritten() - before).toBe(1);
      expect(stored()).toEqual([one, other]);
      revokedTokens.save({ ...other, by: "owner" });
      revokedTokens.delete(["a", "absent"]);
      expect(stored()).toEqual([{ ...other, by: "owner" }]);
    }));

  test("[SET-2] [OWN-5] what is changed is not stored if its event cannot be", () =>
    withDatabase(({ sql }) => {
      const { authority } = createRoomIn(sql, OWNERSHIP);
      const fail = () => {
        throw new Error("the disk is full");
      };
      expect(() => authority.saveSettings({ topic: "tea" }, fail)).toThrow("full");
      expect(() => authority.saveRole({ member: "bo", name: "Bo", role: "owner" }, fail)).toThrow("full");
      expect(new SqlRoomStore(sql).open()?.authority.load()).toMatchObject({ settings: {}, roles: [] });
    }));

  test("[SET-5] the time at which a sender last published is kept, until it is forgotten", () =>
    withDatabase(({ sql }) => {
      const { authority } = createRoomIn(sql, OWNERSHIP);
      authority.notePosts(["ana", "at x"], 1_000);
      authority.notePosts(["ana"], 2_000);
      expect(new Map(authority.lastPosts())).toEqual(
        new Map([
          ["ana", 2_000],
          ["at x", 1_000],
        ]),
      );
      authority.forgetPosts(1_000);
      expect([...authority.lastPosts().keys()]).toEqual(["ana"]);
    }));

  test("[MOD-10] sanctions are read back, each replaces the former of its kind, and none is stored without its event", () =>
    withDatabase(({ sql }) => {
      const { authority } = createRoomIn(sql);
      const { sanctions } = authority;
      expect(sanctions.load()).toEqual([]);
      const ban = { member: "bo", kind: "ban", address: "", name: "Bo", until: 9, seq: 4 } as const;
      const byAddress = { ...ban, address: "x", until: undefined };
      sanctions.save(ban);
      sanctions.save({ ...ban, until: 10 });
      sanctions.save(byAddress);
      expect(sanctions.load()).toEqual([{ ...ban, until: 10 }, byAddress]);
      sanctions.delete(byAddress);
      expect(sanctions.load()).toEqual([{ ...ban, until: 10 }]);
      expect(() =>
        authority.transaction(() => {
          sanctions.delete(ban);
          throw new Error("the disk is full");
        }),
      ).toThrow("full");
      sql.all(
        "INSERT INTO sanction (member, kind, address, name, until, seq) VALUES ('c', 'x', '', 'C', 1, 1)",
      );
      expect(sanctions.load()).toEqual([{ ...ban, until: 10 }]);
    }));

  test("[MOD-9] the newest records are kept under ids that grow, and a damaged one is left out", () =>
    withDatabase(({ sql }) => {
      const { audit } = createRoomIn(sql).authority;
      expect(audit.before(undefined, 10)).toEqual([]);
      for (let at = 1; at <= 5; at++) audit.append({ at, from: ANA, action: "kick", member: BO }, 3);
      const entry = { from: ANA, action: "kick", member: BO };
      expect(audit.before(undefined, 2)).toEqual([
        { id: 5, at: 5, ...entry },
        { id: 4, at: 4, ...entry },
      ]);
      expect(audit.before(4, 10)).toEqual([{ id: 3, at: 3, ...entry }]);
      sql.all("UPDATE audit SET record = '{' WHERE id = 4");
      sql.all(
        `UPDATE audit SET record = '{"at":1,"from":{"id":"a","name":"A"},"action":"praise"}' WHERE id = 3`,
      );
      expect(audit.before(undefined, 10)).toMatchObject([{ id: 5 }]);
    }));

  test("[MOD-8] a moderator's deletion and restoring are read back with their author, and the message as removed", () =>
    withDatabase(({ sql }) => {
      const { log } = createRoomIn(sql);
      log.append(message("tea?", { from: BO, mentions: [ANA] }));
      log.append({ ...SAMPLES.delete, author: BO, reason: "spam" });
      expect(log.message(1)).toMatchObject({ text: "", deleted: true, removed: true });
      expect(log.message(1)).not.toHaveProperty("mentions");
      log.append({ ...SAMPLES.restore, text: "tea?", mentions: [ANA], author: BO, from: ANA });
      expect(log.eventsAfter(0, 10, undefined).events).toMatchObject([
        { text: "tea?", mentions: [ANA] },
        { type: "delete", from: ANA, author: BO, reason: "spam" },
        { type: "restore", from: ANA, author: BO },
      ]);
      expect(log.message(1)).not.toHaveProperty("removed");
      log.append(SAMPLES.delete);
      expect(log.message(1)).not.toHaveProperty("removed");
    }));

  test.each(["{", '{"act":"praise","member":{"id":"bo","name":"Bo"}}', null])(
    "[MOD-1] a stored act %j is read as none, and the rest of the page as usual",
    (detail) =>
      withDatabase(({ sql }) => {
        const { log } = createRoomIn(sql);
        log.append(SAMPLES.moderation);
        log.append(message("hello"));
        sql.all("UPDATE log SET detail = ? WHERE seq = 1", detail);
        const { events } = log.eventsAfter(0, 10, undefined);
        expect(events[0]).toMatchObject({ type: "moderation", act: "show", member: { id: "" } });
        expect(events[1]).toMatchObject({ type: "message", text: "hello" });
      }),
  );

  test.each([
    "{",
    "7",
    '{"member":{"id":"bo"},"role":"owner"}',
    '{"member":{"id":"bo","name":"Bo"},"role":"king"}',
  ])("[OWN-5] a stored role %j is read as none, and the rest of the page as usual", (detail) =>
    withDatabase(({ sql }) => {
      const { log } = createRoomIn(sql);
      log.append(SAMPLES.role);
      log.append(message("hello"));
      sql.all("UPDATE log SET detail = ? WHERE seq = 1", detail);
      const { events } = log.eventsAfter(0, 10, undefined);
      expect(events[0]).toMatchObject({ type: "role", member: { id: "", name: "" }, role: "guest" });
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

  test("[REACT-2] an emoji of many is counted by one row more from the 21st on, and exactly, also when some leave", () =>
    withDatabase(({ sql, rowsWritten }) => {
      const { log } = createRoomIn(sql);
      log.append(message("tea?"));
      const member = (index: number) => ({ id: `m${index}`, name: `Member ${index}` });
      const written = (index: number, on: boolean) => {
        const before = rowsWritten();
        log.append(reaction(1, "👍", on, member(index)));
        return rowsWritten() - before;
      };
      log.append(reaction(1, "🍵", true, BO));
      const costs = Array.from({ length: 60 }, (_, index) => written(index, true));
      expect(costs).toEqual([...Array<number>(20).fill(2), ...Array<number>(40).fill(3)]);
      log.append(reaction(1, "☕", true, ANA));
      log.append(reaction(1, "👍", true, member(59)));
      const shown = (viewer: string) => log.messagesBefore(undefined, 10, viewer).events;
      expect(log.reactionsOn(1, "👍", "m59")).toEqual({ count: 60, mine: true, otherEmoji: 2 });
      expect(shown("m59")).toMatchObject([
        {
          reactions: [
            { emoji: "🍵", count: 1 },
            { emoji: "👍", count: 60, mine: true },
            { emoji: "☕", count: 1 },
          ],
        },
      ]);
      for (let index = 0; index < 45; index++) written(index, false);
      expect(log.reactionsOn(1, "👍", "m0")).toEqual({ count: 15, mine: false, otherEmoji: 2 });
      for (let index = 0; index < 10; index++) written(index, true);
      expect(log.eventsAfter(log.newest - 1, 1, undefined).events).toMatchObject([{ count: 25 }]);
      for (let index = 0; index < 60; index++) written(index, false);
      expect(log.reactionsOn(1, "👍", "m0")).toEqual({ count: 0, mine: false, otherEmoji: 2 });
      written(0, true);
      expect(log.reactionsOn(1, "👍", "m0")).toEqual({ count: 1, mine: true, otherEmoji: 2 });
    }));

  test("[REACT-2] a crowded page shows of each message what a quiet one shows", () =>
    withDatabase(({ sql }) => {
      const { log } = createRoomIn(sql);
      const emoji = ["👍", "🍵", "☕", "🎉", "👀"];
      const held = new Map<string, Set<string>>();
      for (let count = 0; count < 12; count++) log.append(message("tea"));
      // Any order of members, messages and emoji, with removals: a linear congruence modulo a prime visits all.
      for (let step = 1; step < 2_003; step++) {
        const place = (step * 977) % 2_003;
        const [target, choice, index] = [1 + (place % 12), emoji[place % 5] ?? "", place % 37];
        const on = step % 11 !== 0;
        log.append(reaction(target, choice, on, { id: `m${index}`, name: `Member ${index}` }));
        const holders = held.get(`${target} ${choice}`) ?? new Set();
        held.set(`${target} ${choice}`, holders);
        if (on) holders.add(`m${index}`);
        else holders.delete(`m${index}`);
      }
      expect(Math.max(...[...held.values()].map(({ size }) => size))).toBeGreaterThan(20);
      const { events } = log.messagesBefore(undefined, 50, "m5", { maxRows: 100_000, maxBytes: 1_000_000 });
      expect(events).toHaveLength(12);
      for (const event of events) {
        const shown = event.type === "message" ? (event.reactions ?? []) : [];
        const expected = emoji.filter((choice) => (held.get(`${event.seq} ${choice}`)?.size ?? 0) > 0);
        expect(new Set(shown.map((each) => each.emoji))).toEqual(new Set(expected));
        for (const { emoji: choice, count, mine = false, names } of shown) {
          const holders = held.get(`${event.seq} ${choice}`) ?? new Set();
          expect({ count, mine }).toEqual({ count: holders.size, mine: holders.has("m5") });
          expect(names).toHaveLength(Math.min(10, holders.size));
          for (const name of names) expect(holders).toContain(name.replace("Member ", "m"));
        }
      }
    }));

  test("[REACT-2] reactions of a release that did not count them are counted when the room is opened", () =>
    withDatabase(({ sql }) => {
      const { log } = createRoomIn(sql);
      log.append(message("tea?"));
      for (let index = 0; index < 30; index++)
        log.append(reaction(1, "👍", true, { id: `m${index}`, name: "Member" }));
      sql.all("DELETE FROM reaction_count");
      sql.all("UPDATE log SET message_before = NULL");
      sql.all("UPDATE room SET schema = 3");
      const older = new SqlRoomStore(sql).open()?.log;
      expect(older?.reactionsOn(1, "👍", "m0")).toMatchObject({ count: 30 });
      older?.append(reaction(1, "👍", true));
      expect(older?.reactionsOn(1, "👍", "ana")).toMatchObject({ count: 31, mine: true });
      // The newest row knows the message below it, so that the page needs not walk over the reactions.
      expect(older?.messagesBefore(undefined, 10, undefined, { maxRows: 3, maxBytes: 999 })).toMatchObject({
        events: [{ seq: 1 }],
      });
    }));

  test("[HIST-5] a page skips what is no message, however much that is, and says where it stopped in older rows", () =>
    withDatabase(({ sql }) => {
      const { log } = createRoomIn(sql);
      log.append(message("1"));
      log.append(message("2"));
      for (let count = 0; count < 300; count++) log.append(reaction(1, "👍", count % 2 === 0));
      log.append(message("303"));
      for (let count = 0; count < 300; count++) log.append(reaction(1, "👍", count % 2 === 0));
      const bounds = { maxRows: 100, maxBytes: 10_000 };
      const seqs = (page: StoredPage | undefined) => page?.events.map(({ seq }) => seq);
      for (const opened of [log, new SqlRoomStore(sql).open()?.log]) {
        const page = opened?.messagesBefore(undefined, 10, undefined, bounds);
        expect(seqs(page)).toEqual([1, 2, 303]);
        expect(page).toEqual({ events: page?.events, more: false });
      }
      sql.all("UPDATE log SET message_before = NULL");
      const unmarked = new SqlRoomStore(sql).open()?.log;
      const pages: { seqs: number[] | undefined; before: number | undefined }[] = [];
      let before: number | undefined;
      do {
        const page = unmarked?.messagesBefore(before, 10, undefined, bounds);
        pages.push({ seqs: seqs(page), before: page?.before });
        before = page?.more === true ? (page.before ?? page.events[0]?.seq) : undefined;
      } while (before !== undefined);
      expect(pages.flatMap((page) => page.seqs)).toEqual([303, 1, 2]);
      expect(pages.length).toBeLessThanOrEqual(8);
    }));

  test("[HIST-5] a page is cut where reactions fill it, and goes on before its first message", () =>
    withDatabase(({ sql }) => {
      const { log } = createRoomIn(sql);
      for (let count = 0; count < 5; count++) log.append(message("tea"));
      for (let target = 1; target <= 5; target++)
        for (let index = 0; index < 150; index++)
          log.append(reaction(target, "👍", true, { id: `m${index}`, name: "Member" }));
      const bounds = { maxRows: 570, maxBytes: 10_000 };
      const page = log.messagesBefore(undefined, 10, undefined, bounds);
      expect(page).toMatchObject({
        events: [{ seq: 4 }, { seq: 5, reactions: [{ count: 150 }] }],
        more: true,
      });
      expect(page).not.toHaveProperty("before");
      expect(log.messagesBefore(4, 10, undefined, { ...bounds, maxRows: 1 })).toMatchObject({
        events: [{ seq: 3, reactions: [{ emoji: "👍", count: 150 }] }],
        more: true,
      });
    }));

  test("[HIST-5] a replay looks through no more rows than its bound, and always at one event", () =>
    withDatabase(({ sql }) => {
      const { log } = createRoomIn(sql);
      for (let count = 0; count < 50; count++) log.append(message("tea"));
      for (let target = 1; target <= 50; target++)
        for (const emoji of ["👍", "🍵"]) log.append(reaction(target, emoji, true));
      const replay = (after: number, maxRows: number) =>
        log.eventsAfter(after, 200, undefined, { maxRows, maxBytes: 100_000 });
      expect(replay(50, 40)).toMatchObject({ more: true });
      expect(replay(50, 40).events.length).toBeLessThanOrEqual(20);
      expect(replay(149, 1)).toMatchObject({ events: [{ seq: 150, count: 1 }], more: false });
      const seqs: number[] = [];
      for (let after = 0; after < log.newest; after = seqs.at(-1) ?? log.newest)
        seqs.push(...replay(after, 40).events.map(({ seq }) => seq));
      expect(seqs).toEqual(Array.from({ length: 150 }, (_, index) => index + 1));
    }));

  test("[PUB-5] the commands of a range of rows are read with type, member, name and id", () =>
    withDatabase(({ sql }) => {
      const { log } = createRoomIn(sql);
      log.append(message("1", { commandId: "x" }));
      log.append(message("2", { commandId: "x", from: BO }));
      log.append({ type: "delete", at: 1, from: BO, commandId: "y", target: 2 });
      const second = { type: "message", member: "bo", name: "Bo", id: "x", seq: 2 };
      const third = { type: "delete", member: "bo", name: "Bo", id: "y", seq: 3 };
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
      expect(log.message(9)).toBeUndefined();
      const reopened = new SqlRoomStore(sql).open()?.log;
      expect(reopened).toMatchObject({ oldest: 10, newest: 10 });
      expect([reopened?.oldestAt(), reopened?.message(9)]).toEqual([10, undefined]);
      expect(log.append(message("11"))).toBe(11);
    }));

  test("[DEL-1] [REACT-2] the reactions of a crowd are deleted step by step, over a restart, and none is shown or counted from the first", () =>
    withDatabase(({ sql }) => {
      const { log } = createRoomIn(sql);
      for (const text of ["1", "2"]) log.append(message(text));
      log.append(reaction(1, "👍", true, BO));
      log.append(reaction(2, "👍", true, BO));
      for (const statement of crowdOn(1)) sql.all(statement);
      const deletion = { type: "delete", at: 1, from: ANA, target: 1 } as const;
      log.append({ ...deletion, commandId: "d" });
      const held = () => storedReactions((statement) => sql.all(statement)).held;
      let left = held();
      expect(left).toBeGreaterThan(CROWD / 2);
      for (let steps = 0; ; steps++) {
        const opened = new SqlRoomStore(sql).open()?.log;
        expect(opened?.messagesBefore(undefined, 10, "bo").events).toMatchObject([
          { seq: 1, deleted: true },
          { seq: 2, reactions: [{ emoji: "👍", count: 1, mine: true }] },
        ]);
        expect(opened?.messagesBefore(2, 10, "bo").events[0]).not.toHaveProperty("reactions");
        expect(opened?.eventsAfter(2, 2, undefined).events).toMatchObject([{ count: 0 }, { count: 1 }]);
        expect(opened?.eraseDueAt).toBe(left === 1 ? undefined : 0);
        if (left === 1) break;
        opened?.erase(100, 1);
        expect(left - held()).toBeLessThanOrEqual(101);
        expect(left - held()).toBeGreaterThan(0);
        left = held();
        expect(steps).toBeLessThan(10);
      }
      expect(storedReactions((statement) => sql.all(statement))).toEqual({ held: 1, counts: 0 });
    }));

  test("[DEL-5] what is restored while the reactions of a crowd are deleted has all of them", () =>
    withDatabase(({ sql }) => {
      const { log } = createRoomIn(sql);
      log.append(message("1"));
      for (const statement of crowdOn(1)) sql.all(statement);
      const before = log.messagesBefore(undefined, 10, undefined).events;
      const holders = log.reactionHolders(1, 1_000);
      expect(holders).toHaveLength(CROWD);
      log.append({ type: "delete", at: 1, from: ANA, commandId: "d", target: 1 });
      log.erase(50, 1);
      log.append({ type: "restore", at: 1, from: ANA, commandId: "r", target: 1, text: "1", holders });
      expect(log.eraseDueAt).toBeUndefined();
      expect(log.messagesBefore(undefined, 10, undefined).events).toEqual(before);
      expect(log.reactionsTo(1)[0]).toMatchObject({ emoji: "👍", count: 300 });
    }));

  test("[DEL-6] a crowd's reactions that stay stored for a while are shown nowhere, and go from then on or come back", () => {
    for (const isRestored of [false, true])
      withDatabase(({ sql }) => {
        const { log } = createRoomIn(sql);
        for (const text of ["1", "2"]) log.append(message(text));
        for (const seq of [1, 2]) for (const statement of crowdOn(seq)) sql.all(statement);
        const before = log.messagesBefore(2, 10, "m7").events;
        const deletion = { type: "delete", at: 1, from: ANA, commandId: "d", target: 1 } as const;
        log.append({ ...deletion, keepReactionsUntil: 500 });
        const held = () => storedReactions((statement) => sql.all(statement)).held;
        const opened = new SqlRoomStore(sql).open()?.log;
        expect(opened?.messagesBefore(2, 10, "m7").events).toMatchObject([{ deleted: true }]);
        expect(opened?.messagesBefore(2, 10, "m7").events[0]).not.toHaveProperty("reactions");
        expect(opened?.eraseDueAt).toBe(500);
        opened?.erase(100, 499);
        expect(held()).toBe(2 * CROWD);
        if (isRestored) {
          log.append({ ...deletion, type: "restore", commandId: "r", text: "1", holders: undefined });
          expect(log.messagesBefore(2, 10, "m7").events).toEqual(before);
          expect(log.heldBy(1, ["👍", "👎"], ["m7", "m400", "bo"])).toEqual([{ emoji: "👍", member: "m7" }]);
        } else for (let steps = 0; steps < 6; steps++) opened?.erase(100, 500);
        expect(new SqlRoomStore(sql).open()?.log.eraseDueAt).toBeUndefined();
        expect(held()).toBe(isRestored ? 2 * CROWD : CROWD);
      });
  });

  test("[DEL-6] [LOG-4] they go sooner where their message does", () =>
    withDatabase(({ sql }) => {
      const { log } = createRoomIn(sql);
      for (const text of ["1", "2", "3"]) log.append(message(text));
      for (const seq of [1, 2]) for (const statement of crowdOn(seq)) sql.all(statement);
      const deletion = { type: "delete", at: 1, from: ANA, keepReactionsUntil: 500 } as const;
      for (const target of [1, 2]) log.append({ ...deletion, commandId: `d${target}`, target });
      log.prune({ beforeSeq: 2, beforeAt: 0, maxRows: 10 });
      for (let steps = 0; steps < 6; steps++) log.erase(100, 2);
      expect(storedReactions((statement) => sql.all(statement))).toEqual({ held: CROWD, counts: 2 });
      expect(log.eraseDueAt).toBe(500);
    }));

  test("[LOG-4] [LOG-8] the reactions of a crowd go step by step with their message, by age or as the log is cleared", () => {
    for (const end of ["prune", "expire", "clear"] as const)
      withDatabase(({ sql }) => {
        const { log } = createRoomIn(sql);
        for (const text of ["1", "2"]) log.append(message(text));
        for (const seq of [1, 2]) for (const statement of crowdOn(seq)) sql.all(statement);
        if (end === "prune") log.prune({ beforeSeq: 2, beforeAt: 0, maxRows: 10 });
        else if (end === "expire") log.clear();
        else log.append({ type: "clear", at: 1, from: ANA, commandId: "c" });
        const left = () => storedReactions((statement) => sql.all(statement));
        expect(left().held).toBeGreaterThan(CROWD);
        const kept = end === "prune" ? { held: CROWD, counts: 1 } : { held: 0, counts: 0 };
        for (let steps = 0; steps < 12; steps++) new SqlRoomStore(sql).open()?.log.erase(100, 1);
        expect(left()).toEqual(kept);
        expect(new SqlRoomStore(sql).open()?.log.eraseDueAt).toBeUndefined();
      });
  });

  test("[ROOM-4] how old a log is, is seen by its newest rows", () =>
    withDatabase(({ sql }) => {
      const { log } = createRoomIn(sql);
      log.append(message("from the future", { at: 9_000 }));
      expect(log.hasEventsSince(9_000)).toBe(true);
      for (let count = 0; count < 1_000; count++) log.append(message("old"));
      expect([log.hasEventsSince(9_000), log.hasEventsSince(2_000)]).toEqual([true, true]);
      log.append(message("old"));
      expect([log.hasEventsSince(9_000), log.hasEventsSince(2_000)]).toEqual([false, true]);
    }));

  test("[LOG-4] a cleared log is empty, and its seqs go on", () =>
    withDatabase(({ sql, rowsWritten }) => {
      const { log } = createRoomIn(sql);
      log.clear();
      expect(log).toMatchObject({ oldest: 0, newest: 0 });
      log.append(message("1", { at: 10 }));
      log.append(reaction(1, "👍", true));
      expect([log.newestAt(), log.hasEventsSince(3_000), log.hasEventsSince(3_001)]).toEqual([
        3_000,
        true,
        false,
      ]);
      log.clear();
      const written = rowsWritten();
      log.clear();
      expect(rowsWritten()).toBe(written);
      for (const each of [log, new SqlRoomStore(sql).open()?.log]) {
        expect(each).toMatchObject({ oldest: 3, newest: 2 });
        expect([each?.oldestAt(), each?.newestAt(), each?.hasEventsSince(0)]).toEqual([
          undefined,
          undefined,
          false,
        ]);
        expect(each?.messagesBefore(undefined, 10, undefined)).toEqual({ events: [], more: false });
        expect(each?.eventsAfter(2, 10, undefined)).toEqual({ events: [], more: false });
      }
      expect(sql.all("SELECT * FROM reaction")).toEqual([]);
      expect(log.append(message("3"))).toBe(3);
      expect(new SqlRoomStore(sql).open()?.log).toMatchObject({ oldest: 3, newest: 3 });
      expect(log.messagesBefore(undefined, 10, undefined)).toMatchObject({
        events: [{ seq: 3 }],
        more: false,
      });
    }));

  test("[LOG-5] a room of the release before cleared logs opens, and can be cleared", () =>
    withDatabase(({ sql }) => {
      const { log } = createRoomIn(sql);
      log.append(message("1"));
      sql.all("ALTER TABLE room DROP COLUMN cleared_through");
      sql.all("UPDATE room SET schema = 3");
      const migrated = new SqlRoomStore(sql).open();
      expect(migrated).toMatchObject({ createdAt: NEW_ROOM.at });
      expect(migrated?.log).toMatchObject({ oldest: 1, newest: 1 });
      migrated?.log.clear();
      expect(new SqlRoomStore(sql).open()?.log).toMatchObject({ oldest: 2, newest: 1 });
    }));

  test("[LOG-6] edits and reactions of pruned messages are read no more", () =>
    withDatabase(({ sql }) => {
      const { log } = createRoomIn(sql);
      for (const text of ["1", "2", "3"]) log.append(message(text));
      log.append(reaction(1, "👍", true));
      log.append(reaction(3, "👍", true));
      log.prune({ beforeSeq: 2, beforeAt: 0, maxRows: 1 });
      expect(log.eventsAfter(0, 10, undefined).events.map(({ seq }) => seq)).toEqual([2, 3, 5]);
    }));

  test("[LOG-4] sizeBytes grows with stored rows and shrinks with pruned ones", () =>
    withDatabase(({ sql }) => {
      const { log } = createRoomIn(sql);
      const empty = sql.sizeBytes();
      for (let count = 0; count < 100; count++) log.append(message("x".repeat(1_000)));
      const full = sql.sizeBytes();
      expect(full).toBeGreaterThan(empty + 100_000);
      log.prune({ beforeSeq: 99, beforeAt: 0, maxRows: 1_000 });
      log.sweep();
      expect(sql.sizeBytes()).toBeLessThan(full - 70_000);
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
