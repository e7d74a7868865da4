/** `kill -9` of the runtime while clients publish (SPEC P-1 to P-3). */
import { afterEach, expect, test } from "vitest";
import { audit, type LogEntry } from "../support/auditor.ts";
import { eventually, pause } from "../support/eventually.ts";
import { auditedFields } from "../support/log-entry.ts";
import { ProtocolClient } from "../support/protocol-client.ts";
import { printLine } from "../support/report.ts";
import { SdkClient } from "../support/sdk-client.ts";
import { seededRandom, type SeededRandom } from "../support/seeded-random.ts";
import { fetchMessages, readMessages } from "../support/stored-messages.ts";
import { Workerd } from "../support/workerd.ts";

const KILLS = 20;
const WRITERS = 6;
const READERS = 2;
/** Acknowledgements between two kills. */
const ACKS_BETWEEN_KILLS = { from: 200, to: 400 };
/** Pending messages of a writer: more than fit in its in-flight window. */
const BACKLOG = 12;
const ROOM = "under-fire";
/** Long enough for a connection attempt to be refused. */
const FIRST_ATTEMPT_MS = 100;
/** Covers the backoff after the first attempts, and is shorter than waiting for an answer that never comes. */
const RECONNECT_TIMEOUT_MS = 5_000;

const UNLIMITED = { perSecond: 1_000_000, burst: 1_000_000 };
/** No rate limits, and replays so short that catching up takes several pages. */
const LIMITS = JSON.stringify({
  memberRate: UNLIMITED,
  roomRate: UNLIMITED,
  frameRate: UNLIMITED,
  recoveryBytes: 4_096,
});

let workerd: Workerd | undefined;
const clients: ProtocolClient[] = [];
const sdkClients: SdkClient[] = [];

afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  for (const { room } of sdkClients.splice(0)) room.close();
  await workerd?.stop();
});

function connectClient(client: ProtocolClient): ProtocolClient {
  clients.push(client);
  client.connect();
  return client;
}

function connectSdkClient({ origin }: Workerd, name: string, random: SeededRandom): SdkClient {
  // Backs off as usual, but with short delays.
  const environment = { random: () => random.between(0, 50) / 1_000 };
  const client = new SdkClient({ url: `${origin}/r/${ROOM}`, name, environment });
  sdkClients.push(client);
  return client;
}

/** Calls `publish` and kills and restarts the runtime, each time after another random number of acknowledgements. */
async function killWhilePublishing(
  runtime: Workerd,
  nextAckCount: () => number,
  { publish, acked }: { readonly publish: () => void; readonly acked: () => number },
): Promise<void> {
  for (let kill = 1; kill <= KILLS; kill++) {
    const target = acked() + nextAckCount();
    await eventually(
      `${target} messages are acknowledged after ${kill - 1} kills`,
      () => {
        publish();
        return acked() >= target;
      },
      30_000,
    );
    await runtime.kill();
    await runtime.restart();
  }
}

/** Connects the writers. Two of them resend everything as soon as they reconnect, stored or not. */
function connectWriters(url: string): ProtocolClient[] {
  return Array.from({ length: WRITERS }, (_, index) =>
    connectClient(
      new ProtocolClient({ url, name: `writer ${index}`, resend: index < 2 ? "at_once" : "after_replay" }),
    ),
  );
}

test("[P-1] [P-2] [P-3] [PUB-3] [PUB-5] twenty kills under six writers lose, duplicate, invent and reorder nothing", async () => {
  const random = seededRandom();
  printLine(`seed ${random.seed}`);
  const runtime = (workerd = await Workerd.start({ variables: { LIMITS } }));
  const url = runtime.socketUrl(ROOM);
  const writers = connectWriters(url);
  const readers = Array.from({ length: READERS }, (_, index) =>
    connectClient(new ProtocolClient({ url, name: `reader ${index}` })),
  );
  let sentCount = 0;
  const publish = () => {
    for (const [index, writer] of writers.entries()) {
      while (writer.unackedCount < BACKLOG) writer.publish(`message ${++sentCount} from writer ${index}`);
      if (random.chance(0.2)) writer.repeatLast();
    }
    if (random.chance(0.02)) readers[0]?.drop();
  };
  const nextAckCount = () => random.between(ACKS_BETWEEN_KILLS.from, ACKS_BETWEEN_KILLS.to);
  const acked = () => sum(writers.map(({ ackCount }) => ackCount));
  await killWhilePublishing(runtime, nextAckCount, { publish, acked });
  await eventually("every message is acknowledged", () =>
    writers.every(({ unackedCount }) => unackedCount === 0),
  );
  const newest = Math.max(...writers.map(({ seq }) => seq));
  await eventually("every client has caught up", () =>
    clients.every(({ seq, isCaughtUp }) => isCaughtUp && seq === newest),
  );

  const rows = (await fetchMessages(runtime.origin, ROOM)).map(auditedFields);
  expectNothingLost(rows, writers, sentCount);
  await runtime.kill();
  expect(readMessages(runtime.roomsFolder, ROOM)).toEqual(rows);
});

