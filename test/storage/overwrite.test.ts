/** Replaced contents are not in the database's file any more (SPEC LOG-7), whatever their sizes; on workerd: test/faults. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, expect, test } from "vitest";
import type { Log, StateStore } from "../../src/room/store.ts";
import { SqlRoomStore } from "../../src/storage/sql-room-store.ts";
import { nodeSql } from "../support/node-sql.ts";
import { seededRandom } from "../support/seeded-random.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const ANA = { id: "a-members-id-0123456789", name: "Ana" };
let folder: ReturnType<typeof temporaryFolder> | undefined;
afterEach(() => folder?.remove());

/** A text of `bytes` bytes at least, that consists of one word, unlike that of any other number. */
function textOf(number: number, bytes: number): string {
  const word = `Canary${number}q`;
  return `${word} `
    .repeat(Math.max(1, Math.ceil(bytes / (word.length + 1))))
    .slice(0, Math.max(word.length, bytes));
}

/** Runs `work` on the log of a room in a file; returns those numbers of `gone` whose word is still in the file. */
function remaining(work: (log: Log, state: StateStore) => readonly number[]): number[] {
  folder = temporaryFolder();
  const path = join(folder.path, "room.sqlite");
  const database = new DatabaseSync(path);
  database.exec("PRAGMA secure_delete = 0; PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF");
  const { log, state } = new SqlRoomStore(nodeSql(database)).create({
    name: "tea",
    epoch: "k3f9",
    key: new Uint8Array(32),
    at: 1,
  });
  const gone = work(log, state);
  database.close();
  const file = readFileSync(path).toString("latin1").toLowerCase();
  return gone.filter((number) => file.includes(`canary${number}q`));
}

let commands = 0;
function publish(log: Log, text: string): number {
  const commandId = `command-${++commands}-0123456789`;
  return log.append({
    type: "message",
    at: 1_790_000_000_000,
    from: ANA,
    commandId,
    text,
    replyTo: undefined,
  });
}

function edit(log: Log, target: number, text: string): void {
  const commandId = `command-${++commands}`;
  log.append({ type: "edit", at: 1_790_000_000_000, from: ANA, commandId, target, text });
}

function erase(log: Log, target: number, moderator = ANA): void {
  log.append({
    type: "delete",
    at: 1_790_000_000_000,
    from: moderator,
    commandId: `command-${++commands}`,
    target,
    ...(moderator === ANA ? {} : { author: ANA }),
  });
}

test.each([20, 300, 1_500, 3_000, 16_000])(
  "[LOG-7] a text of %i bytes leaves nothing once it is longer",
  (bytes) => {
    const left = remaining((log) => {
      for (let count = 0; count < 10; count++) publish(log, `An ordinary message, the ${count}th.`);
      const seq = publish(log, textOf(1, bytes));
      for (let count = 0; count < 100; count++) publish(log, `An ordinary message, the ${count}th.`);
      edit(log, seq, textOf(2, bytes + 100));
      edit(log, seq, textOf(3, bytes + 101));
      return [1, 2];
    });
    expect(left).toEqual([]);
  },
);

/** Where the length of a text takes a byte more in a record, and where a row no longer fits into a page. */
const LENGTHS = [...range(50, 72), ...range(1_300, 1_310), ...range(4_000, 4_070), ...range(8_170, 8_200)];

function range(start: number, end: number): number[] {
  return Array.from({ length: end - start }, (_, index) => start + index);
}

/** The time of an edit takes six bytes of the row. */
test.each([6, 7, 8, 9, 40])(
  "[LOG-7] texts of every length leave nothing once they are %i bytes shorter",
  (by) => {
    const left = remaining((log) => {
      const seqs = LENGTHS.map((bytes) => publish(log, textOf(bytes, bytes)));
      for (const [index, seq] of seqs.entries())
        edit(log, seq, "x".repeat(Math.max(1, (LENGTHS[index] ?? 0) - by)));
      return LENGTHS;
    });
    expect(left).toEqual([]);
  },
);

test.each([
  ["as it was written", undefined],
  ["edited to a shorter text", "k"],
  ["edited to a longer text", "longer ".repeat(3_000)],
])(
  "[LOG-7] [MOD-8] nothing is left of what a moderator deletes, %s, and each message is removed",
  (_, text) => {
    const left = remaining((log) => {
      const seqs = LENGTHS.map((bytes) => publish(log, textOf(bytes, bytes)));
      const letter = publish(log, "k");
      if (text !== undefined) for (const seq of seqs) edit(log, seq, text);
      for (const seq of [...seqs, letter]) {
        erase(log, seq, { id: "m", name: "Mo" });
        expect(log.message(seq)).toMatchObject({ text: "", deleted: true, removed: true });
      }
      return LENGTHS;
    });
    expect(left).toEqual([]);
  },
);

