/**
 * Two SDK clients in one room, one of them behind a faulty network of every kind (SPEC CLIMB-1 to CLIMB-7): time to the
 * first message, and an audit of what both received.
 */
import { afterEach, expect, test } from "vitest";
import type { Transport } from "../../src/client/index.ts";
import { audit } from "../support/auditor.ts";
import { eventually, pause } from "../support/eventually.ts";
import { FaultyProxy, type ProxyFault } from "../support/faulty-proxy.ts";
import { auditedFields } from "../support/log-entry.ts";
import { printLine } from "../support/report.ts";
import { SdkClient } from "../support/sdk-client.ts";
import { seededRandom } from "../support/seeded-random.ts";
import { fetchMessages } from "../support/stored-messages.ts";
import { Workerd } from "../support/workerd.ts";

const ROOM = "anywhere";
/** The product's goal for the first message; printed, not asserted, as the test machine may be busy. */
const TARGET_MS = 5_000;
const FIRST_MESSAGE_TIMEOUT_MS = 20_000;
const STEADY_TIMEOUT_MS = 60_000;
const DELIVERY_TIMEOUT_MS = 60_000;
/** Each client publishes one message per interval. */
const PUBLISH_INTERVAL_MS = 250;

const UNLIMITED = { perSecond: 1_000_000, burst: 1_000_000 };
const LIMITS = JSON.stringify({ memberRate: UNLIMITED, roomRate: UNLIMITED, frameRate: UNLIMITED });

let workerd: Workerd | undefined;
let proxy: FaultyProxy | undefined;
const clients: SdkClient[] = [];

afterEach(async () => {
  for (const { room } of clients.splice(0)) room.close();
  await proxy?.close();
  await workerd?.stop();
});

interface Setup {
  readonly runtime: Workerd;
  readonly network: FaultyProxy;
  /** connects directly */
  readonly bo: SdkClient;
  /** connects through the faulty network */
  readonly ana: SdkClient;
}

async function setUp(fault: ProxyFault): Promise<Setup> {
  const runtime = (workerd = await Workerd.start({ variables: { LIMITS } }));
  const network = (proxy = await FaultyProxy.start(runtime.port, fault));
  const connect = (origin: string, name: string) => new SdkClient({ url: `${origin}/r/${ROOM}`, name });
  const [bo, ana] = [connect(runtime.origin, "Bo"), connect(network.origin, "Ana")];
  clients.push(bo, ana);
  return { runtime, network, bo, ana };
}

interface Network {
  readonly fault: ProxyFault;
  /** one of these must be in use in the end; any if undefined */
  readonly expectedTransports?: readonly Transport[];
  /** how long both clients publish */
  readonly publishMs: number;
}

const NETWORKS: readonly Network[] = [
  { fault: { name: "open" }, expectedTransports: ["websocket"], publishMs: 3_000 },
  { fault: { name: "refuse-upgrade" }, expectedTransports: ["events"], publishMs: 3_000 },
  { fault: { name: "hang-upgrade" }, expectedTransports: ["events"], publishMs: 3_000 },
  { fault: { name: "reset-upgrade-after", ms: 1_000 }, expectedTransports: ["events"], publishMs: 5_000 },
  { fault: { name: "buffer-streams" }, expectedTransports: ["long_poll"], publishMs: 3_000 },
  { fault: { name: "kill-streams-every", ms: 5_000 }, expectedTransports: ["long_poll"], publishMs: 12_000 },
  { fault: { name: "cut-waiting", ms: 3_000 }, expectedTransports: ["short_poll"], publishMs: 2_000 },
  { fault: { name: "drop", ms: 3_000 }, expectedTransports: ["short_poll"], publishMs: 2_000 },
  { fault: { name: "cut-at-random-byte", random: seededRandom(), maxBytes: 12_000 }, publishMs: 15_000 },
];

