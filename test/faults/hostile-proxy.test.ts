/** The faulty proxy itself: each of its faults, in front of a minimal server. */
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { eventually, pause, within } from "../support/eventually.ts";
import { FaultyProxy, type ProxyFault } from "../support/faulty-proxy.ts";
import { seededRandom } from "../support/seeded-random.ts";

const TICK_MS = 50;
/** After which connections and requests are cut: what comes before comes in time on a busy machine too. */
const LATE_MS = 1_000;
const LONG_TEXT = "x".repeat(10_000);

let server: Server;
let proxy: FaultyProxy;
const opened: Socket[] = [];

/** Echoes upgraded connections, streams comments at `/stream`, answers `/wait/ms` after a delay, anything else with method and body. */
beforeEach(async () => {
  server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "", "http://localhost");
    if (pathname === "/stream") {
      response.writeHead(200, { "Content-Type": "text/event-stream" });
      const tickTimer = setInterval(() => response.write(": tick\n\n"), TICK_MS);
      response.on("close", () => clearInterval(tickTimer));
    } else if (pathname === "/three") {
      response.writeHead(200, { "Content-Type": "text/event-stream" }).write("data: 1\n\n");
      setTimeout(() => response.end("data: 2\n\n"), 2 * TICK_MS);
    } else if (pathname.startsWith("/wait/")) {
      setTimeout(() => response.end("late"), Number(pathname.slice("/wait/".length)));
    } else if (pathname === "/long") {
      response.end(LONG_TEXT);
    } else {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => response.end(`${request.method} ${Buffer.concat(chunks).toString()}`));
    }
  });
  server.on("upgrade", (_, socket) => {
    socket.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\n");
    socket.on("error", () => undefined);
    socket.pipe(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  proxy = await FaultyProxy.start((server.address() as AddressInfo).port);
});

afterEach(async () => {
  for (const socket of opened.splice(0)) socket.destroy();
  await proxy.close();
  server.closeAllConnections();
  server.close();
});

function fetchText(path: string, init: RequestInit = {}): Promise<string> {
  return fetch(`${proxy.origin}${path}`, init).then((response) => response.text());
}

function stream(path: string, signal?: AbortSignal): Promise<Response> {
  const headers = { Accept: "text/event-stream" };
  return fetch(`${proxy.origin}${path}`, { headers, ...(signal === undefined ? {} : { signal }) });
}

/** Requests an upgrade through the proxy, sends "hello" once upgraded, and records what happens. */
function openUpgrade() {
  const socket = connect(proxy.port, "127.0.0.1");
  opened.push(socket);
  const result = { status: 0, received: "", isClosed: false };
  socket.write("GET / HTTP/1.1\r\nHost: a\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\n");
  socket.on("data", (chunk: Buffer) => {
    const text = chunk.toString();
    if (result.status === 0) {
      result.status = Number(/^HTTP\/1\.1 (\d+)/u.exec(text)?.[1]);
      socket.write("hello");
    } else result.received += text;
  });
  socket.on("error", () => undefined);
  socket.on("close", () => (result.isClosed = true));
  return result;
}

const setFault = (fault: ProxyFault) => void (proxy.fault = fault);

/** True if `promise` does not settle within `ms`. */
async function isPending(promise: Promise<unknown>, ms = 400): Promise<boolean> {
  const settled = promise.then(
    () => true,
    () => true,
  );
  return !(await Promise.race([settled, pause(ms).then(() => false)]));
}

async function expectRequestsPass(): Promise<void> {
  expect(await fetchText("/")).toBe("GET ");
  expect(await fetchText("/", { method: "POST", body: "سلام" })).toBe("POST سلام");
}

async function expectUpgradesRefused(): Promise<void> {
  const upgrade = openUpgrade();
  await eventually("the socket is refused", () => upgrade.isClosed);
  expect(upgrade).toMatchObject({ status: 403, received: "" });
}

describe("the network fault", () => {
  test("open passes everything", async () => {
    const upgrade = openUpgrade();
    await eventually("the socket is answered", () => upgrade.received === "hello");
    expect(await (await stream("/three")).text()).toBe("data: 1\n\ndata: 2\n\n");
    expect(await fetchText("/long")).toBe(LONG_TEXT);
    await expectRequestsPass();
  });

  test("refuse-upgrade passes everything but sockets", async () => {
    setFault({ name: "refuse-upgrade" });
    await expectUpgradesRefused();
    expect(await (await stream("/three")).text()).toContain("data: 2");
    await expectRequestsPass();
  });

  test("hang-upgrade never answers a socket", async () => {
    setFault({ name: "hang-upgrade" });
    const upgrade = openUpgrade();
    await pause(400);
    expect(upgrade).toEqual({ status: 0, received: "", isClosed: false });
    await expectRequestsPass();
  });

  test("reset-upgrade-after resets a socket after its time", async () => {
    setFault({ name: "reset-upgrade-after", ms: LATE_MS });
    const upgrade = openUpgrade();
    await eventually("the socket is answered", () => upgrade.received === "hello");
    expect(upgrade.isClosed).toBe(false);
    await eventually("the socket is reset", () => upgrade.isClosed);
    await expectRequestsPass();
  });

  test("buffer-streams holds a stream back until it ends", async () => {
    setFault({ name: "buffer-streams" });
    await expectUpgradesRefused();
    const abortController = new AbortController();
    const endless = stream("/stream", abortController.signal);
    expect(await isPending(endless)).toBe(true);
    abortController.abort();
    await expect(endless).rejects.toThrow();
    expect(await (await stream("/three")).text()).toBe("data: 1\n\ndata: 2\n\n");
    await expectRequestsPass();
  });

  test("kill-streams-every resets a stream after its time", async () => {
    setFault({ name: "kill-streams-every", ms: LATE_MS });
    await expectUpgradesRefused();
    const body = await stream("/stream");
    const startedAt = performance.now();
    await expect(within("the stream breaks", body.text())).rejects.toThrow(/terminated|reset/u);
    expect(performance.now() - startedAt).toBeGreaterThan(LATE_MS / 2);
    await expectRequestsPass();
  });

  test("cut-at-random-byte cuts connections at the same bytes for the same seed", async () => {
    const lengthsOf = async () => {
      setFault({ name: "cut-at-random-byte", random: seededRandom(5), maxBytes: 25_000 });
      const lengths: number[] = [];
      for (let requests = 0; requests < 8; requests++) {
        const response = await fetchText("/long", { headers: { Connection: "close" } }).catch(() => "");
        lengths.push(response.length);
      }
      return lengths;
    };
    const lengths = await lengthsOf();
    expect(lengths).toContain(0);
    expect(lengths).toContain(LONG_TEXT.length);
    expect(await lengthsOf()).toEqual(lengths);
  });

  test("cut-waiting resets a request that is not answered in time", async () => {
    setFault({ name: "cut-waiting", ms: LATE_MS });
    await expectUpgradesRefused();
    expect((await stream("/three")).status).toBe(403);
    expect(await fetchText("/wait/100")).toBe("late");
    await expect(fetchText(`/wait/${5 * LATE_MS}`)).rejects.toThrow("fetch failed");
    await expectRequestsPass();
  });

  test("drop never answers sockets, streams and slow requests", async () => {
    setFault({ name: "drop", ms: LATE_MS });
    const upgrade = openUpgrade();
    const abortController = new AbortController();
    const { signal } = abortController;
    const swallowed = [stream("/three", signal), fetchText(`/wait/${1.5 * LATE_MS}`, { signal })];
    expect(await Promise.all(swallowed.map((promise) => isPending(promise, 2 * LATE_MS)))).toEqual([
      true,
      true,
    ]);
    expect(upgrade).toEqual({ status: 0, received: "", isClosed: false });
    abortController.abort();
    await Promise.allSettled(swallowed);
    expect(await fetchText("/wait/100")).toBe("late");
    await expectRequestsPass();
  });

  test("can be changed: open connections keep the old fault, new ones get the new one", async () => {
    const upgrade = openUpgrade();
    await eventually("the socket is answered", () => upgrade.received === "hello");
    setFault({ name: "refuse-upgrade" });
    await expectUpgradesRefused();
    expect(upgrade.isClosed).toBe(false);
    proxy.resetAll();
    await eventually("the socket is reset", () => upgrade.isClosed);
  });
});
