/** The list of rooms as it is stored (SPEC LIST-4). */
import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import type { DirectoryEntry } from "../../src/protocol/listed-room.ts";
import { SqlDirectory } from "../../src/storage/sql-directory.ts";
import { nodeSql } from "../support/node-sql.ts";

const NOW = Date.UTC(2026, 10, 29);
const DAY_MS = 86_400_000;

function entry(name: string, activeAt: number, more: Partial<DirectoryEntry> = {}): DirectoryEntry {
  return { name, title: "", topic: "", language: "", members: 1, activeAt, ...more };
}

function directory(maxEntries?: number) {
  const database = new DatabaseSync(":memory:");
  const list = new SqlDirectory(nodeSql(database), maxEntries);
  return { database, list, names: (now = NOW) => list.list(now).map(({ name }) => name) };
}

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
    const stored = database.prepare("SELECT name FROM entry ORDER BY name").all();
    expect(stored.map(({ name }) => name)).toEqual(["cake", "milk"]);
    list.put(entry("tea", NOW + 31 * DAY_MS), NOW + 31 * DAY_MS);
    expect(names(NOW + 31 * DAY_MS)).toEqual(["tea", "cake"]);
  });
});
