/** Requests whose command waits to be stored, in a room whose timer comes when the test says so (SPEC STATE-3). */
import { env } from "cloudflare:workers";
import { runInDurableObject } from "cloudflare:test";
import { describe, expect, test, vi } from "vitest";
import type { HttpAnswer } from "../../src/durable-object/pending-answers.ts";
import { LiveRoom } from "../../src/durable-object/live-room.ts";
import { loadRoom } from "../../src/durable-object/load-room.ts";
import type { Command } from "../../src/protocol/commands.ts";
import { decodeEvents } from "../../src/protocol/decode-events.ts";
import type { RoomEvent } from "../../src/protocol/events.ts";
import { DEFAULT_LIMITS } from "../../src/protocol/limits.ts";
import { GUEST_HANDSHAKE } from "../support/runtime/handshake.ts";
import { withFrozenClock } from "../support/runtime/frozen-clock.ts";
import { uniqueRoomName } from "../support/runtime/guest.ts";

const STREAM = "tab-1";

class World {
  /** in ms, of those that have not come */
  readonly waits: number[] = [];
  private readonly timers: (() => void)[] = [];
  readonly events: RoomEvent[] = [];
  readonly live: LiveRoom;
  private readonly token: string;

  constructor(private readonly ctx: DurableObjectState) {
    this.live = new LiveRoom(loadRoom(ctx, DEFAULT_LIMITS), DEFAULT_LIMITS, {
      verified: (_token, _origin, run) => run(undefined),
      spent: () => undefined,
      pinged: () => undefined,
      used: () => undefined,
      lastPing: () => null,
      repeat: () => undefined,
      setTimer: (callback, ms) => {
        this.timers.push(callback);
        this.waits.push(ms);
      },
      wakeBy: () => undefined,
      onDurable: () => undefined,
    });
    const socket = {
      readyState: WebSocket.OPEN,
      send: (frame: string) => void this.events.push(...decodeEvents(frame)),
      serializeAttachment: () => undefined,
      close: () => undefined,
    } as unknown as WebSocket;
    this.live.join("json", { ...GUEST_HANDSHAKE, stream: STREAM }, () => socket);
    const [welcome] = this.events;
    this.token = welcome?.type === "welcome" ? welcome.self.token : "";
  }

  post(commands: readonly Command[], stream?: string): readonly HttpAnswer[] {
    const sender = { token: this.token, name: undefined, address: undefined, idSource: "command" } as const;
    const isAnsweredByStream = stream !== undefined;
    const answers = this.live.httpCommands.execute(commands, { ...sender, stream, isAnsweredByStream });
    if (!answers.ok) throw new Error(answers.failure.code);
    return answers.value;
  }

  set(id: string, value: unknown): HttpAnswer {
    return this.post([state(id, value)])[0] ?? [];
  }

  /** From now on nothing can be stored. */
  fillDisk(): void {
    for (const table of ["log", "state"])
      this.ctx.storage.sql.exec(
        `CREATE TRIGGER full_${table} BEFORE INSERT ON ${table} BEGIN SELECT RAISE(ABORT, 'disk full'); END`,
      );
  }

  /** A second later. */
  tick(): void {
    vi.setSystemTime(Date.now() + 1_000);
    this.waits.length = 0;
    for (const run of this.timers.splice(0)) run();
  }
}

function state(id: string, value: unknown, more: object = {}): Command {
  return { type: "state", id, key: "slider", value, ...more };
}

/** At one time, so that each set but the first waits. */
function inRoom(run: (world: World) => Promise<void>): Promise<void> {
  return withFrozenClock(() =>
    runInDurableObject(env.ROOM.getByName(uniqueRoomName()), (_, ctx) => run(new World(ctx))),
  );
}

describe("[STATE-3] a request whose command waits", () => {
  test("is answered once it is stored, and the other commands of the request are executed at once", () =>
    inRoom(async (world) => {
      const answers = world.post([
        state("s0", 0),
        state("s1", 1),
        { type: "publish", id: "p", text: "hi" },
        state("s2", 2),
        state("s3", 3, { ifVersion: 3 }),
      ]);
      expect(answers.map((answer) => answer instanceof Promise)).toEqual([false, true, false, true, false]);
      // The conditional one has stored what waited before it.
      expect(await Promise.all(answers)).toMatchObject([
        [{ type: "state", seq: 1 }],
        [{ type: "stored", id: "s1", seq: 3 }],
        [{ type: "message", seq: 2 }],
        [{ type: "state", id: "s2", seq: 3 }],
        [{ type: "state", id: "s3", seq: 4 }],
      ]);
    }));

  test("is answered by its stream if it asks for that and the stream is open, as a socket is", () =>
    inRoom(async (world) => {
      const sets = [0, 1, 2].map((value) => state(`s${value}`, value));
      expect(world.post(sets, STREAM)).toMatchObject([[{ type: "state" }], [], []]);
      const [held] = world.post([state("s3", 3)], "tab-2");
      world.events.length = 0;
      world.tick();
      expect(world.events).toMatchObject([
        { type: "state", id: "s3", seq: 2 },
        { type: "stored", id: "s1", seq: 2 },
        { type: "stored", id: "s2", seq: 2 },
      ]);
      expect(await held).toMatchObject([{ type: "state", id: "s3", seq: 2 }]);
    }));

  test("fails when the room is deleted", () =>
    inRoom(async (world) => {
      world.set("s0", 0);
      const waiting = world.set("s1", 1);
      const end = Reflect.get(world.live.requests, "end") as (close: "room_deleted") => void;
      end("room_deleted");
      expect(await waiting).toMatchObject([{ type: "error", id: "s1", code: "room_deleted" }]);
    }));

  test("[STATE-3] fails so that it is tried again when it cannot be stored", () =>
    inRoom(async (world) => {
      world.set("s0", 0);
      const waiting = world.set("s1", 1);
      world.fillDisk();
      world.tick();
      expect(await waiting).toMatchObject([
        { type: "error", id: "s1", code: "unavailable", retryAfterMs: 5_000 },
      ]);
    }));

  test("[STATE-3] as those of a socket, whose place another took", () =>
    inRoom(async (world) => {
      world.post(
        [0, 1, 2].map((value) => state(`s${value}`, value)),
        STREAM,
      );
      world.fillDisk();
      world.events.length = 0;
      world.tick();
      expect(world.events).toMatchObject([
        { type: "error", id: "s1", code: "unavailable", retryAfterMs: 5_000 },
        { type: "error", id: "s2", code: "unavailable", retryAfterMs: 5_000 },
      ]);
      expect(world.waits).toEqual([]);
    }));

  test("[STATE-3] is answered also where another part of the state cannot be stored, which is tried again after a second", () =>
    inRoom(async (world) => {
      world.set("s0", 0);
      for (const value of [1, 2]) world.post([state(`e${value}`, value, { key: "~here" })], STREAM);
      const waiting = world.set("s1", 1);
      world.fillDisk();
      world.tick();
      expect(await waiting).toMatchObject([{ type: "error", id: "s1", code: "unavailable" }]);
      expect(world.waits).toEqual([1_000]);
      // What could not be stored is kept in memory, and what was never stored is not there.
      const [map] = await Promise.all(world.post([{ type: "map", id: "m" }]));
      expect(map).toMatchObject([
        {
          entries: [
            { key: "slider", value: 0 },
            { key: "~here", value: 2 },
          ],
        },
      ]);
      world.tick();
      expect(world.waits).toEqual([1_000]);
    }));
});
