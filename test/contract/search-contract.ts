/** The contract of `Log.search`, run on the SQLite of a Durable Object and on `node:sqlite`. */
import { expect, test } from "vitest";
import type { Log, NewEntry } from "../../src/room/store.ts";
import { DEFAULT_LIMITS } from "../../src/protocol/limits.ts";
import type { Sql } from "../../src/storage/sql.ts";
import { SqlRoomStore } from "../../src/storage/sql-room-store.ts";
import { parseSearch } from "../../src/text/search-terms.ts";
import type { WithDatabase } from "./room-store-contract.ts";

const NEW_ROOM = { name: "tea", epoch: "k3f9", key: new Uint8Array([1, 2, 3]), at: 1_000 };
const ANA = { id: "ana", name: "Ana" };

let commands = 0;

function message(text: string): NewEntry {
  const commandId = `m${++commands}`;
  return { type: "message", at: 2_000, from: ANA, commandId, text, replyTo: undefined };
}

function search(
  log: Log,
  query: string,
  more: {
    before?: number;
    maxRows?: number;
    maxBytes?: number;
    maxComparisons?: number;
    limit?: number;
  } = {},
) {
  const terms = parseSearch(query, DEFAULT_LIMITS);
  if (!terms.ok) throw new Error(terms.failure);
  const { before, maxRows = 5_000, maxBytes = 1_000_000, maxComparisons = 1_000_000, limit = 20 } = more;
  const page = log.search({ terms: terms.value, before, maxRows, maxBytes, maxComparisons, limit });
  return { ...page, events: page.events.map(({ seq }) => seq) };
}

/** The schema of the release before search: its rows have no folded words. */
function downgradeSchema(sql: Sql): void {
  sql.all("ALTER TABLE log DROP COLUMN folded");
  sql.all("ALTER TABLE room DROP COLUMN folded_from");
  sql.all("UPDATE room SET schema = 1");
}

/** The schema of the release whose folding kept the letters that do not decompose. */
function downgradeFolding(sql: Sql): void {
  sql.all("UPDATE log SET folded = 'kjøbenhavn' WHERE text = 'Kjøbenhavn'");
  sql.all("UPDATE room SET schema = 2, folded_from = 1");
}

function reopen(sql: Sql): Log {
  const stored = new SqlRoomStore(sql).open();
  if (stored === undefined) throw new Error("the room is gone");
  return stored.log;
}

