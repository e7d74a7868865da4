/** The table of everything that can wait, against the code (SPEC FLOW-7). */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { MAX_QUEUED_CHARACTERS as MAX_QUEUED_PUBLISHES } from "../../src/durable-object/publish-queue.ts";
import { DEFAULT_LIMITS } from "../../src/protocol/limits.ts";
import { MAX_TICKETS } from "../../src/room/identity/used-tickets.ts";
import { MAX_BUCKETS } from "../../src/room/rates/bucket-table.ts";
import { MAX_RECENT } from "../../src/room/recent-commands.ts";
import { MAX_SUPERSEDED } from "../../src/room/state/pending-sets.ts";
import { TURN_SHARE, UNREAD_CONNECTIONS } from "../../src/transport/backlog.ts";
import { MAX_QUEUED_BYTES } from "../../src/transport/window.ts";
import { MAX_LANE_CHARACTERS, MAX_LANES } from "../../src/transport/signal-lanes.ts";
import { MAX_WAITING_CHARACTERS } from "../../src/transport/signal-window.ts";
import { MAX_BUFFERED_BYTES, MAX_PIECE_BYTES } from "../../src/worker/bridge/bounded-stream.ts";
import { MAX_BATCHED_BYTES_IN_ALL } from "../../src/worker/bridge/poll-memory.ts";
import { MAX_BUFFERED_BYTES_IN_ALL } from "../../src/worker/bridge/stream-memory.ts";

const spec = readFileSync(new URL("../../src/protocol/SPEC.md", import.meta.url), "utf8");

const KIB = 1024;
const MIB = 1024 * KIB;

const { slowBytes, waitingBytes, recoveryBytes, frameBytes, connections, stateKeys, stateBytes } =
  DEFAULT_LIMITS;

test.each([
  ["what one reader left unread", `${slowBytes / MIB} MiB`],
  ["what all readers left unread", `${waitingBytes / MIB} MiB`],
  [
    "what closed readers left unread",
    `${(UNREAD_CONNECTIONS * slowBytes) / MIB} MiB an address, ${waitingBytes / 2 / MIB} MiB a room`,
  ],
  ["what is sent in one turn", `${(waitingBytes * TURN_SHARE) / MIB} MiB`],
  ["events batched for a window", `${MAX_QUEUED_BYTES / KIB} KiB`],
  ["signals with a key (EPH-4)", `${MAX_WAITING_CHARACTERS / KIB} Ki characters`],
  [
    "lanes of signals (EPH-5), once for all readers",
    `${MAX_LANES.toLocaleString("en")}, ${MAX_LANE_CHARACTERS / KIB} Ki characters`,
  ],
  ["messages queued for a window's end", `${MAX_QUEUED_PUBLISHES / KIB} Ki characters`],
  ["keys of the state that wait to be stored", `${stateKeys}, of ${stateBytes / KIB} KiB`],
  ["sets of a key whose place a later one took (STATE-3)", MAX_SUPERSEDED.toLocaleString("en")],
  ["a replay, sent with `welcome`", `${recoveryBytes / KIB} KiB`],
  ["the newest page, for those who join next", `${recoveryBytes / KIB} KiB`],
  ["a stream's backlog in the Worker", `${MAX_BUFFERED_BYTES / KIB} KiB`],
  ["streams' backlogs and unread answers, in the Worker", `${MAX_BUFFERED_BYTES_IN_ALL / MIB} MiB`],
  ["what the runtime writes of them at once", `${MAX_PIECE_BYTES / KIB} KiB`],
  ["the events of a held poll", `${recoveryBytes / KIB} KiB, ${MAX_BATCHED_BYTES_IN_ALL / MIB} MiB for all`],
  ["a request's body", `${frameBytes / KIB} KiB`],
  ["repeated commands to recognize, in memory", MAX_RECENT.toLocaleString("en")],
  ["proofs of used tickets (ID-17)", MAX_TICKETS.toLocaleString("en")],
  ["rate buckets of one kind", MAX_BUCKETS.toLocaleString("en")],
  ["connections, and the members and presence of them", connections.toLocaleString("en")],
])("[FLOW-7] %s: %s", (what, bound) => {
  const row = spec.split("\n").find((line) => line.trimStart().startsWith(`| ${what} `));
  expect(row?.split("|")[2]?.trim()).toBe(bound);
});
