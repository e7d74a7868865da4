/** The list of rooms as it is stored (SPEC LIST-4). */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import type { DirectoryEntry } from "../../src/protocol/listed-room.ts";
import { SqlDirectory } from "../../src/storage/sql-directory.ts";
import { nodeSql } from "../support/node-sql.ts";
import { seededRandom } from "../support/seeded-random.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const NOW = Date.UTC(2026, 10, 29);
const DAY_MS = 86_400_000;

function entry(name: string, activeAt: number, more: Partial<DirectoryEntry> = {}): DirectoryEntry {
  return { name, title: "", topic: "", language: "", members: 1, activeAt, ...more };
}

/** The bytes of the list's database after `write`. */
function storedAfter(write: (list: SqlDirectory) => void, maxEntries = 3): string {
  const folder = temporaryFolder();
  try {
    const path = join(folder.path, "list.sqlite");
    const database = new DatabaseSync(path);
    database.exec("PRAGMA secure_delete = 0; PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF");
    write(new SqlDirectory(nodeSql(database), maxEntries));
    database.close();
    return readFileSync(path, "latin1");
  } finally {
    folder.remove();
  }
}

function directory(maxEntries?: number) {
  const database = new DatabaseSync(":memory:");
  const list = new SqlDirectory(nodeSql(database), maxEntries);
  return { database, list, names: (now = NOW) => list.list(now).map(({ name }) => name) };
}

describe("[LIST-1] nothing is left in the database's file", () => {
  const secret = entry("tea", NOW, { title: "Plan of Saturday", topic: "Where we meet on Saturday" });
  const others = ["cake", "milk", "sugar"].map((name, index) => entry(name, NOW + 1 + index));

  test.each<[string, (list: SqlDirectory) => void]>([
    ["of a room that left the list", (list) => list.remove("tea")],
    ["of what a room was called before", (list) => list.put({ ...secret, title: "T", topic: "" }, NOW)],
    ["of a room whose place another took", (list) => others.forEach((other) => list.put(other, NOW))],
    [
      "of a room that was not active for long",
      (list) => list.put(entry("late", NOW + 31 * DAY_MS), NOW + 31 * DAY_MS),
    ],
  ])("%s", (_, leave) => {
    expect(storedAfter((list) => list.put(secret, NOW))).toContain("Saturday");
    const stored = storedAfter((list) => {
      list.put(secret, NOW);
      leave(list);
    });
    expect(stored).not.toContain("Saturday");
  });

  test("of what 300 rooms were called that come, change and leave in random order", () => {
    const random = seededRandom(13);
    const shown = new Map<string, number>();
    let count = 0;
    const stored = storedAfter((list) => {
      while (count < 6_000) {
        const name = `room-${random.between(1, 300)}`;
        if (random.chance(0.2)) list.remove(name);
        else {
          count += 1;
          const title = `Canary${count}q `.repeat(random.between(1, 8));
          const topic = random.chance(0.3) ? `Canary${count}q `.repeat(random.between(8, 90)) : "";
          list.put(entry(name, NOW + count, { title, topic }), NOW);
        }
      }
      for (const { name, title } of list.list(NOW)) shown.set(name, Number(/\d+/u.exec(title)?.[0]));
    }, 200);
    expect(shown.size).toBeGreaterThan(150);
    const found = new Set([...stored.matchAll(/Canary(\d+)q/gu)].map(([, number]) => Number(number)));
    expect(found).toEqual(new Set(shown.values()));
  });
});

