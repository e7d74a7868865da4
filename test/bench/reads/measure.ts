/** What each read costs in rooms that are filled to their retention, beside the same read of an ordinary room. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { EMPTY_LOG, FULL_ROOMS, ORDINARY_ROOM } from "../../contract/full-rooms.ts";
import { createOwnedRoom } from "../../support/owned-room.ts";
import { Workerd } from "../../support/workerd.ts";
import { timeOf } from "../generator/process-figures.ts";
import { pin, SERVER_CORE } from "../pinning.ts";
import { fillState, READS, type Read, type ReadRoom } from "./reads.ts";
import { median } from "../statistics.ts";

const METERED = join(import.meta.dirname, "../subjects/metered-entry.js");

const UNLIMITED = { perSecond: 1_000_000, burst: 1_000_000 };
/**
 * Without rates, so that each read is as expensive as the one before, and without retention: what fills the rooms is old, and
 * would be deleted meanwhile. All else as deployed.
 */
const LIMITS = JSON.stringify({
  retentionMs: 4_000_000_000_000,
  retentionRows: 1_000_000,
  ...Object.fromEntries(
    [
      "memberRate",
      "roomRate",
      "frameRate",
      "memberReadRate",
      "roomReadRate",
      "roomSearchRate",
      "memberJoinRate",
      "roomJoinRate",
    ].map((name) => [name, UNLIMITED]),
  ),
});

/** By the rooms' names, in their canonical form. */
const ROOMS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({ ordinary: ORDINARY_ROOM, ...FULL_ROOMS }).map(([name, statements]) => [
    name.toLowerCase(),
    statements,
  ]),
);

const ORDINARY = "ordinary";

/** The process's time is counted over so many requests, and so often: the median counts. */
const REQUESTS = 5;
const ROUNDS = 3;

export interface ReadCost {
  readonly read: string;
  readonly room: string;
  /** rows that the database read for one request */
  readonly rows: number;
  /** of the whole process: Worker, room, and the runtime around them */
  readonly cpuMs: number;
}

export async function measureReads(
  product: string,
  onProgress: (line: string) => void,
): Promise<readonly ReadCost[]> {
  const entry = readFileSync(METERED, "utf8");
  const workerd = await Workerd.start({ bundle: product, entry, variables: { LIMITS } });
  try {
    const keys = new Map<string, Keys>();
    for (const [room, statements] of ROOMS) {
      onProgress(`reads: filling a room with ${room}`);
      const created = await createRoom(workerd, room);
      keys.set(room, created);
      await fillState(`${workerd.origin}/r/${room}`, created.token, room === ORDINARY ? 2 : undefined);
      await meter(workerd, room, [...EMPTY_LOG, ...statements]);
    }
    // The rooms are opened again, as after a deploy.
    await workerd.kill();
    await workerd.restart();
    if (workerd.processId !== undefined) pin(workerd.processId, SERVER_CORE);
    const costs: ReadCost[] = [];
    for (const [room, created] of keys) {
      onProgress(`reads: of the room with ${room}`);
      const target = await describeRoom(workerd, room, created);
      for (const read of READS) costs.push(await measureRead(workerd, room, target, read));
    }
    return costs;
  } finally {
    await workerd.stop();
  }
}

async function measureRead(workerd: Workerd, room: string, target: ReadRoom, read: Read): Promise<ReadCost> {
  const processId = workerd.processId;
  if (processId === undefined) throw new Error("the runtime has no process");
  // The first one also opens the room, and compiles what no read has needed before.
  await read.send(target);
  const before = await meter(workerd, room);
  await read.send(target);
  const after = await meter(workerd, room);
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const startedMs = timeOf(processId).ranMs;
    for (let request = 0; request < REQUESTS; request++) await read.send(target);
    times.push((timeOf(processId).ranMs - startedMs) / REQUESTS);
  }
  const rows = after.rowsRead - before.rowsRead;
  return { read: read.name, room, rows, cpuMs: median(times) ?? Number.NaN };
}

/** What one reads with: as a guest, and as the owner. */
type Keys = Pick<ReadRoom, "token" | "ownerKey">;

async function createRoom({ origin }: Workerd, room: string): Promise<Keys> {
  const { url, ownerKey } = await createOwnedRoom(origin, room);
  const response = await fetch(`${url}/messages?after=&name=Reader`);
  const { events } = (await response.json()) as { events: { self?: { token: string } }[] };
  const token = events[0]?.self?.token;
  if (token === undefined) throw new Error(`no room ${room}`);
  return { token, ownerKey };
}

async function describeRoom({ origin }: Workerd, room: string, keys: Keys): Promise<ReadRoom> {
  const url = `${origin}/r/${room}`;
  const response = await fetch(url, { headers: { Accept: "application/json" } });
  const { position } = (await response.json()) as { position: string };
  const [epoch = "", newest = "0"] = position.split(".");
  return { url, ...keys, epoch, newest: Number(newest) };
}

/** The room's counters, after `statements` if any are given. */
async function meter(
  workerd: Workerd,
  room: string,
  statements?: readonly string[],
): Promise<{ rowsRead: number }> {
  const response = await fetch(
    `${workerd.origin}/bench/meter/${room}`,
    statements === undefined ? {} : { method: "POST", body: JSON.stringify(statements) },
  );
  if (!response.ok) throw new Error(`meter: ${response.status} ${await response.text()}`);
  return (await response.json()) as { rowsRead: number };
}
