/**
 * Two programs with the SDK in one room, of whom one sits on a network of every hostile kind and the other on a good one
 * (SPEC, "Clients: fallback and upgrade"): how soon they hear each other, and whether all is whole.
 */
import { afterEach, expect, test } from "vitest";
import { joinRoom, type RoomClient, type Transport } from "../../src/client/index.ts";
import { memoryStorage } from "../../src/client/safe-storage.ts";
import type { DurableEvent } from "../../src/protocol/events/durable.ts";
import { audit, type Ack, type LogEntry, type JoinRecord, type LogSpan } from "../support/auditor.ts";
import { eventually, pause } from "../support/eventually.ts";
import { FaultyProxy, type ProxyFault } from "../support/faulty-proxy.ts";
import { printLine } from "../support/report.ts";
import { seededRandom } from "../support/seeded-random.ts";
import { fetchMessages } from "../support/stored-messages.ts";
import { Workerd } from "../support/workerd.ts";

const ROOM = "anywhere";
/** What a person is promised; printed, and held only loosely on a busy machine. */
const TARGET_MS = 5_000;
const FIRST_MESSAGE_BOUND_MS = 20_000;
const STEADY_BOUND_MS = 60_000;
const WHOLE_BOUND_MS = 60_000;
/** Everyone says one thing each so long. */
const PACE_MS = 250;

const UNBOUNDED = { perSecond: 1_000_000, burst: 1_000_000 };
const LIMITS = JSON.stringify({ memberRate: UNBOUNDED, roomRate: UNBOUNDED, frameRate: UNBOUNDED });

let workerd: Workerd | undefined;
let proxy: FaultyProxy | undefined;
const users: SdkUser[] = [];

afterEach(async () => {
  for (const { room } of users.splice(0)) room.close();
  await proxy?.close();
  await workerd?.stop();
});

/** Somebody with the SDK, who writes down all they see, as the auditor reads it. */
class SdkUser {
  readonly said: string[] = [];
  readonly acks: Ack[] = [];
  readonly failed: unknown[] = [];
  readonly spans: { joins: JoinRecord[]; entries: LogEntry[] }[] = [];
  readonly transports: Transport[] = [];
  readonly room: RoomClient;
  readonly startedAt = performance.now();

  constructor(
    origin: string,
    private readonly name: string,
  ) {
    this.room = joinRoom({ url: `${origin}/r/${ROOM}`, name, storage: memoryStorage() });
    users.push(this);
    this.room.on("welcome", ({ recovered, position }) => this.onWelcome(recovered, seqOf(position)));
    this.room.on("reset", ({ events }) => this.span.entries.push(...events.map(entryOf)));
    this.room.on("event", (event) => {
      this.span.entries.push(entryOf(event));
      this.recordTransport();
    });
    this.room.on("state", () => this.recordTransport());
  }

  get entries(): readonly LogEntry[] {
    return this.spans.flatMap(({ entries }) => entries);
  }

  say(): void {
    const text = `${this.name} says ${this.said.length + 1}`;
    this.said.push(text);
    const { id, stored } = this.room.publish(text);
    const order = this.said.length - 1;
    stored.then(
      ({ seq, from }) => (this.acks[order] = { member: from.id, id, seq, text }),
      (error: unknown) => this.failed.push(error),
    );
  }

  hasReceived(text: string): boolean {
    return this.entries.some((entry) => entry.text === text);
  }

  private get span(): LogSpan & { joins: JoinRecord[]; entries: LogEntry[] } {
    const span = this.spans.at(-1);
    if (span === undefined) throw new Error("nobody welcomed this person");
    return span;
  }

  private onWelcome(recovered: boolean, reached: number): void {
    if (!recovered) this.spans.push({ joins: [], entries: [] });
    this.span.joins.push({ asked: this.span.entries.at(-1)?.seq, recovered, reached });
    this.recordTransport();
  }

  /** Notes by which way the room is reached now. */
  recordTransport(): void {
    const { transport } = this.room;
    if (transport !== undefined && transport !== this.transports.at(-1)) this.transports.push(transport);
  }
}

function entryOf(event: DurableEvent): LogEntry {
  const { seq, type, from, id } = event;
  return { seq, type, member: from.id, id, text: event.type === "message" ? event.text : undefined };
}

function seqOf(position: string): number {
  return Number(position.split(".")[1]);
}

interface Network {
  readonly hostility: ProxyFault;
  /** how it must be reached in the end; any way where it is left out */
  readonly expectedTransports?: readonly Transport[];
  /** so long are both left to talk */
  readonly talkMs: number;
}

const NETWORKS: readonly Network[] = [
  { hostility: { name: "open" }, expectedTransports: ["websocket"], talkMs: 3_000 },
  { hostility: { name: "refuse-upgrade" }, expectedTransports: ["events"], talkMs: 3_000 },
  { hostility: { name: "hang-upgrade" }, expectedTransports: ["events"], talkMs: 3_000 },
  { hostility: { name: "reset-upgrade-after", ms: 1_000 }, expectedTransports: ["events"], talkMs: 5_000 },
  { hostility: { name: "buffer-streams" }, expectedTransports: ["long_poll"], talkMs: 3_000 },
  { hostility: { name: "kill-streams-every", ms: 5_000 }, expectedTransports: ["long_poll"], talkMs: 12_000 },
  { hostility: { name: "cut-waiting", ms: 3_000 }, expectedTransports: ["short_poll"], talkMs: 2_000 },
  { hostility: { name: "drop", ms: 3_000 }, expectedTransports: ["short_poll"], talkMs: 2_000 },
  { hostility: { name: "cut-at-random-byte", random: seededRandom(), maxBytes: 12_000 }, talkMs: 15_000 },
];

