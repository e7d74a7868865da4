import fc from "fast-check";
import { expect, test } from "vitest";
import type { DurableEvent } from "../../src/protocol/events/durable.ts";
import type { RoomClient } from "../../src/client/room-client.ts";
import { FakeSocket } from "../support/fake-socket.ts";
import { FakeWorld, flushPromises } from "../support/fake-world.ts";

/** One user in a room, with random disconnects, reloads, late frames, sleep and clock changes. */
class ChaosScenario {
  readonly world = new FakeWorld();
  readonly published: string[] = [];
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

  publish(): void {
    const text = `ana ${this.published.length}`;
    this.published.push(text);
    this.client.publish(text);
  }

  /** The page is gone without closing its connection, and is opened again. */
  reload(): void {
    this.#page.isAlive = false;
    for (const name of this.world.locks.names) this.world.locks.release(name);
    this.lose("both");
    this.client = this.open();
  }

  /** Time passes while the network delivers nothing. */
  async passOffline(ms: number): Promise<void> {
    await this.world.clock.advance(ms, flushPromises);
  }

  /** The connection breaks: frames to the room are lost too, or only those to the client. */
  lose(what: "both" | "answers"): void {
    const { socket } = this.world;
    if (what === "answers") for (const frame of socket.toRoom.splice(0)) socket.passToRoom(frame);
    socket.toRoom.length = 0;
    for (const frame of socket.toClient.splice(0)) this.#lost.push({ socket, frame });
    socket.end();
  }

