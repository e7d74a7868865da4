/** A real hibernation: the platform evicts an idle room from memory after about ten seconds (SPEC P-4, LIVE-1, LIVE-9). */
import { afterAll, expect, test } from "vitest";
import { eventually, pause } from "../support/eventually.ts";
import { countsOf, startInstrumented, type Counts } from "../support/instrumented-room.ts";
import { createOwnedRoom } from "../support/owned-room.ts";
import { RawSocket } from "../support/raw-socket.ts";
import { fetchMessages } from "../support/stored-messages.ts";
import type { Workerd } from "../support/workerd.ts";

const IDLE_MS = 11_500;
/** After this the room leaves heartbeats to the platform (SPEC LIVE-9), at the next one. */
const USED_MS = 10_000;
const PING_INTERVAL_MS = 2_000;
const PING = '{"type":"ping"}';
const PONG = '{"type":"pong"}';
const ROOM = "idle";

const runtimes: Workerd[] = [];

afterAll(async () => {
  await Promise.all(runtimes.map((runtime) => runtime.stop()));
});

interface IdleCycle {
  readonly before: Counts;
  readonly idle: Counts;
  readonly after: Counts;
  readonly pings: number;
  readonly ana: RawSocket;
  readonly bo: RawSocket;
  readonly stored: readonly string[];
}

/** Ana (JSON, with a heartbeat) and Bo (plain text) exchange messages, are idle, and exchange again on the same sockets. */
async function runIdleCycle(
  variables: Readonly<Record<string, string>> = {},
  prepare: (runtime: Workerd) => Promise<unknown> = () => Promise.resolve(),
): Promise<IdleCycle> {
  const runtime = await startInstrumented(variables);
  runtimes.push(runtime);
  await prepare(runtime);
  const at = { port: runtime.port, path: `/r/${ROOM}/socket` };
  const ana = await RawSocket.open({ ...at, path: `${at.path}?name=Ana`, protocols: ["majlis.v1"] });
  const bo = await RawSocket.open({ ...at, path: `${at.path}?name=Bo` });
  await eventually("both have joined", () => bo.texts.length > 0 && ana.texts.length > 1);
  await exchange(ana, bo, "first");
  const pingsInUse = await pingFor(ana, USED_MS + PING_INTERVAL_MS);
  const before = countsOf(runtime);
  const pings = pingsInUse + (await pingFor(ana, IDLE_MS));
  const idle = countsOf(runtime);
  await exchange(ana, bo, "second");
  const after = countsOf(runtime);
  const stored = (await fetchMessages(runtime.origin, ROOM)).map(({ name, text = "" }) => `${name}: ${text}`);
  return { before, idle, after, pings, ana, bo, stored };
}

/** Sends heartbeats for that long; returns how many. */
async function pingFor(socket: RawSocket, durationMs: number): Promise<number> {
  const pings = Math.floor(durationMs / PING_INTERVAL_MS);
  for (let ping = 0; ping < pings; ping++) {
    socket.sendText(PING);
    await pause(PING_INTERVAL_MS);
  }
  await pause(durationMs - pings * PING_INTERVAL_MS);
  return pings;
}

async function exchange(ana: RawSocket, bo: RawSocket, label: string): Promise<void> {
  ana.sendText(JSON.stringify({ type: "publish", id: label, text: `${label} from Ana` }));
  await eventually(`Bo receives Ana's ${label} message`, () => bo.texts.includes(`Ana: ${label} from Ana`));
  bo.sendText(`${label} from Bo`);
  await eventually(`Ana receives Bo's ${label} message`, () =>
    ana.texts.some((text) => text.includes(`${label} from Bo`)),
  );
}

test.concurrent("[P-4] [LIVE-1] [LIVE-9] an idle room hibernates despite heartbeats, without timers, and wakes with all its members", async () => {
  const { before, idle, after, pings, ana, bo, stored } = await runIdleCycle();
  expect(before.constructed).toBe(1);
  expect(idle).toEqual(before);
  expect(after.constructed).toBe(2);
  expect(after.timers).toBe(0);
  expect(after.alarms).toBeLessThanOrEqual(2);
  expect(ana.texts.filter((text) => text === PONG)).toHaveLength(pings);
  expect([ana.isClosed, bo.isClosed]).toEqual([false, false]);
  const expected = ["Ana: first from Ana", "Bo: first from Bo", "Ana: second from Ana", "Bo: second from Bo"];
  expect(stored).toEqual(expected);
  expect(bo.texts.filter((line) => !line.startsWith("* "))).toEqual(expected);
  const receivedByAna = ana.events.filter(({ type }) => type === "message");
  expect(receivedByAna.map(({ seq, from, text }) => `${seq} ${from?.name}: ${text}`)).toEqual(
    expected.map((line, index) => `${index + 1} ${line}`),
  );
});

test.concurrent("[P-4] [LIST-2] a room in the list of rooms hibernates as any other, and reports no message after it", async () => {
  let origin = "";
  const { before, idle, after } = await runIdleCycle({}, async (runtime) => {
    ({ origin } = runtime);
    await createOwnedRoom(origin, ROOM, { listed: true });
  });
  expect([before.constructed, idle, after.constructed]).toEqual([1, before, 2]);
  expect(after.timers).toBe(0);
  expect(after.alarms).toBeLessThanOrEqual(2);
  const { rooms } = (await (await fetch(`${origin}/rooms`)).json()) as { rooms: object[] };
  expect(rooms).toMatchObject([{ name: ROOM, members: 0 }]);
});

test.concurrent("[P-4] a room with a timer never hibernates, which this test detects", async () => {
  const { before, idle, after } = await runIdleCycle({ KEEPS_A_TIMER: "yes" });
  expect(before).toMatchObject({ constructed: 1, timers: 1 });
  expect(idle.constructed).toBe(1);
  expect(after.constructed).toBe(1);
});
