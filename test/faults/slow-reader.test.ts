/** A client stops reading in a busy room (SPEC FLOW-1 to FLOW-6). */
import { readFileSync } from "node:fs";
import { afterEach, expect, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import { ControlPair } from "../support/control-pair.ts";
import { ProtocolClient } from "../support/protocol-client.ts";
import { RawSocket } from "../support/raw-socket.ts";
import { printLine } from "../support/report.ts";
import { Workerd } from "../support/workerd.ts";

const UNLIMITED = { perSecond: 1_000_000, burst: 1_000_000 };
const LIMITS = JSON.stringify({ memberRate: UNLIMITED, roomRate: UNLIMITED, frameRate: UNLIMITED });
const ROOM = "busy";
const PATH = `/r/${ROOM}/socket`;
const TEXT = "x".repeat(3_900);
/** 1.5 MiB of messages: more than a client may leave unread. */
const MESSAGES = 400;

let workerd: Workerd | undefined;
const clients: ProtocolClient[] = [];

afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await workerd?.stop();
});

async function start(): Promise<Workerd> {
  workerd = await Workerd.start({ variables: { LIMITS } });
  return workerd;
}

async function membersOf({ origin }: Workerd): Promise<string[]> {
  const answer = await fetch(`${origin}/r/${ROOM}/members`);
  const { list } = (await answer.json()) as { list: { name: string }[] };
  return list.map(({ name }) => name);
}

test("[FLOW-1] [FLOW-2] a client that stops reading is closed as slow at about 1 MiB unread, and recovers on reconnect", async () => {
  const room = await start();
  const writer = joinWriter(room);
  const controlPair = await ControlPair.join(room.port, ROOM);
  const slow = await RawSocket.open({ port: room.port, path: `${PATH}?name=Slow`, protocols: ["majlis.v1"] });
  const { position } = await slow.waitForEvent("the welcome", ({ type }) => type === "welcome");
  slow.pause();

  let sent = 0;
  let sentAtClose = 0;
  while (sent < MESSAGES) {
    for (let burst = 0; burst < 20; burst++, sent++) writer.publish(`${sent} ${TEXT}`);
    await eventually("the writer is acknowledged", () => writer.unackedCount === 0);
    await controlPair.exchange();
    if (sentAtClose === 0 && !(await membersOf(room)).includes("Slow")) sentAtClose = sent;
  }
  const unreadBytes = sentAtClose * TEXT.length;
  printLine(
    `slow reader: closed after ${sentAtClose} messages, ${(unreadBytes / 1024).toFixed(0)} KiB unread`,
  );
  expect(sentAtClose).toBeGreaterThan(0);
  expect(unreadBytes).toBeLessThan(1_200 * 1024);

  slow.resume();
  const { code } = await slow.waitForClose();
  expect(slow.events.filter(({ type }) => type === "flow")).toHaveLength(1);
  expect(code).toBe(4000);
  const received = slow.events.flatMap(({ seq = 0, type }) => (type === "message" ? [seq] : []));
  const last = received.at(-1) ?? 0;
  expect(received).toEqual(Array.from({ length: last }, (_, index) => index + 1));

  const epoch = position?.split(".")[0] ?? "";
  const reconnected = await RawSocket.open({
    port: room.port,
    path: `${PATH}?name=Slow&position=${epoch}.${last}`,
    protocols: ["majlis.v1"],
  });
  const welcome = await reconnected.waitForEvent("the second welcome", ({ type }) => type === "welcome");
  expect(welcome.recovered).toBe(true);
  await reconnected.waitForEvent("the first missed message", ({ seq }) => seq === last + 1);
});

/** What the kernels of both ends take of a loopback connection before anything waits in the room. */
const KERNEL_BYTES = 8 * 1024 * 1024;

