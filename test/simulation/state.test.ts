/** Simulations of rooms with shared state: three clients, hibernation, crashes, changes of transport. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Log, RoomStore, StateStore, StoredRoom } from "../../src/room/store.ts";
import { TestRoom, type TestRoomOptions } from "../support/test-room.ts";
import { storedEvents } from "./programme.ts";
import { auditKept, auditOrder, auditSets, EphemeralAudit, StateClient } from "./state-model.ts";

const client = fc.nat(2);
const kept = fc.constantFrom("a", "b");
const ephemeral = fc.constantFrom("~a", "~b");

const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant("set" as const),
      client,
      key: kept,
      isCompared: fc.boolean(),
      isDeletion: fc.nat(4).map((each) => each === 0),
      isTimerLate: fc.nat(4).map((each) => each === 0),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("set" as const),
      client,
      key: ephemeral,
      isCompared: fc.boolean(),
      isDeletion: fc.nat(6).map((each) => each === 0),
      isTimerLate: fc.constant(false),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("read" as const), client }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("drop" as const), client }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant("connect" as const), client, isStream: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.constant({ do: "hibernate" as const }) },
  { weight: 1, arbitrary: fc.constant({ do: "crash" as const }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant("pass" as const), ms: fc.constantFrom(300, 1_000, 8_000) }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

const LENGTH = { minLength: 30, maxLength: 150, size: "max" } as const;
const UNLIMITED = { perSecond: 1_000, burst: 1_000 };
const LIMITS = { memberRate: UNLIMITED, recoveryEvents: 30 };

type Bug = Pick<TestRoomOptions, "sabotage">;

interface Result {
  /** acknowledged sets with a version */
  readonly compared: number;
  readonly violations: readonly string[];
}

function run(steps: readonly Step[], bug: Bug = {}): Result {
  const room = new TestRoom({ limits: LIMITS, ...bug });
  const clients = ["ana", "bo", "cy"].map((name) => new StateClient(name, room));
  for (const one of clients) one.connect(false);
  const audit = new EphemeralAudit(room, clients);
  let values = 0;
  for (const one of steps) {
    room.pass(10);
    const actor = "client" in one ? clients[one.client] : undefined;
    if (one.do === "set") {
      // A set comes before the timer whose time it is, and that comes then.
      if (one.isTimerLate) room.now += 1_100;
      actor?.set(one.key, one.isDeletion ? undefined : ++values, one.isCompared);
      room.pass(0);
      audit.set(one.key);
    } else if (one.do === "read") actor?.catchUp();
    else if (one.do === "drop") actor?.disconnect();
    else if (one.do === "connect") actor?.connect(one.isStream);
    else if (one.do === "hibernate") {
      // A room sleeps only when nothing waits.
      room.pass(1_000);
      const before = room.read.state().entries;
      room.evict();
      audit.lost(before);
    } else if (one.do === "crash") {
      for (const each of clients) {
        each.catchUp();
        each.lose();
      }
      room.crash();
      audit.crashed();
    } else room.pass(one.ms);
    audit.check();
  }
  room.pass(1_000);
  for (const each of clients) {
    each.catchUp();
    each.disconnect();
    each.connect(false);
  }
  for (const each of clients) each.catchUp();
  const held = room.read.state().entries;
  const events = storedEvents(room);
  const acknowledged = clients.flatMap((each) => each.acknowledged);
  const violations = [
    ...auditSets(events, acknowledged),
    ...auditOrder(events),
    ...auditKept(events, held, "the room"),
    ...clients.flatMap(({ map, member }) => auditKept(events, [...map.values()], member)),
    ...clients.flatMap(({ map, member }) =>
      different(
        [...map.keys()],
        held.map(({ key }) => key),
        member,
      ),
    ),
    ...audit.violations,
  ];
  return {
    compared: acknowledged.filter(({ command }) => command.ifVersion !== undefined).length,
    violations,
  };
}

