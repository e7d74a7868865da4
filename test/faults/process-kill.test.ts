/** `kill -9` of the whole runtime while people talk: the promise of SPEC P-1 to P-3. */
import { afterEach, expect, test } from "vitest";
import { joinRoom, type KeyValueStorage, type RoomClient } from "../../src/client/index.ts";
import type { DurableEvent } from "../../src/protocol/events/durable.ts";
import { audit, type LogEntry } from "../support/auditor.ts";
import { eventually, pause } from "../support/eventually.ts";
import { ProtocolClient } from "../support/protocol-client.ts";
import { printLine } from "../support/report.ts";
import { seededRandom, type SeededRandom } from "../support/seeded-random.ts";
import { fetchMessages, readMessages } from "../support/stored-messages.ts";
import { Workerd } from "../support/workerd.ts";

const KILLS = 20;
const WRITERS = 6;
const READERS = 2;
/** How many acknowledgements lie between two kills. */
const ACKS_BETWEEN = { from: 200, to: 400 };
/** A writer has as much to say as fits its window, and a little more. */
const BACKLOG = 12;
const ROOM = "under-fire";
/** Long enough for a connection to be refused on this machine. */
const FIRST_ATTEMPT_MS = 100;
/** Backing off for as long as the first tries take; less than waiting for an answer that cannot come. */
const RECONNECT_BOUND_MS = 5_000;

const UNBOUNDED = { perSecond: 1_000_000, burst: 1_000_000 };
/** Rates out of the way, and replays so small that a return takes several rounds. */
const LIMITS = JSON.stringify({
  memberRate: UNBOUNDED,
  roomRate: UNBOUNDED,
  frameRate: UNBOUNDED,
  recoveryBytes: 4_096,
});

let workerd: Workerd | undefined;
const clients: ProtocolClient[] = [];

afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await workerd?.stop();
});

function connectClient(client: ProtocolClient): ProtocolClient {
  clients.push(client);
  client.connect();
  return client;
}

test("[P-1] [P-2] [P-3] [PUB-3] [PUB-5] twenty kills under six writers lose, double, invent and reorder nothing", async () => {
  const random = seededRandom();
  printLine(`seed ${random.seed}`);
  const room = await Workerd.start({ variables: { LIMITS } });
  workerd = room;
  const url = room.socketUrl(ROOM);
  const writers = Array.from({ length: WRITERS }, (_, index) =>
    connectClient(
      // Two of the six send everything again as soon as they are back, stored or not.
      new ProtocolClient({ url, name: `writer ${index}`, resend: index < 2 ? "at_once" : "after_replay" }),
    ),
  );
  const readers = Array.from({ length: READERS }, (_, index) =>
    connectClient(new ProtocolClient({ url, name: `reader ${index}` })),
  );
  const acked = () => sum(writers.map(({ ackCount }) => ackCount));
  let said = 0;
  const talk = () => {
    for (const [index, writer] of writers.entries()) {
      while (writer.unackedCount < BACKLOG) writer.publish(`writer ${index} says ${++said}`);
      if (random.chance(0.2)) writer.repeatLast();
    }
    if (random.chance(0.02)) readers[0]?.drop();
  };

  for (let kill = 1; kill <= KILLS; kill++) {
    const target = acked() + random.between(ACKS_BETWEEN.from, ACKS_BETWEEN.to);
    await eventually(
      `${target} acknowledgements`,
      () => {
        talk();
        return acked() >= target;
      },
      20_000,
    );
    await room.kill();
    await room.restart();
  }
  await eventually("everything is acknowledged", () =>
    writers.every(({ unackedCount }) => unackedCount === 0),
  );
  const newest = Math.max(...writers.map(({ seq }) => seq));
  await eventually("everybody is whole", () =>
    clients.every(({ seq, isCaughtUp: isWhole }) => isWhole && seq === newest),
  );

  const rows: LogEntry[] = await fetchMessages(room.origin, ROOM);
  const acks = writers.flatMap((writer) => writer.acks);
  const violations = audit(
    rows.map(({ seq, type, member, id, text }) => ({ seq, type, member, id, text })),
    clients.map(({ log }) => log),
    acks,
  );
  const repeated = clients.flatMap((client) => client.duplicates);
  const jumped = clients.flatMap((client) => client.gaps);
  const losses = sum(clients.map((client) => client.disconnects));
  const stored = sum(writers.map(({ storedAnswers }) => storedAnswers));
  printLine(
    `${KILLS} kills: ${rows.length} messages, ${acks.length} acks, ${stored} repeats recognised, ${losses} lost connections, ` +
      `${violations.length} violations, ${repeated.length} events seen twice, ${jumped.length} left out`,
  );
  expect(violations.slice(0, 20)).toEqual([]);
  expect(repeated).toEqual([]);
  expect(jumped).toEqual([]);
  expect(clients.flatMap(({ errors }) => errors)).toEqual([]);
  expect(acks).toHaveLength(said);
  expect(rows).toHaveLength(said);
  expect(stored).toBeGreaterThan(0);
  expect(rows.length).toBeGreaterThanOrEqual(KILLS * ACKS_BETWEEN.from);
  expect(clients.every(({ log }) => log.spans.length === 1)).toBe(true);
  await room.kill();
  expect(readMessages(room.roomsFolder, ROOM)).toEqual(
    rows.map(({ seq, type, member, id, text }) => ({ seq, type, member, id, text })),
  );
});

