import fc from "fast-check";
import { expect, test } from "vitest";
import type { StoredRoom, Log, RoomStore } from "../../src/room/store.ts";
import { audit, type LogEntry } from "../support/auditor.ts";
import { TestRoom, type TestRoomOptions } from "../support/test-room.ts";
import { entryOf, ModelClient } from "./model-client.ts";

const client = fc.nat(2);
const seq = fc.integer({ min: 1, max: 30 });

/** The steps of a simulation; the weights favor messages. */
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant("publish" as const), client }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("read" as const), client }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("drop" as const), client }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("connect" as const), client }) },
  // Of few messages, so that one is edited again before the first edit is acknowledged.
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant("edit" as const),
      client,
      seq: fc.integer({ min: 1, max: 4 }),
      isRepeated: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("delete" as const), client, seq }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("stall" as const), client }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("deliver" as const), client }) },
  { weight: 2, arbitrary: fc.constant({ do: "evict" as const }) },
  { weight: 1, arbitrary: fc.constant({ do: "wait" as const }) },
);
const LENGTH = { minLength: 30, maxLength: 150, size: "max" } as const;
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

const LIMITS = {
  recoveryBytes: 600,
  // Small, so that some clients return too late for a replay and must resend with `since`.
  recoveryEvents: 8,
  joinPage: 3,
  memberRate: { perSecond: 1_000, burst: 1_000 },
};

/** A bug that a room is given, to show that the simulation detects it. */
type Bug = Pick<TestRoomOptions, "sabotage" | "keepsReplaced">;

function run(steps: readonly Step[], bug: Bug = {}): { events: number; violations: unknown[] } {
  const room = new TestRoom({ limits: LIMITS, ...bug });
  const clients = ["ana", "bo", "cy"].map((name) => new ModelClient(name, room));
  for (const one of clients) one.connect();
  let messageCount = 0;
  for (const one of steps) {
    room.now += 10;
    const actor = "client" in one ? clients[one.client] : undefined;
    if (one.do === "publish") actor?.publish(`message ${++messageCount}`);
    else if (one.do === "read") actor?.catchUp();
    else if (one.do === "drop") actor?.drop();
    else if (one.do === "connect") actor?.connect();
    else if (one.do === "edit") actor?.edit(one.seq, `edited ${++messageCount}`, one.isRepeated);
    else if (one.do === "delete") actor?.delete(one.seq);
    else if (one.do === "stall") actor?.stall();
    else if (one.do === "deliver") actor?.deliverStalled();
    else if (one.do === "evict") room.evict();
    else room.now += 60_000;
  }
  for (const one of clients) {
    one.drop();
    one.connect();
    one.deliverStalled();
    one.drop();
  }
  for (let round = 0; round < 2; round++) {
    for (const one of clients) one.connect();
    for (const one of clients) one.catchUp();
  }
  expect(clients.every(({ hasPending }) => !hasPending)).toBe(true);
  const stored = storedEntries(room);
  const logs = clients.map(({ log }) => log);
  const acks = clients.flatMap((one) => one.acks);
  return { events: stored.length, violations: [...audit(stored, logs, acks), ...late(stored, clients)] };
}

/** Commands that a client gave up when it joined anew, and that were executed after that all the same (SPEC READ-2). */
function late(stored: readonly LogEntry[], clients: readonly ModelClient[]): LogEntry[] {
  const abandoned = clients.flatMap((client) => client.abandoned);
  return stored.filter(({ seq, member, id }) =>
    abandoned.some((command) => command.id === id && command.member === member && seq > command.before),
  );
}

function storedEntries(room: TestRoom): LogEntry[] {
  const reader = room.join();
  const entries: LogEntry[] = [];
  for (;;) {
    const [page] = reader.send({ type: "history", id: "all", after: entries.length, limit: 200 });
    if (page?.type !== "page") throw new Error("no page received");
    entries.push(...page.events.map(entryOf));
    if (!page.more) return entries;
  }
}

test("[P-1] [P-2] [P-3] [READ-2] random publishes, disconnects, stalled lines and evictions of three clients pass the audit", () => {
  let events = 0;
  let runs = 0;
  fc.assert(
    fc.property(fc.array(step, LENGTH), (steps) => {
      const result = run(steps);
      events += result.events;
      runs++;
      expect(result.violations).toEqual([]);
    }),
    { numRuns: 300 },
  );
  console.log(`simulation: ${runs} runs, ${events} stored events, 0 violations`);
});

/** A store whose log has the methods of `broken` in place of its own. */
function withLog(broken: (log: Log) => Partial<Log>): (store: RoomStore) => RoomStore {
  const replace = (stored: StoredRoom): StoredRoom => {
    const replacements = broken(stored.log);
    const log = new Proxy(stored.log, {
      get(target, property) {
        const value: unknown = Reflect.get(replacements, property) ?? Reflect.get(target, property, target);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
    return { ...stored, log };
  };
  return (store) => ({
    open: () => {
      const stored = store.open();
      return stored === undefined ? undefined : replace(stored);
    },
    create: (newRoom) => replace(store.create(newRoom)),
    sizeBytes: () => store.sizeBytes(),
  });
}

test.each<Bug & { bug: string }>([
  {
    bug: "does not find stored commands after an eviction",
    sabotage: withLog(() => ({ commandsBetween: () => [] })),
  },
  {
    bug: "does not look stored edits up",
    sabotage: withLog((log) => ({
      commandsBetween: (after, until) =>
        log.commandsBetween(after, until).filter(({ type }) => type !== "edit"),
    })),
  },
  { bug: "executes what comes by a connection that was replaced", keepsReplaced: true },
  {
    bug: "omits the first missed event of a replay",
    sabotage: withLog((log) => ({
      eventsAfter: (seq, limit, viewer) => log.eventsAfter(seq + 1, limit, viewer),
    })),
  },
  {
    bug: "replays in the wrong order",
    sabotage: withLog((log) => ({
      eventsAfter: (seq, limit, viewer) => {
        const page = log.eventsAfter(seq, limit, viewer);
        return { ...page, events: page.events.toReversed() };
      },
    })),
  },
  {
    bug: "broadcasts an event that it does not store",
    sabotage: withLog((log) => {
      let lost = 0;
      return { append: (entry) => (++lost % 7 === 0 ? log.newest + 1 : log.append(entry)) };
    }),
  },
  {
    bug: "assigns a seq twice",
    sabotage: withLog((log) => {
      let count = 0;
      return { append: (entry) => (++count % 9 === 0 ? log.append(entry) - 1 : log.append(entry)) };
    }),
  },
])("the simulation detects a room that $bug", ({ bug: _description, ...bug }) => {
  const checked = fc.check(
    fc.property(fc.array(step, LENGTH), (steps) => {
      expect(run(steps, bug).violations).toEqual([]);
    }),
    { numRuns: 300, endOnFailure: true },
  );
  expect(checked.failed).toBe(true);
});
