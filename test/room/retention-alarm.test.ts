/** What the room's alarm does over days, and how often it is set: each time is a row written (SPEC LOG-4, ROOM-4). */
import { expect, test } from "vitest";
import { RetentionAlarm } from "../../src/durable-object/retention-alarm.ts";
import type { DurableType } from "../../src/protocol/traits.ts";
import { PRUNE_ROWS } from "../../src/room/retention.ts";
import type { SqlRow } from "../../src/storage/sql.ts";
import { crowdOn, storedReactions } from "../contract/crowd.ts";
import { TestRoom } from "../support/test-room.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** A room whose alarm fires when it is due, as the platform would. */
class AlarmedRoom {
  readonly room: TestRoom;
  alarmAt: number | null = null;
  timesSet = 0;
  private readonly alarm: RetentionAlarm;

  constructor(options: ConstructorParameters<typeof TestRoom>[0] = {}) {
    this.room = new TestRoom(options);
    this.alarm = new RetentionAlarm({
      getAlarm: async () => this.alarmAt,
      sync: async () => undefined,
      setAlarm: async (at) => {
        this.alarmAt = at;
        this.timesSet++;
      },
      deleteAll: async () => {
        this.alarmAt = null;
      },
    });
  }

  /** Does something in the room, as each event from the platform does. */
  async act(
    action: (room: TestRoom) => void,
    isDurable = true,
    type: DurableType = "message",
  ): Promise<void> {
    action(this.room);
    if (isDurable) await this.alarm.schedule(this.room.room, type);
    await this.alarm.ensure(this.room.room);
  }

  async advanceTo(time: number): Promise<void> {
    while (this.alarmAt !== null && this.alarmAt <= time) {
      this.room.now = Math.max(this.room.now, this.alarmAt);
      this.alarmAt = null;
      await this.alarm.run(this.room.room, this.room.now);
    }
    this.room.now = time;
  }

  get seqs(): unknown[] {
    return this.room.database
      .prepare("SELECT seq FROM log WHERE seq >= (SELECT oldest FROM room)")
      .all()
      .map(({ seq }) => seq);
  }

  get oldest(): number {
    const [row] = this.room.database
      .prepare("SELECT MIN(seq) AS oldest FROM log WHERE seq >= (SELECT oldest FROM room)")
      .all();
    return Number(row?.oldest);
  }
}

test("[ROOM-4] a socket's join sets the alarm once, for a day later; messages set it no more", async () => {
  const alarmed = new AlarmedRoom();
  await alarmed.act((room) => void room.join("Ana"), false);
  expect(alarmed).toMatchObject({ timesSet: 1, alarmAt: alarmed.room.now + DAY_MS });
  for (let count = 0; count < 15; count++) await alarmed.act((room) => void room.post("hello"));
  expect(alarmed.timesSet).toBe(1);
});

test("[LOG-4] the alarm of a room with one message is set for its end, and deletes it then", async () => {
  const alarmed = new AlarmedRoom();
  await alarmed.act((room) => void room.post("hello"));
  const storedAt = alarmed.room.now;
  expect(alarmed).toMatchObject({ timesSet: 1, alarmAt: storedAt + 30 * DAY_MS });
  await alarmed.advanceTo(storedAt + 30 * DAY_MS - 1);
  expect(alarmed.seqs).toEqual([1]);
  await alarmed.advanceTo(storedAt + 30 * DAY_MS);
  expect(alarmed.seqs).toEqual([]);
});

test.each([
  { everyMs: 2 * HOUR_MS, days: 40 },
  { everyMs: 5 * HOUR_MS, days: 90 },
  { everyMs: 31 * HOUR_MS, days: 90 },
])(
  "[LOG-4] a message every $everyMs ms: the alarm is set at most once a day, and no message is a day late",
  async ({ everyMs, days }) => {
    const alarmed = new AlarmedRoom({ limits: { addressRate: { perSecond: 1, burst: 20_000 } } });
    const start = alarmed.room.now;
    const storedAt = new Map<number, number>();
    for (let now = start; now < start + days * DAY_MS; now += everyMs) {
      await alarmed.advanceTo(now);
      await alarmed.act((room) => void room.post("hello"));
      storedAt.set(storedAt.size + 1, now);
      expect(now - (storedAt.get(alarmed.oldest) ?? 0)).toBeLessThan(31 * DAY_MS);
    }
    expect(alarmed.timesSet).toBeLessThanOrEqual(days + 1);
    const last = [...storedAt.values()].at(-1) ?? 0;
    await alarmed.advanceTo(last + 30 * DAY_MS);
    expect(alarmed.seqs).toEqual([]);
  },
);