/** A person with the SDK, who always has something more to say. */
class SdkWriter {
  readonly said: string[] = [];
  readonly heard: LogEntry[] = [];
  stored = 0;
  failed: unknown[] = [];
  readonly room: RoomClient;

  constructor(
    url: string,
    private readonly name: string,
    random: SeededRandom,
  ) {
    this.room = joinRoom({
      url,
      name,
      storage: memoryStorage(),
      // Backing off, but in a hurry.
      environment: { random: () => random.between(0, 50) / 1_000 },
    });
    this.room.on("event", (event) => this.heard.push(entryOf(event)));
    this.room.on("reset", ({ events }) => this.heard.splice(0, Infinity, ...events.map(entryOf)));
  }

  talk(): void {
    while (this.room.pending.length < BACKLOG) {
      const text = `${this.name} says ${this.said.length + 1}`;
      this.said.push(text);
      this.room.publish(text).stored.then(
        () => this.stored++,
        (error: unknown) => this.failed.push(error),
      );
    }
  }
}

function entryOf(event: DurableEvent): LogEntry {
  const { seq, type, from, id } = event;
  return { seq, type, member: from.id, id, text: event.type === "message" ? event.text : undefined };
}

function memoryStorage(): KeyValueStorage {
  const values = new Map<string, string>();
  return {
    get: (key) => values.get(key),
    set: (key, value) => values.set(key, value).has(key),
    remove: (key) => void values.delete(key),
    keys: () => [...values.keys()],
  };
}

test("[P-1] [P-2] [P-3] twenty kills under two programs with the SDK: each text is stored once, and both hear all in one order", async () => {
  const random = seededRandom();
  printLine(`seed ${random.seed}`);
  const runtime = await Workerd.start({ variables: { LIMITS } });
  workerd = runtime;
  const writers = ["Ana", "Bo"].map((name) => new SdkWriter(`${runtime.origin}/r/${ROOM}`, name, random));
  try {
    const stored = () => sum(writers.map((writer) => writer.stored));
    for (let kill = 1; kill <= KILLS; kill++) {
      const target = stored() + random.between(20, 60);
      await eventually(
        `${target} texts are stored after ${kill - 1} kills`,
        () => {
          for (const writer of writers) writer.talk();
          return stored() >= target;
        },
        30_000,
      );
      await runtime.kill();
      await runtime.restart();
    }
    const said = writers.flatMap((writer) => writer.said);
    await eventually("everything is stored", () => stored() === said.length, 30_000);
    await eventually("both heard everything", () =>
      writers.every(({ heard }) => heard.at(-1)?.seq === said.length),
    );
    const rows = (await fetchMessages(runtime.origin, ROOM)).map(({ seq, type, member, id, text }) => ({
      seq,
      type,
      member,
      id,
      text,
    }));
    printLine(
      `${KILLS} kills under the SDK: ${said.length} texts, ${stored()} acknowledged, ${rows.length} stored`,
    );
    expect(writers.flatMap(({ failed }) => failed)).toEqual([]);
    expect(rows.map(({ text = "" }) => text).toSorted()).toEqual(said.toSorted());
    for (const { said: own, heard } of writers) {
      expect(heard).toEqual(rows.slice(rows.length - heard.length));
      expect(rows.map(({ text = "" }) => text).filter((text) => own.includes(text))).toEqual(own);
    }
  } finally {
    for (const { room } of writers) room.close();
  }
});

test("[LIVE-4] a program whose first try found nobody is in the room soon after there is one", async () => {
  const runtime = await Workerd.start();
  workerd = runtime;
  await runtime.kill();
  const { room } = new SdkWriter(`${runtime.origin}/r/${ROOM}`, "Early", seededRandom());
  try {
    await eventually("it has tried", () => room.state.name === "connecting");
    await pause(FIRST_ATTEMPT_MS);
    await runtime.restart();
    await eventually("it is in the room", () => room.state.name === "online", RECONNECT_BOUND_MS);
  } finally {
    room.close();
  }
});

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
