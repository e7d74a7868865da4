/** The process of the sixty hostile peers: `attacker.ts '{"kind":…,"port":…,"room":…}'`. Goes on until it is killed. */
import { setPriority } from "node:os";
import { parseHostileJob } from "./job.ts";
import { HOSTILE_KINDS } from "./kinds.ts";
import { Peer } from "./peer.ts";

const PEERS = 60;
/** Below the talkers: what is measured is the server. */
const LOW_PRIORITY = 10;
const REPORT_INTERVAL_MS = 500;

const job = parseHostileJob(process.argv[2]);
const kind = HOSTILE_KINDS.find(({ name }) => name === job.kind);
if (kind === undefined) throw new Error(`no kind of hostile peers is called ${job.kind}`);
setPriority(LOW_PRIORITY);
const peers = Array.from({ length: PEERS }, (_, index) => new Peer(job, index));
// A peer that is refused has nothing more to do.
for (const peer of peers) void Promise.resolve(kind.run(peer)).catch(() => undefined);
setInterval(() => {
  const connections = peers.reduce((sum, peer) => sum + peer.connections, 0);
  process.stdout.write(`${JSON.stringify({ connections })}\n`);
}, REPORT_INTERVAL_MS);