export function searchContract(withDatabase: WithDatabase): void {
  const inRoom = (work: (log: Log, sql: Sql, rowsWritten: () => number) => void) =>
    withDatabase(({ sql, rowsWritten }) =>
      work(new SqlRoomStore(sql).create(NEW_ROOM).log, sql, rowsWritten),
    );

  test("[SEARCH-2] words are found in any spelling, newest first, as whole messages", () =>
    inRoom((log) => {
      for (const text of ["Tea?", "مَرْحَبًا بِكُم", "teapot", "steam", "plain tea"]) log.append(message(text));
      expect(search(log, "tea").events).toEqual([5, 3, 1]);
      expect(search(log, "مرحبا").events).toEqual([2]);
      expect(search(log, "TEA plain").events).toEqual([5]);
      const terms = parseSearch("مرحبا", DEFAULT_LIMITS);
      if (!terms.ok) throw new Error(terms.failure);
      const [found] = log.search({
        terms: terms.value,
        before: undefined,
        maxRows: 10,
        maxBytes: 999,
        maxComparisons: 999,
        limit: 1,
      }).events;
      expect(found).toMatchObject({ type: "message", seq: 2, from: ANA, text: "مَرْحَبًا بِكُم" });
    }));

  test("[SEARCH-3] a search may have the maximum of terms, each in all its spellings", () =>
    inRoom((log) => {
      const words = Array.from({ length: DEFAULT_LIMITS.searchTerms }, (_, index) => `كلمة${index}`).join(
        " ",
      );
      log.append(message(words));
      log.append(message("كلمة"));
      expect(search(log, words).events).toEqual([1]);
    }));

  test("[SEARCH-2] an edited message is found by its new words only, a deleted one by none", () =>
    inRoom((log, sql) => {
      log.append(message("Secret one"));
      log.append(message("Secret two"));
      log.append({ type: "edit", at: 3, from: ANA, commandId: "e", target: 1, text: "Open ONE" });
      expect(search(log, "secret").events).toEqual([2]);
      expect(search(log, "open one").events).toEqual([1]);
      log.append({ type: "delete", at: 4, from: ANA, commandId: "d", target: 2 });
      expect(search(log, "secret").events).toEqual([]);
      const stored = sql.all("SELECT * FROM log").map((row) => Object.values(row).join(" "));
      expect(stored.join(" ")).not.toMatch(/secret/iu);
    }));

  test("[LOG-2] folded words are stored in the message's own row, and only if they differ from its text", () =>
    inRoom((log, sql, rowsWritten) => {
      const before = rowsWritten();
      log.append(message("plain words"));
      log.append(message("Héllo, Wörld"));
      expect(rowsWritten() - before).toBe(2);
      expect(sql.all("SELECT folded FROM log WHERE seq > 0 ORDER BY seq")).toEqual([
        { folded: null },
        { folded: "hello world" },
      ]);
    }));

  test("[SEARCH-4] a full page has more and its before, an exactly full last page has no more", () =>
    inRoom((log) => {
      for (let count = 0; count < 5; count++) log.append(message("tea"));
      expect(search(log, "tea", { limit: 5 })).toEqual({ events: [5, 4, 3, 2, 1], more: false, before: 1 });
      expect(search(log, "tea", { limit: 4 })).toEqual({ events: [5, 4, 3, 2], more: true, before: 2 });
      expect(search(log, "tea", { limit: 4, before: 2 })).toEqual({ events: [1], more: false, before: 1 });
    }));

  test("[SEARCH-4] a search scans at most maxRows rows and returns where it stopped", () =>
    inRoom((log) => {
      for (const text of ["tea", "tea", "x", "tea", "x"]) log.append(message(text));
      expect(search(log, "tea", { maxRows: 3 })).toEqual({ events: [4], more: true, before: 3 });
      expect(search(log, "tea", { maxRows: 3, before: 3 })).toEqual({
        events: [2, 1],
        more: false,
        before: 1,
      });
      expect(search(log, "tea", { maxRows: 5 })).toMatchObject({ events: [4, 2, 1], more: false });
      expect(search(log, "tea", { maxRows: 4 })).toEqual({ events: [4, 2], more: true, before: 2 });
      expect(search(log, "tea", { before: 1 })).toMatchObject({ events: [], more: false });
    }));

  test("[SEARCH-4] a search scans at most maxBytes of text, but always one row", () =>
    inRoom((log) => {
      for (const text of ["tea", "tea", `tea ${"x".repeat(996)}`, "tea", "tea شاي"])
        log.append(message(text));
      expect(search(log, "tea", { maxBytes: 1_016 })).toMatchObject({
        events: [5, 4, 3, 2],
        more: true,
        before: 2,
      });
      expect(search(log, "tea", { maxBytes: 1_015 })).toMatchObject({
        events: [5, 4, 3],
        more: true,
        before: 3,
      });
      expect(search(log, "tea", { maxBytes: 1_012 })).toMatchObject({
        events: [5, 4],
        more: true,
        before: 4,
      });
      expect(search(log, "tea", { maxBytes: 1, before: 4 })).toEqual({ events: [3], more: true, before: 3 });
      expect(search(log, "tea", { maxBytes: 1_019 })).toMatchObject({ events: [5, 4, 3, 2, 1], more: false });
    }));

  test("[SEARCH-4] a search compares at most maxComparisons characters, once for each spelling, but always one row", () =>
    inRoom((log) => {
      for (let count = 0; count < 4; count++) log.append(message("شاي اخضر"));
      for (let count = 0; count < 4; count++) log.append(message("قهوه"));
      for (let count = 0; count < 4; count++) log.append(message("ماشاي اخضر"));
      // 10 characters, and 7 spellings of each of 2 terms: 140 comparisons a row with the longer one of them.
      const bounded = { maxComparisons: 300 };
      expect(search(log, "شاي اخضر", bounded)).toEqual({ events: [], more: true, before: 10 });
      expect(search(log, "شاي اخضر", { maxComparisons: 1 })).toEqual({ events: [], more: true, before: 12 });
      expect(search(log, "شاي اخضر", { ...bounded, before: 10 })).toEqual({
        events: [4, 3],
        more: true,
        before: 3,
      });
      const seqs: number[] = [];
      for (let before: number | undefined = 13; before !== undefined;) {
        const page = search(log, "شاي اخضر", { ...bounded, before });
        seqs.push(...page.events);
        before = page.more ? page.before : undefined;
      }
      expect(seqs).toEqual([4, 3, 2, 1]);
    }));

  test("[SEARCH-4] pages of any bounds find what one search without bounds finds", () =>
    inRoom((log, sql) => {
      const words = ["tea", "steam", "شاي", "والشاي", "ماشاي", "Tee", "plain tea", "x".repeat(60)];
      for (let count = 0; count < 300; count++)
        log.append(message(`${words[(count * 7) % 8]} ${words[(count * 5) % 3]} ${count}`));
      for (const foldedFrom of [1, 120, 301]) {
        sql.all("UPDATE room SET folded_from = ?", foldedFrom);
        const opened = reopen(sql);
        for (const query of ["tea", "شاي", "tea شاي", '"plain tea"', "steam 1"]) {
          const all = search(opened, query, { limit: 1_000 }).events;
          expect(all.length).toBeGreaterThan(0);
          for (const bounds of [{ maxRows: 7 }, { maxBytes: 200 }, { maxComparisons: 90 }, { limit: 3 }]) {
            const seqs: number[] = [];
            for (let before: number | undefined = 301; before !== undefined;) {
              const page: ReturnType<typeof search> = search(opened, query, { ...bounds, before });
              seqs.push(...page.events);
              before = page.more ? page.before : undefined;
            }
            expect(seqs, `${query} ${JSON.stringify(bounds)}`).toEqual(all);
          }
        }
      }
    }));

  test("[SEARCH-4] pruned messages are not found", () =>
    inRoom((log) => {
      for (let count = 0; count < 6; count++) log.append(message("tea"));
      log.prune({ beforeSeq: 4, beforeAt: 0, maxRows: 100 });
      expect(search(log, "tea")).toEqual({ events: [6, 5, 4], more: false, before: 4 });
      expect(search(log, "tea", { before: 3 })).toMatchObject({ events: [], more: false });
    }));

  test("[SEARCH-4] a search of an empty room finds nothing", () =>
    inRoom((log) => expect(search(log, "tea")).toMatchObject({ events: [], more: false })));

  test("[SEARCH-5] messages stored before search existed are found, and opening the room rewrites none of them", () =>
    inRoom((log, sql, rowsWritten) => {
      for (let count = 0; count < 1_100; count++) log.append(message(`Número ${count}`));
      log.append(message("gone"));
      log.append({ type: "delete", at: 4, from: ANA, commandId: "d", target: 1_101 });
      downgradeSchema(sql);
      const before = rowsWritten();
      const older = reopen(sql);
      expect(rowsWritten() - before).toBeLessThan(20);
      older.append(message("Número new"));
      older.append({ type: "edit", at: 3, from: ANA, commandId: "e", target: 5, text: "Otro" });
      expect(search(older, "numero").events.slice(0, 3)).toEqual([1_103, 1_100, 1_099]);
      expect(search(older, "numero 7", { limit: 2_000 }).events.slice(-2)).toEqual([71, 8]);
      expect(search(older, "numero 4", { before: 20 }).events).toEqual([]);
      expect(search(older, "otro").events).toEqual([5]);
      expect(search(older, "gone").events).toEqual([]);
      expect(search(older, "numero", { maxRows: 700, limit: 2_000 })).toMatchObject({
        more: true,
        before: 405,
      });
      expect(search(reopen(sql), "numero new").events).toEqual([1_103]);
    }));
  test("[SEARCH-5] messages stored with an older folding are found by today's", () =>
    inRoom((log, sql) => {
      for (const text of ["Kjøbenhavn", "plain", "Łódź"]) log.append(message(text));
      downgradeFolding(sql);
      const older = reopen(sql);
      older.append(message("Kjøbenhavn"));
      expect(search(older, "kjobenhavn").events).toEqual([4, 1]);
      expect(search(older, "KJØBENHAVN plain").events).toEqual([]);
      expect(search(reopen(sql), "kjøben").events).toEqual([4, 1]);
    }));
}
