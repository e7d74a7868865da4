import { expect, test } from "vitest";
import { RecentCommands } from "../../src/room/recent-commands.ts";
import type { StoredCommand } from "../../src/room/store.ts";

function command(seq: number): StoredCommand {
  return { type: "message", sender: "ana", id: `id-${seq}`, seq };
}

/** A log of `newest` rows that counts how many of them were read. */
function logOf(newest: number) {
  return {
    newest,
    rowsRead: 0,
    commandsBetween(afterSeq: number, untilSeq: number): StoredCommand[] {
      const rows = Array.from({ length: untilSeq - afterSeq }, (_, index) => command(afterSeq + 1 + index));
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
