/** A client stops reading in a busy room (SPEC FLOW-1 to FLOW-3). */
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
  const writer = new ProtocolClient({ url: room.socketUrl(ROOM), name: "Writer" });
  clients.push(writer);
  writer.connect();
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

test("[FLOW-3] a plain-text client that stops reading is closed too", async () => {
  const room = await start();
  const writer = new ProtocolClient({ url: room.socketUrl(ROOM), name: "Writer" });
  clients.push(writer);
  writer.connect();
  const textReader = await RawSocket.open({ port: room.port, path: `${PATH}?name=Slow` });
  await eventually("it has joined", () => textReader.texts.length > 0);
  textReader.pause();
  const messageCount = Math.ceil((17 * 1024 * 1024) / TEXT.length);
  for (let sent = 0; sent < messageCount;) {
    for (let burst = 0; burst < 100; burst++, sent++) writer.publish(TEXT);
    await eventually("the writer is acknowledged", () => writer.unackedCount === 0);
  }
  expect(await membersOf(room)).toEqual(["Writer"]);
});
