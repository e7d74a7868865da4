/** Streams and polls on the bare runtime: hibernation, cut connections, slow readers, kills (SPEC P-1 to P-4, SSE-3, SSE-4, POLL-5). */
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { audit } from "../support/auditor.ts";
import { eventually, pause } from "../support/eventually.ts";
import { PollReader, SseReader } from "../support/http-readers.ts";
import { HttpWriter } from "../support/http-writer.ts";
import { countsOf, startInstrumented } from "../support/instrumented-room.ts";
import { auditedFields } from "../support/log-entry.ts";
import { ProtocolClient } from "../support/protocol-client.ts";
import { RawSocket, type WireEvent } from "../support/raw-socket.ts";
import { printLine } from "../support/report.ts";
import { seededRandom } from "../support/seeded-random.ts";
import { fetchMessages } from "../support/stored-messages.ts";
import { Workerd } from "../support/workerd.ts";

const ROOM = "everywhere";
const UNLIMITED = { perSecond: 1_000_000, burst: 1_000_000 };
/** By the comment of a stream it is noticed that its reader is gone (SPEC SSE-3). */
const HEARTBEAT_MS = 15_000;
/** Within this it is noticed that a reader who polls is gone, and the member has left (SPEC POLL-5, POLL-7). */
const POLL_TIMEOUT_MS = 12_000;
/** What a busy machine may take besides. */
const BUSY_MS = 10_000;
const UNLIMITED_RATES = { memberRate: UNLIMITED, roomRate: UNLIMITED, frameRate: UNLIMITED };

interface Stoppable {
  stop(): unknown;
}

/** The resources that a test must stop; concurrent tests have one each. */
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

async function publish(runtime: Workerd, text: string): Promise<void> {
  const answer = await fetch(`${roomUrl(runtime)}?name=Poster`, { method: "POST", body: text });
  expect(answer.status).toBe(201);
}

interface GuestSession {
  readonly position: string;
  readonly token: string;
}

/** Joins as a guest, by a first poll. */
async function joinAsGuest(runtime: Workerd, name: string, room = ROOM): Promise<GuestSession> {
  const answer = await fetch(`${roomUrl(runtime, room)}/messages?after=&name=${name}`);
  const { position, events } = (await answer.json()) as { position: string; events: WireEvent[] };
  return { position, token: events[0]?.self?.token ?? "" };
}

/** Says so much that a page of the room is as large as any. */
async function fillPage(runtime: Workerd, room: string): Promise<void> {
  for (let count = 0; count < 17; count++) {
    const headers = { "CF-Connecting-IP": `192.0.2.${count}` };
    const body = "🙂".repeat(4_000);
    const posted = await fetch(`${roomUrl(runtime, room)}?name=Poster`, { method: "POST", body, headers });
    expect(posted.status).toBe(201);
  }
}

/** Sends a GET request and returns its TCP connection; the response is discarded. */
async function openRequest(runtime: Workerd, path: string, headers: readonly string[] = []): Promise<Socket> {
  const socket = connect({ port: runtime.port, host: "127.0.0.1", noDelay: true });
  socket.on("error", () => undefined);
  socket.on("data", () => undefined);
  const lines = [`GET ${path} HTTP/1.1`, "Host: majlis.test", ...headers];
  await new Promise<void>((written) => void socket.write(`${lines.join("\r\n")}\r\n\r\n`, () => written()));
  return socket;
}

/** Sends a GET request, and reads nothing of the answer but its beginning. */
async function requestUnread(runtime: Workerd, path: string, ip: string): Promise<Socket> {
  const socket = connect({ port: runtime.port, host: "127.0.0.1" });
  socket.on("error", () => undefined);
  socket.pause();
  socket.write(`GET ${path} HTTP/1.1\r\nHost: majlis.test\r\nCF-Connecting-IP: ${ip}\r\n\r\n`);
  // One that the Worker ends before it has sent anything is never readable.
  await Promise.race([once(socket, "readable"), once(socket, "close")]);
  return socket;
}

/** Reads the answer to its end: whether it is whole. */
function isWhole(socket: Socket, bodyBytes: number): Promise<boolean> {
  if (socket.closed) return Promise.resolve(false);
  let bytes = 0;
  return new Promise((resolve) => {
    socket.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes >= bodyBytes) socket.destroy();
    });
    socket.on("close", () => resolve(bytes >= bodyBytes));
    socket.resume();
  });
}

