import fc from "fast-check";
import { expect, test } from "vitest";
import type { DurableEvent } from "../../src/protocol/events/durable.ts";
import type { RoomClient } from "../../src/client/room-client.ts";
import { FakeSocket } from "../support/fake-socket.ts";
import { FakeWorld, promisesRun } from "../support/fake-world.ts";

/** One person in a room, on a machine and a network on which everything happens that can. */
class Storm {
  readonly world = new FakeWorld();
  readonly said: string[] = [];
  client: RoomClient;
  log: DurableEvent[] = [];
  #lost: { readonly socket: FakeSocket; readonly frame: string }[] = [];
  #page = { isAlive: true };

  constructor() {
    this.world.room.joinPage = 2;
    this.world.room.pushedEvents = 3;
    this.world.room.limits = { ...this.world.room.limits, historyPage: 2, inFlight: 3 };
    this.client = this.open();
  }

  say(): void {
    const text = `ana ${this.said.length}`;
    this.said.push(text);
    this.client.publish(text);
  }

  /** The page is gone without a word, and opened again. */
  reload(): void {
    this.#page.isAlive = false;
    for (const name of this.world.locks.names) this.world.locks.release(name);
    this.lose("both");
    this.client = this.open();
  }

  /** Time passes, and the network carries nothing meanwhile. */
  async stall(ms: number): Promise<void> {
    await this.world.clock.advance(ms, promisesRun);
  }

  /** The connection breaks: with what was under way to the room, or only what was under way to the client. */
  lose(what: "both" | "answers"): void {
    const { socket } = this.world;
    if (what === "answers") for (const frame of socket.toRoom.splice(0)) socket.passToRoom(frame);
    socket.toRoom.length = 0;
    for (const frame of socket.toClient.splice(0)) this.#lost.push({ socket, frame });
    socket.end();
  }

  /** What was lost arrives after all, on a socket that nobody holds any more. */
  arriveLate(): void {
    for (const { socket, frame } of this.#lost.splice(0)) {
      if (!socket.isClosed) continue;
      socket.arrive(frame);
      socket.end({ code: 1006 });
    }
  }

  dropOne(): void {
    const { toClient } = this.world.socket;
    if (toClient.at(-1)?.includes("rate_limited") !== true) toClient.pop();
  }

  repeatOne(): void {
    const { toClient } = this.world.socket;
    const last = toClient.at(-1);
    if (last !== undefined) toClient.push(last);
  }

  /**
   * The room has had enough for a second. The order of LIM-1 holds only if what was sent before the client could hear
   * of it arrives within that second, so here the second does not end before it has heard.
   */
  limit(): void {
    const until = this.world.clock.now + 1_000;
    let told: FakeSocket | undefined;
    this.world.room.intercept = (command, socket) => {
      if (command.type !== "publish") return undefined;
      const isHeard = !socket.toClient.some((frame) => frame.includes("rate_limited"));
      if (this.world.clock.now >= until && isHeard) return undefined;
      if (told === socket) return "drop";
      told = socket;
      const { id } = command;
      return [{ type: "error", id, code: "rate_limited", message: "Wait.", retryAfterMs: 1_000 }];
    };
  }

  async calm(): Promise<void> {
    this.world.networkIs("online");
    await this.world.pass(300_000);
    this.world.room.hears("the last word");
    await this.world.pass(60_000);
  }

  private open(): RoomClient {
    const page = { isAlive: true };
    this.#page = page;
    const { setTimer, fetch, openSocket } = this.world.environment;
    const client = this.world.start({
      name: "Ana",
      environment: {
        // A page that is gone goes on with nothing.
        setTimer: (fn, ms) => setTimer(() => page.isAlive && fn(), ms),
        fetch: (url, init) => whileAlive(page, fetch(url, init)),
        openSocket: (url, protocols) =>
          page.isAlive ? openSocket(url, protocols) : new FakeSocket(url, protocols, this.world.room),
      },
    });
    client.on("reset", ({ events }) => page.isAlive && (this.log = [...events]));
    client.on("event", (event) => page.isAlive && this.log.push(event));
    return client;
  }
}

