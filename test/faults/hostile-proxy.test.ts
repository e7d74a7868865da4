/** The hostile network itself: each of its ways to be hostile, against a tiny server. */
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { eventually, pause, within } from "../support/eventually.ts";
import { FaultyProxy, type ProxyFault } from "../support/faulty-proxy.ts";
import { seededRandom } from "../support/seeded-random.ts";

const TICK_MS = 50;
const LONG_TEXT = "x".repeat(10_000);

let server: Server;
let proxy: FaultyProxy;
const opened: Socket[] = [];

/** Echoes what is upgraded, streams a comment each tick, answers `/wait/ms` after so long, anything else with its method and body. */
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

function ask(path: string, init: RequestInit = {}): Promise<string> {
  return fetch(`${proxy.origin}${path}`, init).then((response) => response.text());
}

function stream(path: string, signal?: AbortSignal): Promise<Response> {
  const headers = { Accept: "text/event-stream" };
  return fetch(`${proxy.origin}${path}`, { headers, ...(signal === undefined ? {} : { signal }) });
}

/** What becomes of an upgrade through the proxy. */
function dial() {
  const socket = connect(proxy.port, "127.0.0.1");
  opened.push(socket);
  const seen = { status: 0, heard: "", isGone: false };
  socket.write("GET / HTTP/1.1\r\nHost: a\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\n");
  socket.on("data", (chunk: Buffer) => {
    const text = chunk.toString();
    if (seen.status === 0) {
      seen.status = Number(/^HTTP\/1\.1 (\d+)/u.exec(text)?.[1]);
      socket.write("hello");
    } else seen.heard += text;
  });
  socket.on("error", () => undefined);
  socket.on("close", () => (seen.isGone = true));
  return seen;
}

const setHostility = (hostility: ProxyFault) => void (proxy.fault = hostility);

/** True if nothing at all comes of it in a while. */
async function isSilent(promise: Promise<unknown>, ms = 400): Promise<boolean> {
  const settled = promise.then(
    () => true,
    () => true,
  );
  return !(await Promise.race([settled, pause(ms).then(() => false)]));
}

async function expectRequestsPass(): Promise<void> {
  expect(await ask("/")).toBe("GET ");
  expect(await ask("/", { method: "POST", body: "سلام" })).toBe("POST سلام");
}

async function expectUpgradesRefused(): Promise<void> {
  const seen = dial();
  await eventually("the socket is refused", () => seen.isGone);
  expect(seen).toMatchObject({ status: 403, heard: "" });
}

describe("a network that is", () => {
  test("open lets everything pass", async () => {
    const seen = dial();
    await eventually("the socket is answered", () => seen.heard === "hello");
    expect(await (await stream("/three")).text()).toBe("data: 1\n\ndata: 2\n\n");
    expect(await ask("/long")).toBe(LONG_TEXT);
    await expectRequestsPass();
  });

  test("refuse-upgrade lets all but sockets pass", async () => {
    setHostility({ name: "refuse-upgrade" });
    await expectUpgradesRefused();
    expect(await (await stream("/three")).text()).toContain("data: 2");
    await expectRequestsPass();
  });

  test("hang-upgrade never answers a socket", async () => {
    setHostility({ name: "hang-upgrade" });
    const seen = dial();
    await pause(400);
    expect(seen).toEqual({ status: 0, heard: "", isGone: false });
    await expectRequestsPass();
  });

  test("reset-upgrade-after resets a socket after a while", async () => {
    setHostility({ name: "reset-upgrade-after", ms: 300 });
    const seen = dial();
    await eventually("the socket is answered", () => seen.heard === "hello");
    expect(seen.isGone).toBe(false);
    await eventually("the socket is reset", () => seen.isGone, 2_000);
    await expectRequestsPass();
  });

  test("buffer-streams shows nothing of a stream until it ends", async () => {
    setHostility({ name: "buffer-streams" });
    await expectUpgradesRefused();
    const abortController = new AbortController();
    const endless = stream("/stream", abortController.signal);
    expect(await isSilent(endless)).toBe(true);
    abortController.abort();
    await expect(endless).rejects.toThrow();
    expect(await (await stream("/three")).text()).toBe("data: 1\n\ndata: 2\n\n");
    await expectRequestsPass();
  });

  test("kill-streams-every resets a stream after a while", async () => {
    setHostility({ name: "kill-streams-every", ms: 300 });
    await expectUpgradesRefused();
    const body = await stream("/stream");
    const startedAt = performance.now();
    await expect(within("the stream breaks", body.text(), 2_000)).rejects.toThrow(/terminated|reset/u);
    expect(performance.now() - startedAt).toBeGreaterThan(150);
    await expectRequestsPass();
  });

  test("cut-at-random-byte destroys every connection sooner or later, and the same ones for a seed", async () => {
    const lengthsOf = async () => {
      setHostility({ name: "cut-at-random-byte", random: seededRandom(5), maxBytes: 25_000 });
      const lengths: number[] = [];
      for (let asked = 0; asked < 8; asked++) {
        const response = await ask("/long", { headers: { Connection: "close" } }).catch(() => "");
        lengths.push(response.length);
      }
      return lengths;
    };
    const lengths = await lengthsOf();
    expect(lengths).toContain(0);
    expect(lengths).toContain(LONG_TEXT.length);
    expect(await lengthsOf()).toEqual(lengths);
  });

  test("cut-waiting resets what is not answered in time", async () => {
    setHostility({ name: "cut-waiting", ms: 300 });
    await expectUpgradesRefused();
    expect((await stream("/three")).status).toBe(403);
    expect(await ask("/wait/100")).toBe("late");
    await expect(within("it is reset", ask("/wait/2000"), 1_000)).rejects.toThrow("fetch failed");
    await expectRequestsPass();
  });

  test("drop swallows all that is not short", async () => {
    setHostility({ name: "drop", ms: 300 });
    const seen = dial();
    const abortController = new AbortController();
    const { signal } = abortController;
    const swallowed = [stream("/three", signal), ask("/wait/500", { signal })];
    expect(await Promise.all(swallowed.map((promise) => isSilent(promise, 800)))).toEqual([true, true]);
    expect(seen).toEqual({ status: 0, heard: "", isGone: false });
    abortController.abort();
    await Promise.allSettled(swallowed);
    expect(await ask("/wait/100")).toBe("late");
    await expectRequestsPass();
  });

  test("changed goes on with what is under way, and treats what is new in the new way", async () => {
    const seen = dial();
    await eventually("the socket is answered", () => seen.heard === "hello");
    setHostility({ name: "refuse-upgrade" });
    await expectUpgradesRefused();
    expect(seen.isGone).toBe(false);
    proxy.resetAll();
    await eventually("the socket is reset", () => seen.isGone);
  });
});