test.each(NETWORKS)(
  "[CLIMB-1] [P-2] [P-3] a network that is $hostility.name: in the room soon, and all is whole",
  async ({ hostility, expectedTransports, talkMs }) => {
    const runtime = (workerd = await Workerd.start({ variables: { LIMITS } }));
    const network = (proxy = await FaultyProxy.start(runtime.port, hostility));
    const [bo, ana] = [new SdkUser(runtime.origin, "Bo"), new SdkUser(network.origin, "Ana")];
    bo.say();
    await eventually("Ana hears Bo's first word", () => ana.hasReceived("Bo says 1"), FIRST_MESSAGE_BOUND_MS);
    const firstMs = performance.now() - ana.startedAt;
    ana.say();
    await eventually("Bo hears Ana's first word", () => bo.hasReceived("Ana says 1"), FIRST_MESSAGE_BOUND_MS);
    const bothMs = performance.now() - ana.startedAt;

    const talkUntilMs = performance.now() + talkMs;
    while (performance.now() < talkUntilMs) {
      for (const user of [ana, bo]) user.say();
      await pause(PACE_MS);
    }
    // A quiet room is what tells waiting that is cut from waiting that is answered.
    await eventually(
      `Ana is there by ${expectedTransports?.join(" or ") ?? "anything"}, not by ${ana.room.transport ?? "nothing"}`,
      () =>
        ana.room.state.name === "online" &&
        (expectedTransports === undefined || expectedTransports.includes(ana.room.transport ?? "websocket")),
      STEADY_BOUND_MS,
    );
    const steadyMs = performance.now() - ana.startedAt;
    ana.recordTransport();
    const total = ana.said.length + bo.said.length;
    await eventually(
      "all is stored and heard by both",
      () =>
        users.every(
          ({ acks, said, entries }) => acks.length === said.length && entries.at(-1)?.seq === total,
        ),
      WHOLE_BOUND_MS,
    );

    const rows = (await fetchMessages(runtime.origin, ROOM)).map(({ seq, type, member, id, text }) => ({
      seq,
      type,
      member,
      id,
      text,
    }));
    const violations = audit(
      rows,
      [ana, bo].map(({ spans }, index) => ({ client: `client ${index}`, spans })),
      [...ana.acks, ...bo.acks],
    );
    printLine(
      `${hostility.name}: first message after ${ms(firstMs)} (target ${ms(TARGET_MS)}), both ways after ${ms(bothMs)}, ` +
        `steady by ${ana.room.transport ?? "nothing"} after ${ms(steadyMs)}, ${rows.length} messages, ` +
        `${ana.spans.flatMap(({ joins }) => joins).length} joins, ${violations.length} violations (${ana.transports.join(" → ")})`,
    );
    expect(violations.slice(0, 20)).toEqual([]);
    expect([...ana.failed, ...bo.failed]).toEqual([]);
    expect(rows).toHaveLength(total);
    expect(ana.entries.map(({ seq, text }) => [seq, text])).toEqual(
      rows.slice(rows.length - ana.entries.length).map(({ seq, text }) => [seq, text]),
    );
  },
);

test("[CLIMB-6] when the wall falls, the socket is taken again, and nobody notices", async () => {
  const runtime = (workerd = await Workerd.start({ variables: { LIMITS } }));
  const network = (proxy = await FaultyProxy.start(runtime.port, { name: "buffer-streams" }));
  const [bo, ana] = [new SdkUser(runtime.origin, "Bo"), new SdkUser(network.origin, "Ana")];
  await eventually("both are there", () => users.every(({ room }) => room.state.name === "online"));
  expect(ana.room.transport).toBe("long_poll");
  const states: string[] = [];
  ana.room.on("state", ({ to }) => states.push(to.name));
  network.fault = { name: "open" };
  const openedAt = performance.now();
  // As when a page is seen again: nobody waits a minute for a test.
  ana.room.wake();
  await eventually(
    "Ana has climbed",
    () => {
      for (const user of [ana, bo]) if (user.room.pending.length < 3) user.say();
      return ana.room.transport === "websocket";
    },
    FIRST_MESSAGE_BOUND_MS,
  );
  printLine(`climbed back in mid-talk ${ms(performance.now() - openedAt)} after the wall fell`);
  for (const user of [ana, bo]) user.say();
  const total = ana.said.length + bo.said.length;
  await eventually("both hear all", () => users.every(({ entries }) => entries.at(-1)?.seq === total));
  const rows = await fetchMessages(runtime.origin, ROOM);
  expect(rows.map(({ text }) => text).toSorted()).toEqual([...ana.said, ...bo.said].toSorted());
  for (const { entries, said } of [ana, bo]) {
    expect(entries.map(({ text }) => text)).toEqual(rows.slice(-entries.length).map(({ text }) => text));
    expect(rows.map(({ text }) => text).filter((text) => said.includes(text ?? ""))).toEqual(said);
  }
  expect(states).toEqual([]);
});

function ms(value: number): string {
  return `${(value / 1_000).toFixed(2)} s`;
}
