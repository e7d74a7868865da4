/** The page that all who join are sent is read once, until the log changes. */
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import type { Log, NewEntry } from "../../src/room/store.ts";
import { SqlRoomStore } from "../../src/storage/sql-room-store.ts";
import type { Sql } from "../../src/storage/sql.ts";
import { nodeSql } from "../support/node-sql.ts";
import { seededRandom } from "../support/seeded-random.ts";

const ANA = { id: "ana", name: "Ana" };
const BO = { id: "bo", name: "Bo" };
const VIEWERS = [undefined, ANA.id, BO.id, "newcomer"];
const LIMIT = 5;

let commands = 0;

/** A room with a log, and the statements that it has run. */
function openRoom(): { log: Log; sql: Sql; statements: string[] } {
  const statements: string[] = [];
  const database = nodeSql(new DatabaseSync(":memory:"));
  const sql: Sql = {
    ...database,
    all(statement, ...values) {
      statements.push(statement);
      return database.all(statement, ...values);
    },
  };
  const room = { name: "tea", epoch: "k3f9", key: new Uint8Array(32), at: 1 };
  return { log: new SqlRoomStore(sql).create(room).log, sql, statements };
}

function entry(type: "message" | "clear"): NewEntry;
function entry(type: "edit" | "reaction" | "delete", target: number, on?: boolean): NewEntry;
function entry(type: NewEntry["type"], target = 0, on = true): NewEntry {
  const common = { at: 1_000 + commands, from: target % 2 === 0 ? ANA : BO, commandId: `c${++commands}` };
  switch (type) {
    case "edit":
      return { ...common, type, target, text: `edited ${commands}` };
    case "reaction":
      return { ...common, type, target, emoji: "🍵", on };
    case "delete":
      return { ...common, type, target };
    case "clear":
      return { ...common, type };
    default:
      return { ...common, type: "message", text: `message ${commands}`, replyTo: undefined };
  }
}

test("[JOIN-4] the newest page is read once for everyone, as long as the log does not change", () => {
  const { log, statements } = openRoom();
  for (let count = 0; count < 8; count++) log.append(entry("message"));
  log.append(entry("reaction", 7));
  const first = log.messagesBefore(undefined, LIMIT, "newcomer");
  statements.length = 0;
  for (const viewer of ["another", undefined, "newcomer"])
    expect(log.messagesBefore(undefined, LIMIT, viewer)).toEqual(first);
  expect(statements).toEqual([]);
  log.messagesBefore(undefined, LIMIT + 1, "newcomer");
  log.messagesBefore(8, LIMIT, "newcomer");
  expect(statements).not.toEqual([]);
});

test("[JOIN-4] [REACT-2] whose reactions are on the page sees them as theirs, and no one else does", () => {
  const { log } = openRoom();
  log.append(entry("message"));
  log.append(entry("reaction", 1));
  const mine = (viewer: string) => {
    const [message] = log.messagesBefore(undefined, LIMIT, viewer).events;
    return message?.type === "message" ? message.reactions?.map((one) => one.mine) : undefined;
  };
  expect(["newcomer", BO.id, "newcomer", ANA.id].map(mine)).toEqual([
    [undefined],
    [true],
    [undefined],
    [undefined],
  ]);
});

test("[JOIN-4] whatever changes the log, its newest page is what a room that has just been opened reads", () => {
  const { log, sql } = openRoom();
  const random = seededRandom(16);
  const target = () => Math.max(1, log.newest - random.between(0, 5));
  const changes = [
    () => log.append(entry("message")),
    () => log.append(entry("message")),
    () => log.append(entry("reaction", messageNear(log, target()), random.chance(0.7))),
    () => log.append(entry("edit", messageNear(log, target()))),
    () => log.append(entry("delete", messageNear(log, target()))),
    () => log.prune({ beforeSeq: log.newest - 8, beforeAt: 0, maxRows: 3 }),
    () => random.chance(0.1) && log.append(entry("clear")),
    () => log.erase(2, 0),
    () => log.sweep(),
  ];
  log.append(entry("message"));
  for (let step = 0; step < 600; step++) {
    changes[random.between(0, changes.length - 1)]?.();
    const reopened = new SqlRoomStore(sql).open()?.log;
    for (const viewer of VIEWERS) {
      const expected = reopened?.messagesBefore(undefined, LIMIT, viewer);
      expect(log.messagesBefore(undefined, LIMIT, viewer), `step ${step}`).toEqual(expected);
    }
  }
});

/** The newest message up to `seq`; a new one if there is none. */
function messageNear(log: Log, seq: number): number {
  for (let at = seq; at >= Math.max(1, log.oldest); at--) if (log.message(at) !== undefined) return at;
  return log.append(entry("message"));
}
