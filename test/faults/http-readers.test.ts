/** Streams and polls on the bare runtime: asleep, cut, slow and killed (SPEC P-1 to P-4, SSE-3, SSE-4, POLL-5). */
import { connect, type Socket } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { audit, type LogEntry } from "../support/auditor.ts";
import { eventually, pause } from "../support/eventually.ts";
import { PollReader, SseReader } from "../support/http-readers.ts";
import { HttpWriter } from "../support/http-writer.ts";
import { countsOf, startInstrumented } from "../support/instrumented-room.ts";
import { ProtocolClient } from "../support/protocol-client.ts";
import { RawSocket, type WireEvent } from "../support/raw-socket.ts";
import { printLine } from "../support/report.ts";
import { seededRandom } from "../support/seeded-random.ts";
import { fetchMessages } from "../support/stored-messages.ts";
import { Workerd } from "../support/workerd.ts";

const ROOM = "everywhere";
const UNBOUNDED = { perSecond: 1_000_000, burst: 1_000_000 };
const UNRATED = { memberRate: UNBOUNDED, roomRate: UNBOUNDED, frameRate: UNBOUNDED };

interface Stoppable {
  stop(): unknown;
}

/** What a test leaves behind; concurrent tests have each their own. */
class Cleanup {
  private readonly resources: Stoppable[] = [];

  add<Resource extends Stoppable>(resource: Resource): Resource {
    this.resources.push(resource);
    return resource;
  }

  async clear(): Promise<void> {
    for (const resource of this.resources.splice(0).toReversed()) await resource.stop();
  }
}

function roomUrl({ origin }: Workerd, room = ROOM): string {
  return `${origin}/r/${room}`;
}

async function membersOf(runtime: Workerd, room = ROOM): Promise<string[]> {
  const answer = await fetch(`${roomUrl(runtime, room)}/members`);
  const { list } = (await answer.json()) as { list: { name: string }[] };
  return list.map(({ name }) => name).toSorted();
}

async function say(runtime: Workerd, text: string): Promise<void> {
  const answer = await fetch(`${roomUrl(runtime)}?name=Somebody`, { method: "POST", body: text });
  expect(answer.status).toBe(201);
}

interface GuestSession {
  readonly position: string;
  readonly token: string;
}

/** A first poll, which makes a guest. */
async function joinAsGuest(runtime: Workerd, name: string): Promise<GuestSession> {
  const answer = await fetch(`${roomUrl(runtime)}/messages?after=&name=${name}`);
  const { position, events } = (await answer.json()) as { position: string; events: WireEvent[] };
  return { position, token: events[0]?.self?.token ?? "" };
}

/** A request whose connection is in our hands; nothing of the answer is looked at. */
async function request(runtime: Workerd, path: string, headers: readonly string[] = []): Promise<Socket> {
  const socket = connect({ port: runtime.port, host: "127.0.0.1", noDelay: true });
  socket.on("error", () => undefined);
  socket.on("data", () => undefined);
  const lines = [`GET ${path} HTTP/1.1`, "Host: majlis.test", ...headers];
  await new Promise<void>((written) => void socket.write(`${lines.join("\r\n")}\r\n\r\n`, () => written()));
  return socket;
}

