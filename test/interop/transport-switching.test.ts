/** One position on every transport: a reader may change between them in mid-stream (DESIGN: any network). */
import { afterAll, beforeAll, expect, test } from "vitest";
import { audit } from "../support/auditor.ts";
import { eventually, pause } from "../support/eventually.ts";
import { TransportSwitcher, SWITCH_TRANSPORTS } from "../support/transport-switcher.ts";
import { printLine } from "../support/report.ts";
import { seededRandom } from "../support/seeded-random.ts";
import { fetchMessages } from "../support/stored-messages.ts";
import { Workerd } from "../support/workerd.ts";

const CHANGES = 100;
const EVENTS_PER_SWITCH = { from: 1, to: 25 };
const WRITERS = 3;
const ROOM = "hopping";

const UNLIMITED = { perSecond: 1_000_000, burst: 1_000_000 };
/** Replays so small that many a return takes several rounds. */
const LIMITS = JSON.stringify({ memberRate: UNLIMITED, roomRate: UNLIMITED, recoveryBytes: 2_048 });

let workerd: Workerd;

beforeAll(async () => {
  workerd = await Workerd.start({ variables: { LIMITS } });
});

afterAll(async () => {
  await workerd?.stop();
});

test("[P-2] [P-3] [SSE-2] [POLL-1] a hundred changes of transport in mid-stream lose, double and reorder nothing", async () => {
  const random = seededRandom();
  printLine(`seed ${random.seed}`);
  const url = `${workerd.origin}/r/${ROOM}`;
  await say(url, "Opener", 0);
  const info = await (await fetch(url, { headers: { Accept: "application/json" } })).json();
  const hopper = new TransportSwitcher(url, (info as { position: string }).position);
  const from = hopper.seq + 1;
  const stop = new AbortController();
  const writing = Array.from({ length: WRITERS }, (_, writer) => write(url, `Writer${writer}`, stop.signal));
  const used: Record<string, number> = {};
  for (let change = 0; change < CHANGES; change++) {
    const transport = SWITCH_TRANSPORTS[random.between(0, SWITCH_TRANSPORTS.length - 1)] ?? "websocket";
    used[transport] = (used[transport] ?? 0) + 1;
    await hopper.readOver(transport, random.between(EVENTS_PER_SWITCH.from, EVENTS_PER_SWITCH.to));
  }
  stop.abort();
  await Promise.all(writing);
  const rows = await fetchMessages(workerd.origin, ROOM);
  await hopper.readOver("events", rows.length - hopper.seq);
  const entries = hopper.read.map((event) => ({
    seq: event.seq,
    type: event.type,
    member: event.from.id,
    id: event.id,
    text: event.type === "message" ? event.text : undefined,
  }));
  const reached = hopper.seq;
  const join = { asked: from - 1, recovered: true, reached };
  const violations = audit(
    rows.map(({ seq, type, member, id, text }) => ({ seq, type, member, id, text })),
    [{ client: "hopper", spans: [{ joins: [join], entries }] }],
    [],
  );
  printLine(
    `${CHANGES} changes (${JSON.stringify(used)}): ${entries.length} events, ${violations.length} violations, ${hopper.resets} resets`,
  );
  expect(violations).toEqual([]);
  expect(entries.map(({ seq }) => seq)).toEqual(rows.slice(from - 1).map(({ seq }) => seq));
  expect(hopper.resets).toBe(0);
  await eventually("nobody but the hopper's last stream is left", async () => (await membersOf(url)) <= 1);
});

async function write(url: string, name: string, signal: AbortSignal): Promise<void> {
  for (let count = 1; !signal.aborted; count++) {
    await say(url, name, count);
    await pause(5);
  }
}

async function say(url: string, name: string, count: number): Promise<void> {
  const answer = await fetch(`${url}?name=${name}`, {
    method: "POST",
    headers: { "Content-Type": "text/plain" },
    body: `${name} says ${count} ${"·".repeat(count % 40)}`,
  });
  if (answer.status !== 201) throw new Error(`a message was answered ${answer.status}`);
  await answer.body?.cancel();
}

async function membersOf(url: string): Promise<number> {
  const roster = (await (await fetch(`${url}/members`)).json()) as { count: number };
  return roster.count;
}
