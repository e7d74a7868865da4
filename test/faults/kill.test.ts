/** `kill -9` of the whole runtime while people talk: the promise of SPEC P-1 to P-3. */
import { afterEach, expect, test } from "vitest";
import { audit, type Entry } from "../support/auditor.ts";
import { eventually } from "../support/eventually.ts";
import { ProtocolClient } from "../support/protocol-client.ts";
import { report } from "../support/report.ts";
import { seededRandom } from "../support/seeded-random.ts";
import { fetchMessages, readMessages } from "../support/stored-messages.ts";
import { Workerd } from "../support/workerd.ts";

const KILLS = 20;
const WRITERS = 6;
const READERS = 2;
/** How many acknowledgements lie between two kills. */
const ACKS_BETWEEN = { from: 200, to: 400 };
/** A writer has as much to say as fits its window, and a little more. */
const BACKLOG = 12;
const ROOM = "under-fire";

const UNBOUNDED = { perSecond: 1_000_000, burst: 1_000_000 };
/** Rates out of the way, and replays so small that a return takes several rounds. */
const LIMITS = JSON.stringify({
  memberRate: UNBOUNDED,
  roomRate: UNBOUNDED,
  frameRate: UNBOUNDED,
  recoveryBytes: 4_096,
});

let workerd: Workerd | undefined;
const clients: ProtocolClient[] = [];

afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await workerd?.stop();
});

function joined(client: ProtocolClient): ProtocolClient {
  clients.push(client);
  client.connect();
  return client;
}

test("[P-1] [P-2] [P-3] [PUB-3] [PUB-5] twenty kills under six writers lose, double, invent and reorder nothing", async () => {
  const random = seededRandom();
  report(`seed ${random.seed}`);
  const room = await Workerd.start({ variables: { LIMITS } });
  workerd = room;
  const url = room.socketUrl(ROOM);
  const writers = Array.from({ length: WRITERS }, (_, index) =>
    joined(
      // Two of the six send everything again as soon as they are back, stored or not.
      new ProtocolClient({ url, name: `writer ${index}`, resends: index < 2 ? "at_once" : "after_replay" }),
    ),
  );
  const readers = Array.from({ length: READERS }, (_, index) =>
    joined(new ProtocolClient({ url, name: `reader ${index}` })),
  );
  const acked = () => sum(writers.map(({ ackCount }) => ackCount));
  let said = 0;
  const talk = () => {
    for (const [index, writer] of writers.entries()) {
      while (writer.unackedCount < BACKLOG) writer.publish(`writer ${index} says ${++said}`);
      if (random.chance(0.2)) writer.repeatLast();
    }
    if (random.chance(0.02)) readers[0]?.drop();
  };

  for (let kill = 1; kill <= KILLS; kill++) {
    const target = acked() + random.between(ACKS_BETWEEN.from, ACKS_BETWEEN.to);
    await eventually(
      `${target} acknowledgements`,
      () => {
        talk();
        return acked() >= target;
      },
      20_000,
    );
    await room.kill();
    await room.restart();
  }
  await eventually("everything is acknowledged", () =>
    writers.every(({ unackedCount }) => unackedCount === 0),
  );
  const newest = Math.max(...writers.map(({ seq }) => seq));
  await eventually("everybody is whole", () =>
    clients.every(({ seq, isWhole }) => isWhole && seq === newest),
  );

  const rows: Entry[] = await fetchMessages(room.origin, ROOM);
  const acks = writers.flatMap((writer) => writer.acks);
  const violations = audit(
    rows.map(({ seq, type, member, id, text }) => ({ seq, type, member, id, text })),
    clients.map(({ log }) => log),
    acks,
  );
  const repeated = clients.flatMap((client) => client.repeated);
  const losses = sum(clients.map((client) => client.losses));
  const stored = sum(writers.map(({ storedAnswers }) => storedAnswers));
  report(
    `${KILLS} kills: ${rows.length} messages, ${acks.length} acks, ${stored} repeats recognised, ${losses} lost connections, ` +
      `${violations.length} violations, ${repeated.length} events seen twice`,
  );
  expect(violations.slice(0, 20)).toEqual([]);
  expect(repeated).toEqual([]);
  expect(clients.flatMap(({ errors }) => errors)).toEqual([]);
  expect(acks).toHaveLength(said);
  expect(rows).toHaveLength(said);
  expect(stored).toBeGreaterThan(0);
  expect(rows.length).toBeGreaterThanOrEqual(KILLS * ACKS_BETWEEN.from);
  expect(clients.every(({ log }) => log.spans.length === 1)).toBe(true);
  await room.kill();
  expect(readMessages(room.roomsFolder, ROOM)).toEqual(
    rows.map(({ seq, type, member, id, text }) => ({ seq, type, member, id, text })),
  );
});

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