test.each(NETWORKS)(
  "[CLIMB-1] [P-2] [P-3] on the network $fault.name a client connects soon and receives every message once, in order",
  async ({ fault, expectedTransports, publishMs }) => {
    const { runtime, bo, ana } = await setUp(fault);
    const startedAt = performance.now();
    const elapsed = () => ms(performance.now() - startedAt);
    await expectFirstMessage(bo, ana);
    const firstAfter = elapsed();
    await expectFirstMessage(ana, bo);
    const bothAfter = elapsed();
    await publishFor(publishMs, [ana, bo]);
    await waitForTransport(ana, expectedTransports);
    const steadyAfter = elapsed();
    const { rows, violations } = await auditAll(runtime, [ana, bo]);
    printLine(
      `${fault.name}: first message after ${firstAfter} (target ${ms(TARGET_MS)}), both ways after ${bothAfter}, ` +
        `steady on ${ana.room.transport ?? "nothing"} after ${steadyAfter}, ${rows.length} messages, ` +
        `${ana.joinCount} joins, ${violations.length} violations (${ana.transports.join(" → ")})`,
    );
    expect(violations.slice(0, 20)).toEqual([]);
    expect([...ana.failures, ...bo.failures]).toEqual([]);
    expect(rows).toHaveLength(ana.sentTexts.length + bo.sentTexts.length);
    const received = ana.log.spans.flatMap(({ entries }) => entries);
    expect(received.map(({ seq, text }) => [seq, text])).toEqual(
      rows.slice(rows.length - received.length).map(({ seq, text }) => [seq, text]),
    );
  },
);

test("[CLIMB-6] when the network opens, a client upgrades to a socket without a loss or a state change", async () => {
  const { runtime, network, bo, ana } = await setUp({ name: "buffer-streams" });
  await eventually("both are online", () => clients.every(({ room }) => room.state.name === "online"));
  expect(ana.room.transport).toBe("long_poll");
  const states: string[] = [];
  ana.room.on("state", ({ to }) => states.push(to.name));
  network.fault = { name: "open" };
  const openedAt = performance.now();
  // Probes at once, as a page does when it becomes visible.
  ana.room.wake();
  await eventually(
    "Ana has upgraded",
    () => {
      for (const client of [ana, bo]) if (client.room.pending.length < 3) client.publish();
      return ana.room.transport === "websocket";
    },
    FIRST_MESSAGE_TIMEOUT_MS,
  );
  printLine(`upgraded to a socket ${ms(performance.now() - openedAt)} after the network opened`);
  for (const client of [ana, bo]) client.publish();
  const total = ana.sentTexts.length + bo.sentTexts.length;
  await eventually("both have received every message", () =>
    clients.every(({ received }) => received.at(-1)?.seq === total),
  );
  const texts = (await fetchMessages(runtime.origin, ROOM)).map(({ text = "" }) => text);
  expect(texts.toSorted()).toEqual([...ana.sentTexts, ...bo.sentTexts].toSorted());
  for (const { log, sentTexts } of [ana, bo]) {
    const received = log.spans.flatMap(({ entries }) => entries);
    expect(received.map(({ text }) => text)).toEqual(texts.slice(-received.length));
    expect(texts.filter((text) => sentTexts.includes(text))).toEqual(sentTexts);
  }
  expect(states).toEqual([]);
});

async function expectFirstMessage(from: SdkClient, to: SdkClient): Promise<void> {
  from.publish();
  const [text = ""] = from.sentTexts;
  await eventually(
    `${to.name} receives the first message of ${from.name}`,
    () => to.hasReceived(text),
    FIRST_MESSAGE_TIMEOUT_MS,
  );
}

async function publishFor(durationMs: number, writers: readonly SdkClient[]): Promise<void> {
  const until = performance.now() + durationMs;
  while (performance.now() < until) {
    for (const writer of writers) writer.publish();
    await pause(PUBLISH_INTERVAL_MS);
  }
}

/** Publishes nothing: only in a quiet room does a network that cuts waiting requests differ from one that does not. */
async function waitForTransport(
  client: SdkClient,
  expected: readonly Transport[] | undefined,
): Promise<void> {
  await eventually(
    `${client.name} is online over ${expected?.join(" or ") ?? "any transport"}, not ${client.room.transport ?? "none"}`,
    () =>
      client.room.state.name === "online" &&
      (expected === undefined || expected.includes(client.room.transport ?? "websocket")),
    STEADY_TIMEOUT_MS,
  );
  client.recordTransport();
}

/** Waits until every message is acknowledged and received by all, and audits them. */
async function auditAll({ origin }: Workerd, audited: readonly SdkClient[]) {
  const total = audited.reduce((sum, { sentTexts }) => sum + sentTexts.length, 0);
  await eventually(
    "every message is stored and received by both",
    () =>
      audited.every(
        ({ acks, sentTexts, received }) => acks.length === sentTexts.length && received.at(-1)?.seq === total,
      ),
    DELIVERY_TIMEOUT_MS,
  );
  const rows = (await fetchMessages(origin, ROOM)).map(auditedFields);
  const violations = audit(
    rows,
    audited.map(({ log }) => log),
    audited.flatMap(({ acks }) => acks),
  );
  return { rows, violations };
}

function ms(value: number): string {
  return `${(value / 1_000).toFixed(2)} s`;
}
