import { expect, test } from "vitest";
import { RecentCommands } from "../../src/room/recent-commands.ts";
import type { StoredCommand } from "../../src/room/store.ts";

function command(seq: number): StoredCommand {
  return { type: "message", member: "ana", name: "Ana", id: `id-${seq}`, seq };
}

/** A log of `newest` rows that counts how many of them were read. */
function logOf(newest: number, rowOf = command) {
  return {
    newest,
    oldest: 1,
    rowsRead: 0,
    commandsBetween(afterSeq: number, untilSeq: number): StoredCommand[] {
      const rows = Array.from({ length: untilSeq - afterSeq }, (_, index) => rowOf(afterSeq + 1 + index));
      this.rowsRead += rows.length;
      return rows;
    },
  };
}

test("[PUB-5] a search reads only the rows that are not in memory, and each of them once", () => {
  const log = logOf(100);
  const recent = new RecentCommands(log);
  expect(recent.find(command(98), 95)).toBe(98);
  expect(log.rowsRead).toBe(5);
  recent.add(command(101));
  expect(recent.find(command(999), 95)).toBeUndefined();
  expect(recent.find(command(101), 95)).toBe(101);
  expect(log.rowsRead).toBe(5);
  expect(recent.find(command(999), 90)).toBeUndefined();
  expect(log.rowsRead).toBe(10);
});

test("[PUB-5] what memory has no room for is read from the log again", () => {
  const log = logOf(0);
  const recent = new RecentCommands(log);
  for (let seq = 1; seq <= 5_010; seq++) recent.add(command(seq));
  expect(recent.seqOf(command(10))).toBeUndefined();
  expect(recent.seqOf(command(11))).toBe(11);
  expect(recent.find(command(9), 8)).toBe(9);
  expect(recent.seqOf(command(9))).toBeUndefined();
  expect(recent.find(command(10), 9)).toBe(10);
});

/** Row `seq` of a member of that number, who has another name in each row. */
function rowOf(seq: number): StoredCommand {
  return { ...command(seq), member: `m${seq % 10}`, name: `${seq}` };
}

test("[OWN-5] [MOD-1] a member is found by their newest row, among so many, each of which is read once", () => {
  const log = logOf(100, rowOf);
  const recent = new RecentCommands(log, 20);
  expect(recent.nameOf("m3")).toBe("93");
  expect(log.rowsRead).toBe(20);
  for (const member of ["m0", "m4", "unheard-of", "m3"]) recent.nameOf(member);
  expect(log.rowsRead).toBe(20);
  // The search for a repeat finds members too.
  recent.find(command(999), 60);
  expect(log.rowsRead).toBe(40);
  for (let seq = 101; seq <= 113; seq++) {
    log.newest = seq;
    recent.add({ ...rowOf(seq), member: "m3" });
  }
  expect(["m3", "m4", "m9", "m1"].map((member) => recent.nameOf(member))).toEqual([
    "113",
    "94",
    "99",
    undefined,
  ]);
  expect(log.rowsRead).toBe(40);
});

test("[OWN-5] no member is found by a row that the room no longer keeps", () => {
  const log = logOf(100, rowOf);
  const recent = new RecentCommands(log, 50);
  expect(recent.nameOf("m3")).toBe("93");
  log.oldest = 95;
  expect([recent.nameOf("m3"), recent.nameOf("m5")]).toEqual([undefined, "95"]);
});

test("[OWN-5] among more rows than memory has room for, none is read for each member", () => {
  const log = logOf(0);
  const recent = new RecentCommands(log, 20);
  for (let seq = 1; seq <= 5_010; seq++) {
    log.newest = seq;
    recent.add(rowOf(seq));
  }
  expect(["m9", "unheard-of", "m0"].map((member) => recent.nameOf(member))).toEqual([
    "5009",
    undefined,
    "5010",
  ]);
  expect(log.rowsRead).toBe(0);
});