  /** Lost frames arrive late, on a socket that the client has given up. */
  deliverLostFrames(): void {
    for (const { socket, frame } of this.#lost.splice(0)) {
      if (!socket.isClosed) continue;
      socket.receive(frame);
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
    let limitedSocket: FakeSocket | undefined;
    this.world.room.intercept = (command, socket) => {
      if (command.type !== "publish") return undefined;
      const isDelivered = !socket.toClient.some((frame) => frame.includes("rate_limited"));
      if (this.world.clock.now >= until && isDelivered) return undefined;
      if (limitedSocket === socket) return "drop";
      limitedSocket = socket;
      const { id } = command;
      return [{ type: "error", id, code: "rate_limited", message: "Wait.", retryAfterMs: 1_000 }];
    };
  }

  async recover(): Promise<void> {
    this.world.setNetwork("online");
    await this.world.advance(300_000);
    this.world.room.post("the last word");
    await this.world.advance(60_000);
  }

  private open(): RoomClient {
    const page = { isAlive: true };
    this.#page = page;
    const { setTimer, fetch, openSocket } = this.world.environment;
    const client = this.world.start({
      name: "Ana",
      environment: {
        // A page that is gone runs nothing any more.
        setTimer: (fn, ms) => setTimer(() => page.isAlive && fn(), ms),
        fetch: (url, init) => whileOpen(page, fetch(url, init)),
        openSocket: (url, protocols) =>
          page.isAlive ? openSocket(url, protocols) : new FakeSocket(url, protocols, this.world.room),
      },
    });
    client.on("reset", ({ events }) => page.isAlive && (this.log = [...events]));
    client.on("event", (event) => page.isAlive && this.log.push(event));
    return client;
  }
}

const OPERATIONS = {
  say: (scenario: ChaosScenario) => scenario.publish(),
  "say much": (scenario: ChaosScenario) => [1, 2, 3, 4, 5].forEach(() => scenario.publish()),
  "another speaks": (scenario: ChaosScenario) => scenario.world.room.post("bo"),
  "others speak much": (scenario: ChaosScenario) =>
    [1, 2, 3, 4, 5, 6].forEach(() => scenario.world.room.post("bo")),
  "frames move": (scenario: ChaosScenario) => scenario.world.socket.pump(),
  "all settles": (scenario: ChaosScenario) => scenario.world.settle(),
  "one frame reaches the room": ({ world: { socket } }: ChaosScenario) => {
    const frame = socket.toRoom.shift();
    if (frame !== undefined) socket.passToRoom(frame);
  },
  "the page dies when the room has heard": (scenario: ChaosScenario) => {
    scenario.lose("answers");
    scenario.world.room.evict();
    for (const text of ["bo", "bo", "bo"]) scenario.world.room.post(text);
    scenario.reload();
  },
  "a word is dropped": (scenario: ChaosScenario) => {
    scenario.world.room.post("bo");
    scenario.dropOne();
  },
  "an answer is dropped": (scenario: ChaosScenario) => {
    scenario.publish();
    for (const frame of scenario.world.socket.toRoom.splice(0)) scenario.world.socket.passToRoom(frame);
    scenario.dropOne();
  },
  "a frame is dropped": (scenario: ChaosScenario) => scenario.dropOne(),
  "a frame is repeated": (scenario: ChaosScenario) => scenario.repeatOne(),
  "the connection breaks": (scenario: ChaosScenario) => scenario.lose("both"),
  "the answers are lost": (scenario: ChaosScenario) => scenario.lose("answers"),
  "lost frames come late": (scenario: ChaosScenario) => scenario.deliverLostFrames(),
  "the connection goes silent": (scenario: ChaosScenario) => (scenario.world.socket.isSilent = true),
  "the room sleeps": (scenario: ChaosScenario) => scenario.world.room.evict(),
  "the room is busy": (scenario: ChaosScenario) => scenario.limit(),
  "a moment passes": (scenario: ChaosScenario) => scenario.world.advance(400),
  "a while passes": (scenario: ChaosScenario) => scenario.world.advance(12_000),
  "a moment is lost": (scenario: ChaosScenario) => scenario.passOffline(2_000),
  "the machine sleeps": (scenario: ChaosScenario) => scenario.world.clock.sleep(60_000),
  "the page is seen": (scenario: ChaosScenario) => scenario.client.wake(),
  "the network goes": (scenario: ChaosScenario) => scenario.world.setNetwork("offline"),
  "the network comes": (scenario: ChaosScenario) => scenario.world.setNetwork("online"),
  "the page is opened again": (scenario: ChaosScenario) => scenario.reload(),
} as const;

type Operation = keyof typeof OPERATIONS;

/** A page that is gone gets no reply, and no failure either. */
function whileOpen<Value>(page: { readonly isAlive: boolean }, promise: Promise<Value>): Promise<Value> {
  const { promise: heard, resolve, reject } = Promise.withResolvers<Value>();
  promise.then(
    (value) => page.isAlive && resolve(value),
    (error: unknown) => page.isAlive && reject(error),
  );
  return heard;
}

/** A linear congruential generator (Numerical Recipes). */
function linearCongruential(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function eventKey({ seq, id }: DurableEvent): string {
  return `${seq} ${id}`;
}

test("[P-2] [P-3] [PUB-3] [PUB-5] after any random faults every message is stored once and in order, and the client's log equals the room's", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...(Object.keys(OPERATIONS) as Operation[])), {
        minLength: 10,
        maxLength: 80,
      }),
      fc.integer({ min: 1, max: 1_000 }),
      async (ops, seed) => {
        const scenario = new ChaosScenario();
        scenario.world.random = linearCongruential(seed);
        await scenario.world.settle();
        for (const op of ops) {
          await OPERATIONS[op](scenario);
          await flushPromises();
        }
        await scenario.recover();
        const own = scenario.world.room.texts.filter((text) => text.startsWith("ana"));
        expect(own).toEqual(scenario.published);
        expect(scenario.client.pending).toEqual([]);
        expect(scenario.client.state.name).toBe("online");
        const first = scenario.log[0]?.seq ?? 1;
        expect(scenario.log.map(eventKey)).toEqual(scenario.world.room.log.slice(first - 1).map(eventKey));
        scenario.client.close();
      },
    ),
    { seed: 20_261_123, numRuns: 400 },
  );
}, 60_000);
