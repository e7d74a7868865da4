import fc from "fast-check";
import { expect, test } from "vitest";
import type { StoredRoom, Log, RoomStore } from "../../src/room/store.ts";
import { TestRoom, type TestRoomOptions } from "../support/test-room.ts";
import {
  add,
  auditRoom,
  LENGTH,
  LIMITS,
  NOTHING_STORED,
  Programme,
  step,
  type AuditResult,
} from "./programme.ts";

/** The same, in a room that is deleted now and then, as all of it has expired (SPEC ROOM-4). */
const stepOrExpiry = fc.oneof(
  { weight: 40, arbitrary: step },
  { weight: 1, arbitrary: fc.constant({ do: "expire" as const }) },
);
type Step = typeof stepOrExpiry extends fc.Arbitrary<infer Value> ? Value : never;

const MONTH_MS = 30 * 86_400_000;

/** A bug that a room is given, to show that the simulation detects it. */
type Bug = Pick<TestRoomOptions, "sabotage" | "keepsReplaced">;

interface SimulationResult extends AuditResult {
  /** how often the room was deleted and began again */
  readonly deletions: number;
}

function run(steps: readonly Step[], bug: Bug = {}): SimulationResult {
  const room = new TestRoom({ limits: LIMITS, ...bug });
  const programme = new Programme(room);
  const { clients } = programme;
  let deletions = 0;
  let expired = NOTHING_STORED;
  for (const one of steps) {
    room.now += 10;
    if (one.do !== "expire") programme.perform(one);
    else {
      for (const each of clients) each.leave();
      expired = add(expired, auditRoom(room, clients));
      room.now += MONTH_MS;
      room.runAlarm();
      expect(room.room.isCreated).toBe(false);
      deletions++;
    }
  }
  programme.finish();
  const { violations, ...stored } = add(expired, auditRoom(room, clients));
  return { ...stored, deletions, violations: [...violations, ...programme.mixedUp] };
}

test("[P-1] [P-2] [P-3] [READ-2] random publishes, disconnects, stalled lines and evictions of three clients pass the audit", () => {
  let events = 0;
  let restores = 0;
  let runs = 0;
  fc.assert(
    fc.property(fc.array(step, LENGTH), (steps) => {
      const result = run(steps);
      events += result.events;
      restores += result.restores;
      runs++;
      expect(result.violations).toEqual([]);
    }),
    { numRuns: 300 },
  );
  expect(restores).toBeGreaterThan(runs / 5);
  console.log(`simulation: ${runs} runs, ${events} stored events, ${restores} restores, 0 violations`);
});

test("[P-2] [P-3] [REC-2] [ROOM-4] the same passes in rooms that are deleted and begin again: each client shows one log, and none is falsely recovered", () => {
  let events = 0;
  let deletions = 0;
  let runs = 0;
  fc.assert(
    fc.property(fc.array(stepOrExpiry, LENGTH), (steps) => {
      const result = run(steps);
      events += result.events;
      deletions += result.deletions;
      runs++;
      expect(result.violations).toEqual([]);
    }),
    { numRuns: 150 },
  );
  expect(deletions).toBeGreaterThan(runs);
  console.log(`simulation: ${runs} runs, ${events} stored events, ${deletions} deleted rooms, 0 violations`);
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
    revocations: store.revocations,
    authority: store.authority,
    state: store.state,
    sizeBytes: () => store.sizeBytes(),
    markDeleted: (at) => store.markDeleted(at),
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
  {
    bug: "does not look stored deletions up",
    sabotage: withLog((log) => ({
      commandsBetween: (after, until) =>
        log.commandsBetween(after, until).filter(({ type }) => type !== "delete"),
    })),
  },
  {
    bug: "restores a message without its reactions, though its event has them",
    sabotage: withLog((log) => ({
      append: (entry) =>
        log.append(entry.type === "restore" ? { ...entry, holders: entry.holders?.slice(1) } : entry),
      reactionsTo: () => [{ emoji: "👍", count: 1, names: [] }],
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