describe.concurrent("in a quiet room", () => {
  test("[P-4] [SSE-1] [POLL-1] the room hibernates under waiting streams and polls, which receive the next message", async () => {
    const cleanup = new Cleanup();
    try {
      const runtime = cleanup.add(await startInstrumented());
      await publish(runtime, "first");
      const stream = cleanup.add(new SseReader({ url: roomUrl(runtime), name: "stream" }).start());
      const poll = cleanup.add(new PollReader({ url: roomUrl(runtime), name: "poll" }).start());
      const member = cleanup.add(
        new PollReader({ url: roomUrl(runtime), name: "member", query: "name=Ana" }).start(),
      );
      const readers = [stream, poll, member];
      await eventually("all have received the first message", () =>
        readers.every(({ spanLog }) => spanLog.reached === 1),
      );
      // Ana's join answers the anonymous poll: give it time to poll again.
      await pause(1_500);
      const before = countsOf(runtime);
      expect(before.constructed).toBe(1);
      await pause(11_500);
      expect(countsOf(runtime)).toEqual(before);
      await publish(runtime, "second");
      await eventually("all have received the second message", () =>
        readers.every(({ spanLog }) => spanLog.reached === 2),
      );
      expect(countsOf(runtime).constructed).toBe(2);
      expect(stream.disconnects + poll.disconnects + member.disconnects).toBe(0);
      expect(await membersOf(runtime)).toEqual(["Ana"]);
    } finally {
      await cleanup.clear();
    }
  });

  test("[SSE-3] a member whose stream is cut has left within one heartbeat interval", async () => {
    const cleanup = new Cleanup();
    try {
      const runtime = cleanup.add(await Workerd.start());
      // One room each: a presence event for one would reveal the other cut connection too.
      const cutMethods = ["destroy", "resetAndDestroy"] as const;
      const leftAfter = await Promise.all(
        cutMethods.map(async (cutMethod) => {
          const room = cutMethod.toLowerCase();
          const socket = await openRequest(runtime, `/r/${room}/events?name=Ana`);
          await eventually("Ana has joined", async () => (await membersOf(runtime, room)).length === 1);
          const cutAt = performance.now();
          socket[cutMethod]();
          await eventually(
            "Ana has left",
            async () => {
              await pause(50);
              return (await membersOf(runtime, room)).length === 0;
            },
            HEARTBEAT_MS + BUSY_MS,
          );
          return `${cutMethod}: ${((performance.now() - cutAt) / 1_000).toFixed(1)} s`;
        }),
      );
      printLine(`streams cut, until the member has left: ${leftAfter.join(", ")}`);
    } finally {
      await cleanup.clear();
    }
  });

  test("[POLL-5] aborted polls cause no presence events until the member's timeout", async () => {
    const cleanup = new Cleanup();
    try {
      const runtime = cleanup.add(await Workerd.start());
      const path = `/r/${ROOM}/socket?name=Bo`;
      const bo = await RawSocket.open({ port: runtime.port, path, protocols: ["majlis.v1"] });
      cleanup.add({ stop: () => bo.destroy() });
      const { position, token } = await joinAsGuest(runtime, "Ana");
      await bo.waitForEvent("Ana's join", ({ joined = [] }) => joined.length === 1);
      const waiting = `/r/${ROOM}/messages?after=${position}&wait=25`;
      const headers = [`Authorization: Bearer ${token}`];
      for (let round = 0; round < 3; round++) {
        const poll = await openRequest(runtime, waiting, headers);
        await pause(300);
        poll.resetAndDestroy();
        await pause(300);
      }
      const abortedAt = performance.now();
      expect(await membersOf(runtime)).toEqual(["Ana", "Bo"]);
      expect(bo.events.filter(({ type }) => type === "presence")).toHaveLength(1);
      await eventually(
        "Ana has left",
        async () => {
          await pause(50);
          return (await membersOf(runtime)).length === 1;
        },
        POLL_TIMEOUT_MS + BUSY_MS,
      );
      const leftAfterSeconds = (performance.now() - abortedAt) / 1_000;
      printLine(`poll aborted: left after ${leftAfterSeconds.toFixed(1)} s`);
      expect(leftAfterSeconds).toBeGreaterThan(8);
    } finally {
      await cleanup.clear();
    }
  });

  test("[POLL-7] a waiting poll that hung up is noticed, however it did, and its member leaves", async () => {
    const cleanup = new Cleanup();
    try {
      const runtime = cleanup.add(await Workerd.start());
      const leftAfter = await Promise.all(
        (["end", "destroy", "resetAndDestroy"] as const).map(async (cutMethod) => {
          const room = `hung-up-${cutMethod.toLowerCase()}`;
          const { position, token } = await joinAsGuest(runtime, "Ana", room);
          const headers = [`Authorization: Bearer ${token}`];
          const path = `/r/${room}/messages?after=${position}&wait=25`;
          const poll = await openRequest(runtime, path, headers);
          await pause(3_000);
          const cutAt = performance.now();
          poll[cutMethod]();
          poll.destroy();
          await eventually(
            "Ana has left",
            async () => {
              await pause(50);
              return (await membersOf(runtime, room)).length === 0;
            },
            POLL_TIMEOUT_MS + BUSY_MS,
          );
          return `${cutMethod}: ${((performance.now() - cutAt) / 1_000).toFixed(1)} s`;
        }),
      );
      printLine(`waiting polls cut, until the member has left: ${leftAfter.join(", ")}`);
    } finally {
      await cleanup.clear();
    }
  });

  test("[SSE-5] [LIM-5] a full room refuses streams and polls with a Retry-After", async () => {
    const cleanup = new Cleanup();
    try {
      const limits = { LIMITS: JSON.stringify({ connections: 1 }) };
      const runtime = cleanup.add(await Workerd.start({ variables: limits }));
      const stream = cleanup.add(new SseReader({ url: roomUrl(runtime), name: "first" }).start());
      await eventually("the first has joined", () => stream.events.length > 0);
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

describe("in a busy room", () => {
  const cleanup = new Cleanup();

  afterEach(() => cleanup.clear());

  test("[SSE-4] a stream that is not read is closed without delaying others, and its reader recovers", async () => {
    const limits = JSON.stringify(UNLIMITED_RATES);
    const runtime = cleanup.add(await Workerd.start({ variables: { LIMITS: limits } }));
    const writer = new ProtocolClient({ url: runtime.socketUrl(ROOM), name: "Writer" });
    cleanup.add({ stop: () => writer.close() });
    writer.connect();
    const url = roomUrl(runtime);
    const fastReader = cleanup.add(new SseReader({ url, name: "fast", query: "name=Fast" }).start());
    const slowReader = cleanup.add(new SseReader({ url, name: "slow", query: "name=Slow" }).start());
    const readers = [fastReader, slowReader];
    await eventually("both are reading", () => readers.every(({ lastId }) => lastId !== undefined));
    slowReader.pause();
    const text = "x".repeat(3_900);
    const exchangeMs: number[] = [];
    let sent = 0;
    while ((await membersOf(runtime)).includes("Slow")) {
      expect(sent).toBeLessThan(10_000);
      const sentAt = performance.now();
      for (let burst = 0; burst < 20; burst++, sent++) writer.publish(`${sent} ${text}`);
      await eventually("the fast reader has received all", () => fastReader.spanLog.reached === sent);
      exchangeMs.push(performance.now() - sentAt);
    }
    const unreadKiB = (sent * text.length) / 1_024;
    const disconnects = slowReader.disconnects;
    slowReader.resume();
    await eventually("the slow reader has reconnected", () => slowReader.disconnects > disconnects);
    writer.publish("the end");
    await eventually("both have received all", () =>
      readers.every(({ spanLog }) => spanLog.reached === sent + 1),
    );
    exchangeMs.sort((a, b) => a - b);
    printLine(
      `stream not read: closed after ${unreadKiB.toFixed(0)} KiB (kernel buffers included); meanwhile 20 messages ` +
        `reached the other reader in ${exchangeMs[Math.floor(exchangeMs.length / 2)]?.toFixed(0)} ms (median), ` +
        `${exchangeMs.at(-1)?.toFixed(0)} ms at most`,
    );
    const rows = (await fetchMessages(runtime.origin, ROOM)).map(auditedFields);
    const logs = readers.map(({ log }) => log);
    expect(audit(rows, logs, writer.acks)).toEqual([]);
    expect(readers.map((reader) => reader.disconnects)).toEqual([0, 1]);
    expect(slowReader.spanLog.spans).toHaveLength(1);
  });

  test("[HTTP-28] what is left unread of pages is bounded in sum: connections end, but not of those who read", async () => {
    const runtime = cleanup.add(await Workerd.start());
    // In each twenty at once: further ones of a room take turns (LIM-18), and the system's buffers take them meanwhile.
    const rooms = Array.from({ length: 8 }, (_, index) => `long-${index}`);
    for (const room of rooms) await fillPage(runtime, room);
    const pathOf = (room = "") => `/r/${room}/messages?limit=200`;
    const path = pathOf(rooms[0]);
    const answer = await fetch(`${runtime.origin}${path}`);
    const page = await answer.text();
    const bytes = Buffer.byteLength(page);
    expect(answer.headers.get("Content-Length")).toBe(`${bytes}`);
    const unread = await Promise.all(
      Array.from({ length: 150 }, (_, host) =>
        requestUnread(runtime, pathOf(rooms[host % rooms.length]), `203.0.113.${host % 60}`),
      ),
    );
    for (let reads = 0; reads < 20; reads++) {
      const headers = { "CF-Connecting-IP": "198.51.100.1" };
      expect(await (await fetch(`${runtime.origin}${path}`, { headers })).text()).toBe(page);
    }
    const whole = (await Promise.all(unread.map((socket) => isWhole(socket, bytes)))).filter(Boolean).length;
    printLine(`150 pages of ${Math.round(bytes / 1024)} KiB left unread: ${whole} were kept`);
    // 16 MiB of them, and what the system's buffers took.
    expect(whole * bytes).toBeLessThan(25 * 1024 * 1024);
    expect(whole * bytes).toBeGreaterThan(12 * 1024 * 1024);
  });

  const KILLS = 8;
  const ACKS_BETWEEN_KILLS = { from: 100, to: 250 };

  test("[P-1] [P-2] [P-3] kills under streams, polls and HTTP writers lose, duplicate, invent and reorder nothing", async () => {
    const random = seededRandom();
    const limits = { ...UNLIMITED_RATES, recoveryBytes: 4_096 };
    const runtime = cleanup.add(await Workerd.start({ variables: { LIMITS: JSON.stringify(limits) } }));
    const url = roomUrl(runtime);
    const writers = await Promise.all(
      (["messages", "commands", "messages", "commands"] as const).map((endpoint, index) =>
        HttpWriter.start({ url, name: `writer${index}`, endpoint }),
      ),
    );
    const acked = () => writers.reduce((sum, { acks }) => sum + acks.length, 0);
    // Who reads before gets the first page as the room is created, and nothing to recover from (SPEC READ-3).
    await eventually("the room is created", () => acked() > 0);
    const queries = ["", "name=", ""];
    const streams = queries.map((query, index) =>
      cleanup.add(new SseReader({ url, name: `stream ${index}`, query }).start()),
    );
    const polls = queries.map((query, index) =>
      cleanup.add(new PollReader({ url, name: `poll ${index}`, query }).start()),
    );
    // One that is cut before it has a position begins again.
    await eventually(
      "every reader has a position",
      () =>
        streams.every(({ lastId }) => lastId !== undefined) && polls.every(({ position }) => position !== ""),
    );
    for (let kill = 1; kill <= KILLS; kill++) {
      const target = acked() + random.between(ACKS_BETWEEN_KILLS.from, ACKS_BETWEEN_KILLS.to);
      await eventually(`${target} acknowledgements`, () => acked() >= target);
      await runtime.kill();
      await runtime.restart();
    }
    await Promise.all(writers.map((writer) => writer.finish()));
    const readers = [...streams, ...polls];
    await eventually("every reader has caught up", () =>
      readers.every(({ spanLog }) => spanLog.reached === acked()),
    );
    const rows = (await fetchMessages(runtime.origin, ROOM)).map(auditedFields);
    const violations = audit(
      rows,
      readers.map(({ log }) => log),
      writers.flatMap(({ acks }) => acks),
    );

    printLine(
      `seed ${random.seed}: ${KILLS} kills: ${rows.length} messages, ${acked()} acks, ` +
        `${sum(writers.map(({ retries }) => retries))} retries, ${sum(writers.map(({ duplicates }) => duplicates))} duplicates, ` +
        `${disconnectsOf(streams)} streams and ${disconnectsOf(polls)} polls disconnected, ` +
        `${sum(polls.map(({ answers }) => answers))} polls answered, ${violations.length} violations`,
    );
    expect(violations.slice(0, 20)).toEqual([]);
    expect(rows).toHaveLength(acked());
    expect(readers.every(({ spanLog }) => spanLog.spans.length === 1)).toBe(true);
    expect(streams.every(({ disconnects }) => disconnects >= KILLS)).toBe(true);
  });
});

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function disconnectsOf(readers: readonly { readonly disconnects: number }[]): number {
  return sum(readers.map(({ disconnects }) => disconnects));
}