describe.concurrent("while little happens", () => {
  test("[P-4] [SSE-1] [POLL-1] a room sleeps under a stream and a poll that wait, and both have the next message", async () => {
    const cleanup = new Cleanup();
    try {
      const runtime = cleanup.add(await startInstrumented());
      await say(runtime, "evening");
      const stream = cleanup.add(new SseReader({ url: roomUrl(runtime), name: "stream" }).start());
      const poll = cleanup.add(new PollReader({ url: roomUrl(runtime), name: "poll" }).start());
      const member = cleanup.add(
        new PollReader({ url: roomUrl(runtime), name: "member", query: "name=Ana" }).start(),
      );
      await eventually("they have the evening", () =>
        [stream, poll, member].every(({ spanLog: memory }) => memory.reached === 1),
      );
      // Ana's coming is told to the poll that waits, so let it wait anew.
      await pause(1_500);
      const before = countsOf(runtime);
      expect(before.constructed).toBe(1);
      await pause(11_500);
      expect(countsOf(runtime)).toEqual(before);
      await say(runtime, "morning");
      await eventually("they have the morning", () =>
        [stream, poll, member].every(({ spanLog: memory }) => memory.reached === 2),
      );
      expect(countsOf(runtime).constructed).toBe(2);
      expect(stream.disconnects + poll.disconnects + member.disconnects).toBe(0);
      expect(await membersOf(runtime)).toEqual(["Ana"]);
    } finally {
      await cleanup.clear();
    }
  });

  test("[SSE-3] a reader whose line is cut is gone within one beat", async () => {
    const cleanup = new Cleanup();
    try {
      const runtime = cleanup.add(await Workerd.start());
      // Each in a room of its own: what one's going tells the other would show that the other is gone too.
      const cutMethods = ["destroy", "resetAndDestroy"] as const;
      const goneAfter = await Promise.all(
        cutMethods.map(async (cutMethod) => {
          const room = cutMethod.toLowerCase();
          const socket = await request(runtime, `/r/${room}/events?name=Ana`);
          await eventually("she is here", async () => (await membersOf(runtime, room)).length === 1);
          const cutAt = performance.now();
          socket[cutMethod]();
          await eventually(
            "she is gone",
            async () => {
              await pause(50);
              return (await membersOf(runtime, room)).length === 0;
            },
            16_500,
          );
          return `${cutMethod}: ${((performance.now() - cutAt) / 1_000).toFixed(1)} s`;
        }),
      );
      printLine(`streams cut, until the room knows: ${goneAfter.join(", ")}`);
    } finally {
      await cleanup.clear();
    }
  });

  test("[POLL-5] a poll that is given up flickers nobody's presence, and ends some time after", async () => {
    const cleanup = new Cleanup();
    try {
      const runtime = cleanup.add(await Workerd.start());
      const path = `/r/${ROOM}/socket?name=Bo`;
      const bo = await RawSocket.open({ port: runtime.port, path, protocols: ["majlis.v1"] });
      cleanup.add({ stop: () => bo.destroy() });
      const { position, token } = await joinAsGuest(runtime, "Ana");
      await bo.waitForEvent("Ana's coming", ({ joined = [] }) => joined.length === 1);
      const waiting = `/r/${ROOM}/messages?after=${position}&wait=25`;
      const headers = [`Authorization: Bearer ${token}`];
      for (let round = 0; round < 3; round++) {
        const poll = await request(runtime, waiting, headers);
        await pause(300);
        poll.resetAndDestroy();
        await pause(300);
      }
      const givenUpAt = performance.now();
      expect(await membersOf(runtime)).toEqual(["Ana", "Bo"]);
      expect(bo.events.filter(({ type }) => type === "presence")).toHaveLength(1);
      await eventually(
        "Ana has left",
        async () => {
          await pause(50);
          return (await membersOf(runtime)).length === 1;
        },
        13_000,
      );
      const goneAfter = (performance.now() - givenUpAt) / 1_000;
      printLine(`poll given up: gone after ${goneAfter.toFixed(1)} s`);
      expect(goneAfter).toBeGreaterThan(8);
    } finally {
      await cleanup.clear();
    }
  });

  test("[SSE-5] [LIM-5] a room that is full tells readers when to try again", async () => {
    const cleanup = new Cleanup();
    try {
      const limits = { LIMITS: JSON.stringify({ connections: 1 }) };
      const runtime = cleanup.add(await Workerd.start({ variables: limits }));
      const stream = cleanup.add(new SseReader({ url: roomUrl(runtime), name: "first" }).start());
      await eventually("the first is in", () => stream.events.length > 0);
      for (const path of ["/events", "/messages?after=0.0&wait=25", "/messages?after=&name=Ana"]) {
        const answer = await fetch(`${roomUrl(runtime)}${path}`);
        expect([answer.status, await answer.json()]).toMatchObject([503, { code: "room_full" }]);
        expect(Number(answer.headers.get("Retry-After"))).toBeGreaterThan(0);
      }
      expect((await fetch(`${roomUrl(runtime)}/messages?after=`)).status).toBe(200);
    } finally {
      await cleanup.clear();
    }
  });
});

