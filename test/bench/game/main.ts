/** Plays one run (job.ts). */
import { subscribe } from "node:diagnostics_channel";
import type { Socket } from "node:net";
import { pause } from "../../support/eventually.ts";
import { timeOf } from "../generator/process-figures.ts";
import type { GameJob, GameResult } from "./job.ts";
import { JOIN, type Player } from "./players.ts";
import { Receipts } from "./receipts.ts";

/** Presence of the joins is over by then. */
const SETTLE_MS = 1_500;
/** For what is still on its way at the end. */
const DRAIN_MS = 500;

/** Of every library's sockets: what counts is on the wire. */
const sockets: Socket[] = [];
subscribe("net.client.socket", (message) => {
  sockets.push((message as { readonly socket: Socket }).socket);
});

process.stdout.write(`\n${JSON.stringify(await play(JSON.parse(process.argv[2] ?? "") as GameJob))}`);
process.exit(0);

async function play(job: GameJob): Promise<GameResult> {
  let measuredFrom = Number.POSITIVE_INFINITY;
  const receipts = new Receipts(job.players, () => measuredFrom);
  const numbers = new Map<string, number>();
  const players: Player[] = [];
  for (let number = 0; number < job.players; number++) {
    const player = await JOIN[job.subject](job, number, (id, x) => {
      const seen = numbers.get(id);
      if (seen !== undefined) receipts.see(number, seen, x, performance.now());
    });
    numbers.set(player.id, number);
    players.push(player);
  }
  await pause(SETTLE_MS);
  const inputs = startInputs(job, players, receipts);
  await pause(job.warmMs);
  measuredFrom = performance.now();
  const [before, ownBefore, bytesBefore] = [timeOf(job.serverPid), timeOf(process.pid), bytesRead()];
  await pause(job.measuredMs);
  const [after, ownAfter, bytesAfter] = [timeOf(job.serverPid), timeOf(process.pid), bytesRead()];
  const elapsedMs = performance.now() - measuredFrom;
  inputs.stop();
  await pause(DRAIN_MS);
  for (const player of players) player.leave();
  const latencies = receipts.latenciesMs.toSorted((one, other) => one - other);
  const playerSeconds = (job.players * elapsedMs) / 1_000;
  return {
    p50Ms: latencies[Math.floor(latencies.length * 0.5)] ?? Number.NaN,
    p99Ms: latencies[Math.floor(latencies.length * 0.99)] ?? Number.NaN,
    lost: receipts.lost,
    bytesPerSecond: (bytesAfter - bytesBefore) / playerSeconds,
    cpuMsPerSecond: (after.ranMs - before.ranMs) / playerSeconds,
    waitShare: (after.waitedMs - before.waitedMs) / elapsedMs,
    playersWaitShare: (ownAfter.waitedMs - ownBefore.waitedMs) / elapsedMs,
  };
}

function bytesRead(): number {
  return sockets.reduce((sum, { bytesRead: bytes }) => sum + bytes, 0);
}

/** Each player at its own moment of the interval, as players are. */
function startInputs(
  { players: count, inputsPerSecond }: GameJob,
  players: readonly Player[],
  receipts: Receipts,
): { stop(): void } {
  const intervalMs = 1_000 / inputsPerSecond;
  const startedAt = performance.now();
  let isStopped = false;
  const sendNext = (number: number, n: number) => {
    const due = startedAt + (number / count + n) * intervalMs;
    setTimeout(() => {
      if (isStopped) return;
      receipts.sent(number, n, due, performance.now());
      players[number]?.move(n);
      sendNext(number, n + 1);
    }, due - performance.now());
  };
  for (let number = 0; number < count; number++) sendNext(number, 0);
  return {
    stop: () => {
      isStopped = true;
    },
  };
}
