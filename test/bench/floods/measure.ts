/**
 * `npm run bench -- --only=floods`: what others notice while one person floods a room. The product as deployed, with its
 * own limits; each attack against a server of its own; the attackers in their own process, from one address.
 */
import { pause } from "../../support/eventually.ts";
import { Workerd } from "../../support/workerd.ts";
import { timeOf } from "../generator/process-figures.ts";
import { GENERATOR_CORE, pin, SERVER_CORE } from "../pinning.ts";
import { median } from "../statistics.ts";
import { formatNumber, type Table } from "../table.ts";
import { Attackers } from "./attackers.ts";
import { exactPercentile } from "./percentile.ts";
import { Talkers, type TalkFigures } from "./talkers.ts";

const ROOM = "bench";
const TALKERS = 4;
const CONNECTIONS = 10;
const ADDRESS = "203.0.113.9";
/** The attack is under way when the talk begins. */
const WARM_MS = 1_000;
const WARM_UP_MESSAGES_MS = 500;

export interface FloodTimings {
  readonly rounds: number;
  readonly talkMs: number;
}

export const FLOOD_TIMINGS: FloodTimings = { rounds: 3, talkMs: 6_000 };
export const QUICK_FLOOD_TIMINGS: FloodTimings = { rounds: 1, talkMs: 3_000 };

export interface FloodOutcome {
  /** its name, as that of a control */
  readonly attack: string;
  readonly quiet: TalkFigures;
  readonly attacked: TalkFigures;
  /** connections and writes of the attackers a second */
  readonly connectionsPerSecond: number;
  readonly writesPerSecond: number;
  /** CPU of the server beside the attack, as a share of a core */
  readonly serverShare: number;
}

/**
 * What is not the room's doing: the same attackers, whom one line of the Worker refuses before any code of the product. These
 * attacks consist of connections.
 */
const CONTROLS: readonly string[] = ["renames", "joins and leaves"];
const REFUSES_ATTACKERS = `
import worker from "majlis-bundle";
export { DirectoryObject, RoomObject } from "majlis-bundle";
export default {
  fetch: (request, env, context) =>
    request.headers.get("CF-Connecting-IP") === ${JSON.stringify(ADDRESS)}
      ? new Response("", { status: 429, headers: { Connection: "close" } })
      : worker.fetch(request, env, context),
};`;

interface Flood {
  readonly attack: string;
  readonly isControl: boolean;
}

/** The outcomes of all rounds, in the order of `attacks`, which are names; then those of their controls. */
export async function measureFloods(
  bundle: string,
  attacks: readonly string[],
  { rounds, talkMs }: FloodTimings,
  onProgress: (line: string) => void,
): Promise<readonly FloodOutcome[]> {
  const floods: readonly Flood[] = [
    ...attacks.map((attack) => ({ attack, isControl: false })),
    ...CONTROLS.filter((name) => attacks.includes(name)).map((attack) => ({ attack, isControl: true })),
  ];
  const outcomes: FloodOutcome[] = [];
  for (let round = 1; round <= rounds; round++) {
    for (const flood of floods) {
      onProgress(`floods, round ${round}: ${nameOf(flood)}`);
      outcomes.push(await measureFlood(bundle, flood, talkMs));
    }
  }
  return outcomes;
}

function nameOf({ attack, isControl }: Flood): string {
  return isControl ? `control: ${attack}` : attack;
}

async function measureFlood(bundle: string, flood: Flood, talkMs: number): Promise<FloodOutcome> {
  const { attack, isControl } = flood;
  const server = await Workerd.start({ bundle, ...(isControl ? { entry: REFUSES_ATTACKERS } : {}) });
  if (server.processId === undefined) throw new Error("the runtime has no process");
  pin(server.processId, SERVER_CORE);
  pin(process.pid, GENERATOR_CORE);
  const talkers = await Talkers.join(server.port, `/r/${ROOM}/socket`, TALKERS);
  try {
    await talkers.talk(WARM_UP_MESSAGES_MS);
    const quiet = await talkers.talk(talkMs);
    const attackers = new Attackers({
      attack,
      port: server.port,
      path: `/r/${ROOM}/socket`,
      connections: CONNECTIONS,
      address: ADDRESS,
    });
    if (attackers.processId !== undefined) pin(attackers.processId, GENERATOR_CORE);
    await pause(WARM_MS);
    const cpuBefore = timeOf(server.processId).ranMs;
    const startedAt = performance.now();
    const attacked = await talkers.talk(talkMs);
    const elapsedMs = performance.now() - startedAt;
    const serverShare = (timeOf(server.processId).ranMs - cpuBefore) / elapsedMs;
    return { attack: nameOf(flood), quiet, attacked, serverShare, ...(await attackers.stop()) };
  } finally {
    talkers.leave();
    await server.stop();
  }
}

/** Medians of the rounds; latencies are those of the messages of all rounds, as each round has few. */
export function floodsTable(outcomes: readonly FloodOutcome[]): Table {
  const headers = [
    "attack",
    "connections / s",
    "writes / s",
    "server CPU %",
    "p50 ms",
    "× quiet",
    "p99 ms",
    "× quiet",
    "lost",
  ];
  const names = [...new Set(outcomes.map(({ attack }) => attack))];
  const rows = names.map((name) => {
    const rounds = outcomes.filter(({ attack }) => attack === name);
    const of = (value: (outcome: FloodOutcome) => number) => formatNumber(median(rounds.map(value)));
    return [
      name,
      of(({ connectionsPerSecond }) => connectionsPerSecond),
      of(({ writesPerSecond }) => writesPerSecond),
      of(({ serverShare }) => serverShare * 100),
      ...latencyCells(rounds, 0.5),
      ...latencyCells(rounds, 0.99),
      String(Math.max(...rounds.map(({ attacked }) => attacked.lost))),
    ];
  });
  return { headers, rows, nameColumns: 1 };
}

/** A percentile beside the attack, in ms, and as a multiple of what it is before. */
function latencyCells(rounds: readonly FloodOutcome[], share: number): string[] {
  const percentile = (when: "quiet" | "attacked") =>
    exactPercentile(
      rounds.flatMap((round) => round[when].latenciesMs),
      share,
    );
  return [formatNumber(percentile("attacked")), formatNumber(percentile("attacked") / percentile("quiet"))];
}