test("[LOG-4] where messages are kept for an hour, none is kept for two minutes longer", async () => {
  const alarmed = new AlarmedRoom({ limits: { retentionMs: HOUR_MS } });
  const start = alarmed.room.now;
  for (let now = start; now < start + 3 * HOUR_MS; now += 30_000) {
    await alarmed.advanceTo(now);
    await alarmed.act((room) => void room.post("hello"));
    expect(alarmed.seqs.length).toBeLessThanOrEqual(125);
  }
});

test("[LOG-4] where messages are kept for an hour, the last one of a room goes on time, however long the room was silent", async () => {
  const alarmed = new AlarmedRoom({ limits: { retentionMs: HOUR_MS } });
  await alarmed.act((room) => void room.join("Ana"), false);
  for (const silenceMs of [60_000, 5 * HOUR_MS, 30 * HOUR_MS]) {
    await alarmed.advanceTo(alarmed.room.now + silenceMs);
    await alarmed.act((room) => void room.post("hello"));
    const storedAt = alarmed.room.now;
    await alarmed.advanceTo(storedAt + HOUR_MS - 1);
    expect(alarmed.seqs).toHaveLength(1);
    await alarmed.advanceTo(storedAt + HOUR_MS);
    expect(alarmed.seqs).toEqual([]);
  }
});

test("[ROOM-4] a silent room with a member in it is looked at once a day", async () => {
  const alarmed = new AlarmedRoom();
  await alarmed.act((room) => void room.join("Ana"), false);
  await alarmed.advanceTo(alarmed.room.now + 10 * DAY_MS);
  expect(alarmed.timesSet).toBe(11);
});

test("[LOG-4] a room of an earlier release, which has no alarm, gets it when it wakes", async () => {
  const alarmed = new AlarmedRoom();
  alarmed.room.post("hello");
  alarmed.room.evict();
  await alarmed.act(() => {}, false);
  expect(alarmed).toMatchObject({ timesSet: 1, alarmAt: alarmed.room.now + 30 * DAY_MS });
});

test("[LOG-8] the alarm comes at once where a clear leaves rows to overwrite, and overwrites them all", async () => {
  const UNLIMITED = { perSecond: 1_000_000, burst: 1_000_000 };
  const alarmed = new AlarmedRoom({
    limits: { memberRate: UNLIMITED, roomRate: UNLIMITED, frameRate: UNLIMITED },
  });
  const ownerKey = alarmed.room.own();
  for (let count = 0; count < PRUNE_ROWS + 10; count++)
    await alarmed.act((room) => void room.post(`canary ${count}`));
  const { now } = alarmed.room;
  await alarmed.act((room) => void room.sendOverHttp(ownerKey, { type: "clear", id: "c" }), true, "clear");
  expect(alarmed.alarmAt).toBe(now);
  await alarmed.advanceTo(now + 5_000);
  const texts = alarmed.room.database.prepare("SELECT text FROM log").all();
  expect(JSON.stringify(texts)).not.toContain("canary");
  expect(alarmed.alarmAt).toBeGreaterThan(now + 5_000);
});

test("[DEL-1] [DEL-6] the alarm comes once a deletion that leaves the reactions of a crowd cannot be undone, and deletes them all", async () => {
  const alarmed = new AlarmedRoom();
  const [ana] = alarmed.room.joinAll("Ana");
  await alarmed.act(() => void ana.publish("tea?"));
  for (const statement of crowdOn(1)) alarmed.room.database.exec(statement);
  const { now } = alarmed.room;
  await alarmed.act(() => void ana.send({ type: "delete", id: "d", seq: 1 }), true, "delete");
  const { undoMs } = alarmed.room.limits;
  expect(alarmed.alarmAt).toBe(now + undoMs + 1);
  await alarmed.advanceTo(now + undoMs + 5_000);
  expect(storedReactions((all) => alarmed.room.database.prepare(all).all() as SqlRow[])).toEqual({
    held: 0,
    counts: 0,
  });
  expect(alarmed.alarmAt).toBeGreaterThan(now + undoMs + 5_000);
});