test("[LOG-7] a message of one letter that becomes longer leaves no copies of those beside it", () => {
  const left = remaining((log) => {
    const numbers = range(1, 400);
    const canaries = numbers.map((number) => publish(log, textOf(number, 60)));
    const letters = numbers.map(() => publish(log, "k"));
    const beside = numbers.map((number) => {
      letters.push(publish(log, "k"));
      return publish(log, textOf(number, 60));
    });
    for (const seq of letters) edit(log, seq, "no longer a single letter");
    for (const seq of [...canaries, ...beside]) erase(log, seq);
    return numbers;
  });
  expect(left).toEqual([]);
});

test.each([
  ["shorter", [0.2, 0.9]],
  ["longer", [1, 4]],
  ["shorter or longer", [0.2, 4]],
] as const)(
  "[LOG-7] nothing is left of texts that were deleted, pruned and edited to %s ones in random order",
  (_, [least, most]) => {
    const random = seededRandom(11);
    const left = remaining((log) => {
      const gone: number[] = [];
      const held = new Map<number, { number: number; bytes: number }>();
      for (let number = 1; number <= 2_000; number++) {
        const seq = [...held.keys()].at(random.between(-20, -1));
        const former = seq === undefined ? undefined : held.get(seq);
        const choice = random.between(1, 100);
        if (choice > 20 || seq === undefined || former === undefined) {
          const bytes = choice > 97 ? random.between(3_000, 16_000) : random.between(4, 300);
          held.set(publish(log, textOf(number, bytes)), { number, bytes });
          continue;
        }
        gone.push(former.number);
        if (choice > 7) {
          const factor = random.between(least * 100, most * 100) / 100;
          const bytes = Math.min(16_000, Math.floor(former.bytes * factor));
          edit(log, seq, textOf(number, bytes));
          held.set(seq, { number, bytes });
        } else {
          erase(log, seq);
          held.delete(seq);
        }
      }
      const oldest = log.newest - 300;
      while (log.prune({ beforeSeq: oldest, beforeAt: 0, maxRows: 200 }) > 0) log.sweep();
      for (const [seq, { number }] of held) if (seq < oldest) gone.push(number);
      expect(gone.length).toBeGreaterThan(1_000);
      return gone;
    });
    expect(left).toEqual([]);
  },
);

test("[LOG-8] nothing is left of what a clear deleted, overwritten in steps while more is published", () => {
  const left = remaining((log) => {
    const random = seededRandom(5);
    const gone = Array.from({ length: 600 }, (_, index) => index + 1);
    for (const number of gone) {
      const seq = publish(log, textOf(number, number % 50 === 0 ? 12_000 : random.between(4, 300)));
      if (number % 7 === 0) edit(log, seq, `${textOf(number, 400)} and more`);
    }
    log.append({ type: "clear", at: 1_790_000_000_000, from: ANA, commandId: "clear" });
    for (let step = 0; log.eraseDueAt !== undefined; step++) {
      log.erase(200, 0);
      publish(log, `An ordinary message, the ${step}th.`);
      log.sweep();
    }
    return gone;
  });
  expect(left).toEqual([]);
});

test("[LOG-7] [STATE-8] what a key of the shared state held is not in the file after it was replaced or deleted, whatever the sizes", () => {
  const gone = remaining((_log, state) => {
    const random = seededRandom(16);
    const held = new Map<string, number>();
    const replaced: number[] = [];
    for (let number = 1; number <= 1_000; number++) {
      const key = `key-${random.between(1, 40)}`;
      replaced.push(...[held.get(key)].flatMap((before) => before ?? []));
      if (random.chance(0.1)) {
        held.delete(key);
        state.remove(key);
        continue;
      }
      held.set(key, number);
      const value = textOf(
        number,
        random.chance(0.1) ? random.between(1_000, 4_000) : random.between(4, 400),
      );
      state.save({ entry: { key, value, version: number, from: ANA } });
    }
    expect(
      state
        .load()
        .map(({ entry }) => entry.version)
        .toSorted(),
    ).toEqual([...held.values()].toSorted());
    state.clear();
    return [...replaced, ...held.values()];
  });
  expect(gone).toEqual([]);
});
