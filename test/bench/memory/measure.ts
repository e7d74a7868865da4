/**
 * `npm run bench -- --only=memory`: what sixty hostile peers make a room and its Worker keep. The product as deployed, with
 * its own limits; each kind against a process of its own, whose V8 may have a quarter of what the platform gives an isolate. The
 * peers are in their own process, each with an address of its own.
 */
import { setTimeout } from "node:timers/promises";
import { eventually } from "../../support/eventually.ts";
import { freePort } from "../../support/free-port.ts";
import { Workerd } from "../../support/workerd.ts";
import { Talkers, type TalkFigures } from "../floods/talkers.ts";
import { memoryOf } from "../generator/process-figures.ts";
import { GENERATOR_CORE, pin, SERVER_CORE } from "../pinning.ts";
import { HeapInspector, type HeapUsage } from "./heap.ts";
import { HostileProcess } from "./hostile-process.ts";
import { MemoryWatch } from "./memory-watch.ts";

const ROOM = "bench";
const TALKERS = 4;
/** Each: less than its share of the room's rate while sixty peers talk (LIM-8). */
const MESSAGES_PER_SECOND = 3;
/** A page of the room is as large as any. */
const LONG_TEXTS = 17;
const LONG_TEXT = "🙂".repeat(4_000);
const LONG_TEXTS_PER_ADDRESS = 5;

/** Without a bound V8 collects seldom, and the process's memory says nothing about what is in use. */
const V8_FLAGS = ["--max-old-space-size=32", "--max-semi-space-size=2"];

const QUIET_MS = 1_000;
const TALK_MS = 3_000;
const ANSWER_TIMEOUT_MS = 15_000;
/** Of a visitor who did nothing before: what has no address has no share of the room's rates (SPEC LIM-12). */
const READER_ADDRESS = "198.51.100.7";

export interface MemoryOutcome {
  readonly kind: string;
  /** by the peers */
  readonly connections: number;
  /** before they came */
  readonly quietHeap: HeapUsage;
  /** the most while they were there */
  readonly heap: HeapUsage;
  /** of the whole process in bytes, before they came and at most */
  readonly residentBefore: number;
  readonly resident: number;
  /** of well-behaved members */
  readonly quiet: TalkFigures;
  readonly talk: TalkFigures;
  /** once the peers have gone */
  readonly isServing: boolean;
}

/** The outcomes in the order of `kinds`, which are names. */
export async function measureMemory(
  bundle: string,
  kinds: readonly string[],
  onProgress: (line: string) => void,
): Promise<readonly MemoryOutcome[]> {
  const outcomes: MemoryOutcome[] = [];
  for (const kind of kinds) {
    onProgress(`memory: ${kind}`);
    outcomes.push(await measureKind(bundle, kind, onProgress));
  }
  return outcomes;
}

async function measureKind(
  bundle: string,
  kind: string,
  onProgress: (line: string) => void,
): Promise<MemoryOutcome> {
  const inspectorPort = await freePort();
  const server = await Workerd.start({ bundle, v8Flags: V8_FLAGS, inspectorPort });
  const { processId } = server;
  if (processId === undefined) throw new Error("the runtime has no process");
  pin(processId, SERVER_CORE);
  pin(process.pid, GENERATOR_CORE);
  await fillPage(server);
  const talkers = await Talkers.join(server.port, `/r/${ROOM}/socket`, TALKERS);
  const inspector = await HeapInspector.connect(inspectorPort, () => isAnswering(server));
  try {
    const quiet = await talkers.talk(QUIET_MS, MESSAGES_PER_SECOND);
    const quietHeap = await inspector.usage();
    if (quietHeap === undefined) throw new Error("the inspector does not answer");
    const residentBefore = memoryOf(processId);
    const watch = new MemoryWatch(processId, inspector);
    const peers = new HostileProcess({ kind, port: server.port, room: ROOM });
    if (peers.processId !== undefined) pin(peers.processId, GENERATOR_CORE);
    await eventually("the hostile peers connect", () => peers.connections > 0);
    const talk = await talkers.talk(TALK_MS, MESSAGES_PER_SECOND);
    const { heap, resident } = await watch.end();
    await peers.stop();
    const isServing = await isAnswering(server);
    if (!isServing) onProgress(server.printed.slice(-10).join("\n"));
    const { connections } = peers;
    return { kind, connections, quietHeap, heap, residentBefore, resident, quiet, talk, isServing };
  } finally {
    inspector.close();
    talkers.leave();
    await server.stop();
  }
}

/** Says so much that a page of the room is as large as any. */
async function fillPage({ origin }: Workerd): Promise<void> {
  for (let count = 0; count < LONG_TEXTS; count++) {
    const response = await fetch(`${origin}/r/${ROOM}?name=Ana`, {
      method: "POST",
      body: LONG_TEXT,
      headers: { "CF-Connecting-IP": `192.0.2.${1 + Math.floor(count / LONG_TEXTS_PER_ADDRESS)}` },
    });
    if (!response.ok) throw new Error(`message ${count}: ${response.status}`);
  }
}

/** Whether the room answers, and the runtime: a reader who is refused with a time to wait comes again after it. */
async function isAnswering({ origin }: Workerd): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(ANSWER_TIMEOUT_MS);
    const urls = ["/health", `/r/${ROOM}/members`].map((path) => origin + path);
    const responses = await Promise.all(urls.map((url) => readWithRetry(url, signal)));
    return responses.every(({ ok }) => ok);
  } catch {
    return false;
  }
}

async function readWithRetry(url: string, signal: AbortSignal): Promise<Response> {
  const response = await fetch(url, { signal, headers: { "CF-Connecting-IP": READER_ADDRESS } });
  const retryAfter = response.headers.get("Retry-After");
  if (response.status !== 429 || retryAfter === null) return response;
  await setTimeout(Number(retryAfter) * 1_000, undefined, { signal });
  return readWithRetry(url, signal);
}