const OPS = {
  say: (storm: Storm) => storm.say(),
  "say much": (storm: Storm) => [1, 2, 3, 4, 5].forEach(() => storm.say()),
  "another speaks": (storm: Storm) => storm.world.room.hears("bo"),
  "others speak much": (storm: Storm) => [1, 2, 3, 4, 5, 6].forEach(() => storm.world.room.hears("bo")),
  "frames move": (storm: Storm) => storm.world.socket.flow(),
  "all settles": (storm: Storm) => storm.world.settle(),
  "one frame reaches the room": ({ world: { socket } }: Storm) => {
    const frame = socket.toRoom.shift();
    if (frame !== undefined) socket.passToRoom(frame);
  },
  "the page dies when the room has heard": (storm: Storm) => {
    storm.lose("answers");
    storm.world.room.forget();
    for (const text of ["bo", "bo", "bo"]) storm.world.room.hears(text);
    storm.reload();
  },
  "a word is dropped": (storm: Storm) => {
    storm.world.room.hears("bo");
    storm.dropOne();
  },
  "an answer is dropped": (storm: Storm) => {
    storm.say();
    for (const frame of storm.world.socket.toRoom.splice(0)) storm.world.socket.passToRoom(frame);
    storm.dropOne();
  },
  "a frame is dropped": (storm: Storm) => storm.dropOne(),
  "a frame is repeated": (storm: Storm) => storm.repeatOne(),
  "the connection breaks": (storm: Storm) => storm.lose("both"),
  "the answers are lost": (storm: Storm) => storm.lose("answers"),
  "lost frames come late": (storm: Storm) => storm.arriveLate(),
  "the connection goes silent": (storm: Storm) => (storm.world.socket.isCut = true),
  "the room sleeps": (storm: Storm) => storm.world.room.forget(),
  "the room is busy": (storm: Storm) => storm.limit(),
  "a moment passes": (storm: Storm) => storm.world.pass(400),
  "a while passes": (storm: Storm) => storm.world.pass(12_000),
  "a moment is lost": (storm: Storm) => storm.stall(2_000),
  "the machine sleeps": (storm: Storm) => storm.world.clock.sleep(60_000),
  "the page is seen": (storm: Storm) => storm.client.wake(),
  "the network goes": (storm: Storm) => storm.world.networkIs("offline"),
  "the network comes": (storm: Storm) => storm.world.networkIs("online"),
  "the page is opened again": (storm: Storm) => storm.reload(),
} as const;

type Op = keyof typeof OPS;

/** Who is gone hears no answer, and no failure either. */
function whileAlive<Value>(page: { readonly isAlive: boolean }, promise: Promise<Value>): Promise<Value> {
  const { promise: heard, resolve, reject } = Promise.withResolvers<Value>();
  promise.then(
    (value) => page.isAlive && resolve(value),
    (error: unknown) => page.isAlive && reject(error),
  );
  return heard;
}

/** A linear congruential generator (Numerical Recipes). */
function chanceFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function written({ seq, id }: DurableEvent): string {
  return `${seq} ${id}`;
}

test("[P-2] [P-3] [PUB-3] [PUB-5] whatever happens, every message is stored once and in order, and the log is the room's", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...(Object.keys(OPS) as Op[])), { minLength: 10, maxLength: 80 }),
      fc.integer({ min: 1, max: 1_000 }),
      async (ops, seed) => {
        const storm = new Storm();
        storm.world.chance = chanceFrom(seed);
        await storm.world.settle();
        for (const op of ops) {
          await OPS[op](storm);
          await promisesRun();
        }
        await storm.calm();
        const own = storm.world.room.texts.filter((text) => text.startsWith("ana"));
        if (process.env.DBG)
          console.log(storm.client.state, storm.client.pending, storm.world.sockets.length, own, storm.said);
        expect(own).toEqual(storm.said);
        expect(storm.client.pending).toEqual([]);
        expect(storm.client.state.name).toBe("online");
        const first = storm.log[0]?.seq ?? 1;
        expect(storm.log.map(written)).toEqual(storm.world.room.log.slice(first - 1).map(written));
        storm.client.close();
      },
    ),
    { seed: 20_261_123, numRuns: 400 },
  );
}, 60_000);