function different(own: readonly string[], held: readonly string[], member: string): string[] {
  return own.toSorted().join() === held.toSorted().join()
    ? []
    : [`${member} has ${own.join()}, not ${held.join()}`];
}

const RUNS = 1_000;

test("[STATE-2] [STATE-4] [STATE-5] in 1,000 programmes no acknowledged compare-and-set is lost, each client has the state, and ephemeral keys go with their member", () => {
  let compared = 0;
  fc.assert(
    fc.property(fc.array(step, LENGTH), (steps) => {
      const result = run(steps);
      expect(result.violations).toEqual([]);
      compared += result.compared;
    }),
    { numRuns: RUNS },
  );
  expect(compared).toBeGreaterThan(RUNS);
  console.log(`simulation of state: ${RUNS} runs, ${compared} acknowledged compare-and-sets, 0 violations`);
}, 300_000);

/** A store whose log, or keys, have the methods of `broken` in place of their own. */
function broken(parts: {
  readonly log?: (log: Log) => Partial<Log>;
  readonly state?: (state: StateStore) => Partial<StateStore>;
}): (store: RoomStore) => RoomStore {
  const replaceIn = (stored: StoredRoom): StoredRoom => ({
    ...stored,
    log: replaced(stored.log, parts.log),
    state: replaced(stored.state, parts.state),
  });
  return (store) => ({
    open: () => {
      const stored = store.open();
      return stored && replaceIn(stored);
    },
    create: (newRoom) => replaceIn(store.create(newRoom)),
    revocations: store.revocations,
    authority: store.authority,
    state: replaced(store.state, parts.state),
    sizeBytes: () => store.sizeBytes(),
    markDeleted: (at) => store.markDeleted(at),
  });
}

function replaced<Part extends object>(
  part: Part,
  replace: ((part: Part) => Partial<Part>) | undefined,
): Part {
  if (replace === undefined) return part;
  const methods = replace(part);
  return new Proxy(part, {
    get(target, property) {
      const value: unknown = Reflect.get(methods, property) ?? Reflect.get(target, property, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

test.each<Bug & { bug: string; finds: RegExp }>([
  {
    bug: "answers a compare-and-set that it does not store",
    finds: /is lost$/,
    sabotage: broken({
      log: (log) => {
        let count = 0;
        return { append: (entry) => (++count % 5 === 0 ? log.newest + 1 : log.append(entry)) };
      },
    }),
  },
  {
    bug: "has another version of a key once it has slept",
    finds: /was made of/,
    sabotage: broken({
      state: (state) => ({
        load: () => state.load().map((key) => ({ ...key, entry: { ...key.entry, version: 1 } })),
      }),
    }),
  },
  {
    bug: "keeps a kept key in memory only",
    finds: /^the room has/,
    sabotage: broken({
      state: (state) => ({ save: (key) => (key.entry.key.startsWith("~") ? state.save(key) : undefined) }),
    }),
  },
  {
    bug: "keeps an ephemeral key stored when its member has gone",
    finds: /has come back$/,
    sabotage: broken({ state: () => ({ remove: () => undefined }) }),
  },
  {
    bug: "gives a member who is away their time again each time it has slept",
    finds: /outlives its member$/,
    sabotage: broken({ state: (state) => ({ load: () => state.load().map(({ entry }) => ({ entry })) }) }),
  },
  {
    bug: "forgets ephemeral keys as it hibernates",
    finds: /^~\w is lost$/,
    sabotage: broken({
      state: (state) => ({ load: () => state.load().filter(({ entry }) => !entry.key.startsWith("~")) }),
    }),
  },
])("the simulation detects a room that $bug", ({ bug: _description, finds, ...bug }) => {
  const checked = fc.check(
    fc.property(fc.array(step, LENGTH), (steps) => {
      expect(run(steps, bug).violations.filter((violation) => finds.test(violation))).toEqual([]);
    }),
    { numRuns: 300, endOnFailure: true },
  );
  expect(checked.failed).toBe(true);
});