describe("[LIST-4] the list of rooms", () => {
  test("has the last active first, and of each what it reported last", () => {
    const { database, list, names } = directory();
    list.put(entry("tea", NOW - 3, { title: "Tea" }), NOW);
    list.put(entry("شاي", NOW - 1), NOW);
    list.put(entry("milk", NOW - 2), NOW);
    expect(names()).toEqual(["شاي", "milk", "tea"]);
    const tea = entry("tea", NOW, { title: "Tea house", topic: "About tea", language: "en", members: 20 });
    list.put(tea, NOW);
    list.put(tea, NOW);
    expect(list.list(NOW)).toEqual([tea, entry("شاي", NOW - 1), entry("milk", NOW - 2)]);
    // As the object that wakes again.
    expect(new SqlDirectory(nodeSql(database)).list(NOW)).toEqual(list.list(NOW));
  });

  test("forgets a room that leaves, as often as it does", () => {
    const { list, names } = directory();
    list.remove("tea");
    list.put(entry("tea", NOW), NOW);
    list.put(entry("milk", NOW), NOW);
    list.remove("tea");
    list.remove("tea");
    expect(names()).toEqual(["milk"]);
  });

  test("reads nothing but what it reads once, and shows what is stored where a change fails", () => {
    const database = new DatabaseSync(":memory:");
    const statements: string[] = [];
    const sql = nodeSql(database);
    let isFull = false;
    const list = new SqlDirectory({
      ...sql,
      all: (statement, ...bindings) => {
        statements.push(statement);
        if (isFull && !statement.startsWith("SELECT")) throw new Error("the disk is full");
        return sql.all(statement, ...bindings);
      },
    });
    list.put(entry("tea", NOW), NOW);
    statements.length = 0;
    list.put(entry("milk", NOW), NOW);
    list.put(entry("milk", NOW + 1), NOW);
    list.list(NOW);
    list.remove("cake");
    expect(statements.map((statement) => statement.split(" ")[0])).toEqual(["INSERT", "INSERT"]);
    isFull = true;
    expect(() => list.put(entry("cake", NOW), NOW)).toThrow("full");
    expect(() => list.remove("tea")).toThrow("full");
    expect(list.list(NOW).map(({ name }) => name)).toEqual(["milk", "tea"]);
    isFull = false;
    list.remove("tea");
    expect(new SqlDirectory(sql).list(NOW)).toEqual([entry("milk", NOW + 1)]);
  });

  test("shows the others where one is damaged", () => {
    const { database, list } = directory();
    for (const name of ["tea", "milk", "cake"]) list.put(entry(name, NOW), NOW);
    database.exec("UPDATE listed SET data = '{\"name\":' WHERE data LIKE '%milk%'");
    expect(new SqlDirectory(nodeSql(database)).list(NOW).map(({ name }) => name)).toEqual(["cake", "tea"]);
  });

  test("keeps so many rooms: the one that was not active for longest leaves for another", () => {
    const { list, names } = directory(3);
    for (const [name, activeAt] of [
      ["a", 5],
      ["b", 2],
      ["c", 4],
      ["d", 3],
    ] as const)
      list.put(entry(name, NOW + activeAt), NOW);
    expect(names()).toEqual(["a", "c", "d"]);
    list.put(entry("late", NOW + 1), NOW);
    expect(names()).toEqual(["a", "c", "d"]);
    list.put(entry("d", NOW + 9), NOW);
    list.put(entry("e", NOW + 6), NOW);
    expect(names()).toEqual(["d", "e", "a"]);
  });

  test("does not show a room that was not active for 30 days, until it is again", () => {
    const { database, list, names } = directory();
    list.put(entry("tea", NOW), NOW);
    list.put(entry("milk", NOW + DAY_MS), NOW);
    expect(names(NOW + 30 * DAY_MS - 1)).toEqual(["milk", "tea"]);
    expect(names(NOW + 30 * DAY_MS)).toEqual(["milk"]);
    list.put(entry("cake", NOW + 30 * DAY_MS), NOW + 30 * DAY_MS);
    const stored = JSON.stringify(database.prepare("SELECT data FROM listed").all());
    expect(["cake", "milk", "tea"].filter((name) => stored.includes(name))).toEqual(["cake", "milk"]);
    list.put(entry("tea", NOW + 31 * DAY_MS), NOW + 31 * DAY_MS);
    expect(names(NOW + 31 * DAY_MS)).toEqual(["tea", "cake"]);
  });
});
