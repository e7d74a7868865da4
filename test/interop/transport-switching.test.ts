/** A position is valid on every transport: a reader may switch between them at any event. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { audit } from "../support/auditor.ts";
import { eventually, pause } from "../support/eventually.ts";
import { auditedFields, entryOf } from "../support/log-entry.ts";
import { TransportSwitcher, SWITCH_TRANSPORTS } from "../support/transport-switcher.ts";
import { printLine } from "../support/report.ts";
import { seededRandom } from "../support/seeded-random.ts";
import { fetchMessages } from "../support/stored-messages.ts";
import { Workerd } from "../support/workerd.ts";

const SWITCHES = 100;
const EVENTS_PER_SWITCH = { from: 1, to: 25 };
const WRITERS = 3;
const ROOM = "switching";

const UNLIMITED = { perSecond: 1_000_000, burst: 1_000_000 };
/** Replays so short that catching up often takes several pages. */
const LIMITS = JSON.stringify({
  memberRate: UNLIMITED,
  roomRate: UNLIMITED,
  frameRate: UNLIMITED,
  recoveryBytes: 2_048,
});

let workerd: Workerd;

beforeAll(async () => {
  workerd = await Workerd.start({ variables: { LIMITS } });
});

afterAll(async () => {
  await workerd?.stop();
});

test("[P-2] [P-3] [SSE-2] [POLL-1] a hundred switches of transport lose, duplicate and reorder nothing", async () => {
  const random = seededRandom();
  printLine(`seed ${random.seed}`);
  const url = `${workerd.origin}/r/${ROOM}`;
  await publish(url, "Opener", 0);
  const info = await (await fetch(url, { headers: { Accept: "application/json" } })).json();
  const reader = new TransportSwitcher(url, (info as { position: string }).position);
  const from = reader.seq + 1;
  const stop = new AbortController();
  const writing = Array.from({ length: WRITERS }, (_, writer) =>
    publishUntilAborted(url, `Writer${writer}`, stop.signal),
  );
  const used: Record<string, number> = {};
  for (let count = 0; count < SWITCHES; count++) {
    const transport = SWITCH_TRANSPORTS[random.between(0, SWITCH_TRANSPORTS.length - 1)] ?? "websocket";
    used[transport] = (used[transport] ?? 0) + 1;
    await reader.readOver(transport, random.between(EVENTS_PER_SWITCH.from, EVENTS_PER_SWITCH.to));
  }
  stop.abort();
  await Promise.all(writing);
  const rows = (await fetchMessages(workerd.origin, ROOM)).map(auditedFields);
  await reader.readOver("events", rows.length - reader.seq);
  const entries = reader.read.map(entryOf);
  const reached = reader.seq;
  const join = { asked: from - 1, recovered: true, reached };
  const violations = audit(rows, [{ client: "reader", spans: [{ joins: [join], entries }] }], []);
  printLine(
    `${SWITCHES} switches (${JSON.stringify(used)}): ${entries.length} events, ${violations.length} violations, ${reader.resets} resets`,
  );
  expect(violations).toEqual([]);
  expect(entries.map(({ seq }) => seq)).toEqual(rows.slice(from - 1).map(({ seq }) => seq));
  expect(reader.resets).toBe(0);
  await eventually("all but the reader's last stream have left", async () => (await membersOf(url)) <= 1);
});

async function publishUntilAborted(url: string, name: string, signal: AbortSignal): Promise<void> {
  for (let count = 1; !signal.aborted; count++) {
    await publish(url, name, count);
    await pause(5);
  }
}

async function publish(url: string, name: string, count: number): Promise<void> {
  const answer = await fetch(`${url}?name=${name}`, {
    method: "POST",
    headers: { "Content-Type": "text/plain" },
    body: `message ${count} from ${name} ${"·".repeat(count % 40)}`,
  });
  if (answer.status !== 201) throw new Error(`a publish was answered ${answer.status}`);
  await answer.body?.cancel();
}

async function membersOf(url: string): Promise<number> {
  const roster = (await (await fetch(`${url}/members`)).json()) as { count: number };
  return roster.count;
}