function expectNothingLost(
  rows: readonly LogEntry[],
  writers: readonly ProtocolClient[],
  sentCount: number,
): void {
  const acks = writers.flatMap((writer) => writer.acks);
  const violations = audit(
    rows,
    clients.map(({ log }) => log),
    acks,
  );
  const duplicates = clients.flatMap((client) => client.duplicates);
  const gaps = clients.flatMap((client) => client.gaps);
  const disconnects = sum(clients.map((client) => client.disconnects));
  const recognized = sum(writers.map(({ storedAnswers }) => storedAnswers));
  printLine(
    `${KILLS} kills: ${rows.length} messages, ${acks.length} acks, ${recognized} repeats recognized, ` +
      `${disconnects} disconnects, ${violations.length} violations, ${duplicates.length} duplicates, ${gaps.length} gaps`,
  );
  expect(violations.slice(0, 20)).toEqual([]);
  expect(duplicates).toEqual([]);
  expect(gaps).toEqual([]);
  expect(clients.flatMap(({ errors }) => errors)).toEqual([]);
  expect(acks).toHaveLength(sentCount);
  expect(rows).toHaveLength(sentCount);
  expect(recognized).toBeGreaterThan(0);
  expect(rows.length).toBeGreaterThanOrEqual(KILLS * ACKS_BETWEEN_KILLS.from);
  expect(clients.every(({ log }) => log.spans.length === 1)).toBe(true);
}

test("[P-1] [P-2] [P-3] twenty kills under two SDK clients: each message is stored once and received in one order", async () => {
  const random = seededRandom();
  printLine(`seed ${random.seed}`);
  const runtime = (workerd = await Workerd.start({ variables: { LIMITS } }));
  const writers = ["Ana", "Bo"].map((name) => connectSdkClient(runtime, name, random));
  const acked = () => sum(writers.map(({ acks }) => acks.length));
  await killWhilePublishing(runtime, () => random.between(20, 60), {
    publish: () => {
      for (const writer of writers) writer.fillOutbox(BACKLOG);
    },
    acked,
  });
  const sentTexts = writers.flatMap((writer) => writer.sentTexts);
  await eventually("every message is stored", () => acked() === sentTexts.length);
  await eventually("both have received every message", () =>
    writers.every(({ received }) => received.at(-1)?.seq === sentTexts.length),
  );
  const rows = (await fetchMessages(runtime.origin, ROOM)).map(auditedFields);
  printLine(
    `${KILLS} kills under the SDK: ${sentTexts.length} messages sent, ${acked()} acknowledged, ${rows.length} stored`,
  );
  expect(writers.flatMap(({ failures }) => failures)).toEqual([]);
  const storedTexts = rows.map(({ text = "" }) => text);
  expect(storedTexts.toSorted()).toEqual(sentTexts.toSorted());
  for (const { sentTexts: own, received } of writers) {
    expect(received).toEqual(rows.slice(rows.length - received.length));
    expect(storedTexts.filter((text) => own.includes(text))).toEqual(own);
  }
});

test("[LIVE-4] a client whose first connection attempt failed is online soon after the room is reachable", async () => {
  const runtime = (workerd = await Workerd.start());
  await runtime.kill();
  const { room } = connectSdkClient(runtime, "Early", seededRandom());
  await eventually("it has tried to connect", () => room.state.name === "connecting");
  await pause(FIRST_ATTEMPT_MS);
  await runtime.restart();
  await eventually("it is online", () => room.state.name === "online", RECONNECT_TIMEOUT_MS);
});

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
