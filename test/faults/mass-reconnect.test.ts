/** A crowd reconnects at once after a restart, while a control pair exchanges messages (SPEC JOIN-4, PRES-3). */
import { afterEach, expect, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import { ControlPair } from "../support/control-pair.ts";
import { RawSocket } from "../support/raw-socket.ts";
import { printLine } from "../support/report.ts";
import { Workerd } from "../support/workerd.ts";

const CROWD = 2_000;
/** Handshakes in progress at once; more would measure this process and not the room. */
const CONCURRENT_HANDSHAKES = 200;
const JOIN_TIMEOUT_MS = 60_000;
const ROOM = "stadium";
const PATH = `/r/${ROOM}/socket`;
const UNLIMITED = { perSecond: 1_000_000, burst: 1_000_000 };
const LIMITS = JSON.stringify({ memberRate: UNLIMITED, roomRate: UNLIMITED });

let workerd: Workerd | undefined;
let crowd: RawSocket[] = [];

afterEach(async () => {
  for (const socket of crowd.splice(0)) socket.destroy();
  await workerd?.stop();
});

async function joinAll(port: number, query: string): Promise<RawSocket[]> {
  const sockets: RawSocket[] = [];
  let next = 0;
  const workers = Array.from({ length: CONCURRENT_HANDSHAKES }, async () => {
    while (next++ < CROWD) {
      const socket = await RawSocket.open({ port, path: `${PATH}?${query}`, protocols: ["majlis.v1"] });
      sockets.push(socket);
    }
  });
  await Promise.all(workers);
  await eventually(
    "everyone is welcomed",
    () => sockets.every(({ texts }) => texts.length > 0),
    JOIN_TIMEOUT_MS,
  );
  return sockets;
}

test(`[JOIN-4] [REC-1] [PRES-3] ${CROWD} clients reconnect at once and recover, while others exchange messages`, async () => {
  const room = await Workerd.start({ variables: { LIMITS } });
  workerd = room;
  let controlPair = await ControlPair.join(room.port, ROOM);
  await controlPair.exchange();
  crowd = await joinAll(room.port, "");
  const welcome = crowd[0]?.events.find(({ type }) => type === "welcome");
  const position = welcome?.position ?? "";
  controlPair.leave();
  await room.kill();
  await room.restart();

  controlPair = await ControlPair.join(room.port, ROOM);
  const startedAt = performance.now();
  const reconnecting = joinAll(room.port, `position=${position}`);
  const exchangeMs: number[] = [];
  const progress = { isDone: false };
  void reconnecting.then(() => (progress.isDone = true));
  while (!progress.isDone) {
    const exchangeStartedAt = performance.now();
    await controlPair.exchange();
    exchangeMs.push(performance.now() - exchangeStartedAt);
  }
  crowd = await reconnecting;
  const durationMs = performance.now() - startedAt;

  const welcomes = crowd.map(({ events }) => events.find(({ type }) => type === "welcome"));
  expect(welcomes.filter((event) => event?.recovered === true)).toHaveLength(CROWD);
  const { count } = (await (await fetch(`${room.origin}/r/${ROOM}/members`)).json()) as { count: number };
  expect(count).toBe(CROWD + 2);
  expect(exchangeMs.length).toBeGreaterThan(1);
  const framesPerClient = crowd.reduce((sum, { texts }) => sum + texts.length, 0) / CROWD;
  exchangeMs.sort((a, b) => a - b);
  const median = exchangeMs[Math.floor(exchangeMs.length / 2)] ?? 0;
  printLine(
    `crowd: ${CROWD} reconnected in ${(durationMs / 1000).toFixed(1)} s (${((CROWD / durationMs) * 1000).toFixed(0)} joins/s), ` +
      `${exchangeMs.length} exchanges meanwhile, median ${median.toFixed(0)} ms, longest ${exchangeMs.at(-1)?.toFixed(0)} ms, ` +
      `${framesPerClient.toFixed(1)} frames per client`,
  );
});