describe("while much happens", () => {
  const cleanup = new Cleanup();

  afterEach(() => cleanup.clear());

  test("[SSE-4] who stops reading a stream in a flood is let go; the talk goes on, and they recover whole", async () => {
    const runtime = cleanup.add(await Workerd.start({ variables: { LIMITS: JSON.stringify(UNRATED) } }));
    const writer = new ProtocolClient({ url: runtime.socketUrl(ROOM), name: "Writer" });
    cleanup.add({ stop: () => writer.close() });
    writer.connect();
    const url = roomUrl(runtime);
    const fastReader = cleanup.add(new SseReader({ url, name: "quick", query: "name=Quick" }).start());
    const slowReader = cleanup.add(new SseReader({ url, name: "slow", query: "name=Slow" }).start());
    await eventually("they read", () => [fastReader, slowReader].every(({ lastId }) => lastId !== undefined));
    slowReader.pause();
    const text = "x".repeat(3_900);
    const exchangeMs: number[] = [];
    let said = 0;
    while ((await membersOf(runtime)).includes("Slow")) {
      expect(said).toBeLessThan(10_000);
      const saidAt = performance.now();
      for (let burst = 0; burst < 20; burst++, said++) writer.publish(`${said} ${text}`);
      await eventually("the quick one has it all", () => fastReader.spanLog.reached === said);
      exchangeMs.push(performance.now() - saidAt);
    }
    const unreadKiB = (said * text.length) / 1_024;
    const losses = slowReader.disconnects;
    slowReader.resume();
    await eventually("the slow one has come back", () => slowReader.disconnects > losses);
    writer.publish("the end");
    await eventually("both are whole", () =>
      [fastReader, slowReader].every(({ spanLog: memory }) => memory.reached === said + 1),
    );
    exchangeMs.sort((a, b) => a - b);
    printLine(
      `stream not read: let go after ${unreadKiB.toFixed(0)} KiB (what the kernel took is in it); meanwhile 20 messages ` +
        `reached the other in ${exchangeMs[Math.floor(exchangeMs.length / 2)]?.toFixed(0)} ms (median), ` +
        `${exchangeMs.at(-1)?.toFixed(0)} ms at most`,
    );
    const rows: LogEntry[] = await fetchMessages(runtime.origin, ROOM);
    expect(audit(rows.map(entry), [fastReader.log, slowReader.log], writer.acks)).toEqual([]);
    expect([fastReader.disconnects, slowReader.disconnects]).toEqual([0, 1]);
    expect(slowReader.spanLog.spans).toHaveLength(1);
  });

  const KILLS = 8;
  const ACKS_BETWEEN = { from: 100, to: 250 };

  test("[P-1] [P-2] [P-3] kills under streams, polls and writers by HTTP lose, double, invent and reorder nothing", async () => {
    const random = seededRandom();
    const limits = { ...UNRATED, recoveryBytes: 4_096 };
    const runtime = cleanup.add(await Workerd.start({ variables: { LIMITS: JSON.stringify(limits) } }));
    const url = roomUrl(runtime);
    const writers = await Promise.all(
      (["messages", "commands", "messages", "commands"] as const).map((by, index) =>
        HttpWriter.start({ url, name: `writer${index}`, endpoint: by }),
      ),
    );
    const queries = ["", "name=", ""];
    const streams = queries.map((query, index) =>
      cleanup.add(new SseReader({ url, name: `stream ${index}`, query }).start()),
    );
    const polls = queries.map((query, index) =>
      cleanup.add(new PollReader({ url, name: `poll ${index}`, query }).start()),
    );
    const acked = () => writers.reduce((sum, { acks }) => sum + acks.length, 0);
    for (let kill = 1; kill <= KILLS; kill++) {
      const target = acked() + random.between(ACKS_BETWEEN.from, ACKS_BETWEEN.to);
      await eventually(`${target} acknowledgements`, () => acked() >= target, 20_000);
      await runtime.kill();
      await runtime.restart();
    }
    await Promise.all(writers.map((writer) => writer.finish()));
    const readers = [...streams, ...polls];
    await eventually("everybody is whole", () =>
      readers.every(({ spanLog: memory }) => memory.reached === acked()),
    );
    const rows: LogEntry[] = await fetchMessages(runtime.origin, ROOM);
    const violations = audit(
      rows.map(entry),
      readers.map(({ log }) => log),
      writers.flatMap(({ acks }) => acks),
    );
    const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
    printLine(
      `seed ${random.seed}: ${KILLS} kills: ${rows.length} messages, ${acked()} acks, ` +
        `${sum(writers.map(({ retries: repeats }) => repeats))} requests sent again, ${sum(writers.map(({ duplicates: known }) => known))} known, ` +
        `${sum(streams.map(({ disconnects: losses }) => losses))} streams and ${sum(polls.map(({ disconnects: losses }) => losses))} polls lost, ` +
        `${sum(polls.map(({ answers }) => answers))} polls answered, ${violations.length} violations`,
    );
    expect(violations.slice(0, 20)).toEqual([]);
    expect(rows).toHaveLength(acked());
    expect(readers.every(({ spanLog: memory }) => memory.spans.length === 1)).toBe(true);
    expect(streams.every(({ disconnects: losses }) => losses >= KILLS)).toBe(true);
  });
});

function entry({ seq, type, member, id, text }: LogEntry): LogEntry {
  return { seq, type, member, id, text };
}