test("[FLOW-3] a plain-text client that stops reading is closed, and one that reads stays", async () => {
  const room = await start();
  const writer = joinWriter(room);
  const [slow, reader] = await Promise.all(
    ["Slow", "Reader"].map((name) => RawSocket.open({ port: room.port, path: `${PATH}?name=${name}` })),
  );
  await eventually("they have joined", () => slow!.texts.length > 0 && reader!.texts.length > 0);
  slow!.pause();
  for (let sent = 0; sent < KERNEL_BYTES + 2 * 1024 * 1024; sent += 100 * TEXT.length) {
    await say(writer, 100);
    await say(writer, 1, `${sent} is said`);
    await eventually("the reader reads it", () =>
      reader!.texts.some((text) => text.includes(`${sent} is said`)),
    );
  }
  await expect.poll(async () => (await membersOf(room)).toSorted()).toEqual(["Reader", "Writer"]);
});

/** In MiB. */
function residentMemory(processId: number): number {
  const kib = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${processId}/status`, "utf8"))?.[1];
  return Number(kib) / 1024;
}

test("[FLOW-5] [FLOW-6] what sixty clients leave unread, from as many addresses, is bounded in sum", async () => {
  const room = await start();
  const processId = room.processId!;
  const writer = joinWriter(room);
  await say(writer, 100);
  const controlPair = await ControlPair.join(room.port, ROOM);
  const stalled = (round: number) =>
    Promise.all(
      Array.from({ length: 60 }, async (_, host) => {
        const socket = await RawSocket.open({
          port: room.port,
          path: `${PATH}?name=Stalled`,
          headers: { "CF-Connecting-IP": `203.0.113.${host}` },
        });
        await eventually(
          `round ${round}: it is answered`,
          () => socket.texts.length > 0 || socket.close !== undefined,
        );
        socket.pause();
        return socket;
      }),
    );
  await say(writer, 100);
  await controlPair.exchange();
  const before = residentMemory(processId);
  const sockets: RawSocket[] = [];
  let most = 0;
  for (let round = 0; round < 2; round++) {
    sockets.push(...(await stalled(round)));
    for (let burst = 0; burst < 14; burst++) {
      await say(writer, 100);
      await controlPair.exchange();
      most = Math.max(most, residentMemory(processId));
    }
  }
  for (const socket of sockets) socket.destroy();
  printLine(`sixty stalled readers, twice: ${(most - before).toFixed(0)} MiB more than before`);
  // Counted 16 MiB, and a frame for each reader. The rest is the log, and what the allocator keeps.
  expect(most - before).toBeLessThan(130);
});

test("[FLOW-8] what goes to 300 readers at once is in memory for a part of them at a time", async () => {
  const room = await start();
  const readers = await Promise.all(
    Array.from({ length: 300 }, () => RawSocket.open({ port: room.port, path: `${PATH}?name=Reader` })),
  );
  const received = readers.map((reader) => {
    const counted = { messages: 0 };
    reader.listen((text) => (counted.messages += text.split(TEXT).length - 1));
    return counted;
  });
  // In one go, as a client does that keeps no limit on what is unacknowledged.
  const writer = await RawSocket.open({
    port: room.port,
    path: `${PATH}?name=Writer`,
    protocols: ["majlis.v1"],
  });
  const publish = (count: number, first: number) => {
    for (let number = first; number < first + count; number++)
      writer.sendJson({ type: "publish", id: `${number}`, text: TEXT });
  };
  publish(1, 0);
  await eventually("all have received the first", () => received.every(({ messages }) => messages === 1));
  const processId = room.processId!;
  const before = residentMemory(processId);
  let most = before;
  const measuring = setInterval(() => (most = Math.max(most, residentMemory(processId))), 5);
  publish(200, 1);
  await eventually("all have received all", () => received.every(({ messages }) => messages === 201), 60_000);
  clearInterval(measuring);
  for (const reader of [writer, ...readers]) reader.destroy();
  printLine(`223 MiB to 300 readers: ${(most - before).toFixed(0)} MiB more than before`);
  // 8 MiB of a turn, as much that has not left, and what the allocator keeps.
  expect(most - before).toBeLessThan(50);
});

function joinWriter(room: Workerd): ProtocolClient {
  const writer = new ProtocolClient({ url: room.socketUrl(ROOM), name: "Writer" });
  clients.push(writer);
  writer.connect();
  return writer;
}

async function say(writer: ProtocolClient, messages: number, text = TEXT): Promise<void> {
  for (let sent = 0; sent < messages; sent++) writer.publish(text);
  await eventually("the writer is acknowledged", () => writer.unackedCount === 0);
}
