/** The databases of a self-hosted server: a room of which nothing is stored leaves none (SPEC ROOM-2). */
import { request } from "node:http";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CONTROL_PATHS, ROOMS_KEY } from "../../src/serve/runtime/agreed.ts";
import { OpenSockets } from "../../src/serve/runtime/open-sockets.ts";
import { RoomFiles, type RoomFolder } from "../../src/serve/runtime/room-files.ts";
import { endChild } from "../support/child-process.ts";
import { eventually } from "../support/eventually.ts";
import { serve, type Started } from "../support/serve-program.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** The server's own files are in a folder of their own there. */
const temporary = temporaryFolder();
const data = temporaryFolder();
let server: Started;

beforeAll(start);

afterAll(async () => {
  await endChild(server.child, "SIGTERM");
  data.remove();
  temporary.remove();
});

async function start(): Promise<void> {
  server = await serve(data.path, { TMPDIR: temporary.path });
  if (server.origin === undefined) throw new Error(server.printed.join("\n"));
}

const url = (path: string) => `${server.origin ?? ""}${path}`;

async function removeEmptyFiles(): Promise<void> {
  const folder = readdirSync(temporary.path).find((name) => name.startsWith("majlis-")) ?? "";
  const socketPath = join(temporary.path, folder, "control");
  const status = await new Promise((resolve, reject) => {
    const asked = request({ socketPath, path: CONTROL_PATHS.removeEmpty, method: "POST" }, (answer) =>
      resolve(answer.resume().statusCode),
    );
    asked.once("error", reject);
    asked.end();
  });
  expect(status).toBe(204);
}

/** The databases of rooms, without that of the alarms. */
const databases = () =>
  readdirSync(join(data.path, "rooms", ROOMS_KEY)).filter((name) => /^[\da-f]{64}\.sqlite$/.test(name));

async function open(path: string): Promise<WebSocket> {
  const socket = new WebSocket(url(path).replace("http", "ws"), ["majlis.v1"]);
  await new Promise((resolve) => socket.addEventListener("message", resolve, { once: true }));
  return socket;
}

const publish = (socket: WebSocket, text: string) =>
  socket.send(JSON.stringify({ type: "publish", id: text, text }));

const transcript = async (room: string) => (await fetch(url(`/r/${room}/transcript`))).text();

test("[ROOM-2] a running server keeps no file of rooms that were only asked for, and loses nothing of others", async () => {
  const here = await open("/r/joined/socket?name=Ana");
  const left = await open("/r/left/socket?name=Ana");
  left.close();
  for (const path of ["/r/read/messages", "/r/seen", "/r/polled/messages?after=&wait=0"])
    await (await fetch(url(path))).text();
  const said = await open("/r/said/socket?name=Ana");
  publish(said, "kept");
  await eventually("the message is stored", async () => (await transcript("said")).includes("kept"));
  const opened = databases().length;
  expect(opened).toBeGreaterThan(5);
  // A socket creates its room; the runtime closes the files of rooms that sleep.
  await eventually("the other files are gone", async () => {
    await removeEmptyFiles();
    return databases().length === 3;
  });
  publish(here, "later");
  publish(said, "again");
  await fetch(url("/r/read"), { method: "POST", body: "now" });
  await eventually("all is stored", async () => (await transcript("said")).includes("again"));
  await removeEmptyFiles();
  const exited = new Promise((resolve) => server.child.once("exit", resolve));
  server.child.kill("SIGTERM");
  await exited;
  await start();
  expect(await transcript("joined")).toBe("Ana: later\n");
  expect(await transcript("said")).toBe("Ana: kept\nAna: again\n");
  expect(await transcript("read")).toMatch(/: now\n$/);
});

/** A folder with one file, closed and empty, that answers only once `release` is called. */
function slowFolder() {
  const asked: string[] = [];
  const gate = Promise.withResolvers<void>();
  const folder: RoomFolder = {
    async fetch(path, { method }) {
      asked.push(`${method} ${path}`);
      await gate.promise;
      if (path.endsWith("-wal")) return new Response(null, { status: 404 });
      return new Response(null, { headers: { "Content-Length": "4096" } });
    },
  };
  return { folder, asked, release: gate.resolve };
}

test("a room is not called while its file is looked at, and others are", async () => {
  const { folder, asked, release } = slowFolder();
  const files = new RoomFiles(() => Promise.resolve());
  files.noteOpened("tea");
  const removed = files.removeEmpty(folder, (room) => room);
  let isCalled = false;
  const call = files.call("tea", () => {
    isCalled = true;
    return Promise.resolve(asked.length);
  });
  expect(await files.call("other", () => Promise.resolve("answered"))).toBe("answered");
  expect(isCalled).toBe(false);
  release();
  await removed;
  expect(asked).toEqual(["HEAD tea-wal", "HEAD tea", "DELETE tea"]);
  expect(await call).toBe(3);
});

test("the file of a room with a call under way is not looked at", async () => {
  const { folder, asked } = slowFolder();
  const files = new RoomFiles(() => Promise.resolve());
  files.noteOpened("tea");
  const answer = Promise.withResolvers<void>();
  const call = files.call("tea", () => answer.promise);
  await files.removeEmpty(folder, (room) => room);
  expect(asked).toEqual([]);
  answer.resolve();
  await call;
});

test("[FLOW-7] the server remembers the rooms that have sockets, and no others", () => {
  const sockets = new OpenSockets();
  for (const room of ["tea", "tea", "chess"]) sockets.opened(room);
  sockets.closed("tea");
  sockets.closed("chess");
  expect(sockets.rooms).toEqual(["tea"]);
  sockets.closed("tea");
  expect(sockets.rooms).toEqual([]);
});
