/** One user on a network that changes all the time, so that the transport changes too. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { DurableEvent } from "../../src/protocol/events/durable.ts";
import type { Transport } from "../../src/client/api.ts";
import type { RoomClient } from "../../src/client/room-client.ts";
import type { Exchange, HttpFault, HttpKind } from "../support/fake-http.ts";
import { FakeWorld, flushPromises } from "../support/fake-world.ts";
import { printLine } from "../support/report.ts";

class SwitchingScenario {
  readonly world = new FakeWorld();
  readonly published: string[] = [];
  readonly transportsUsed: (Transport | undefined)[] = [];
  readonly client: RoomClient;
  log: DurableEvent[] = [];
  /** POST requests that broke before the room received them: they may still arrive */
  readonly #undelivered: Exchange[] = [];

  constructor() {
    this.world.enableHttp();
    this.world.room.joinPage = 2;
    this.world.room.pushedEvents = 3;
    this.world.room.limits = { ...this.world.room.limits, historyPage: 2, inFlight: 3 };
    this.client = this.world.start({ name: "Ana" });
    this.client.on("reset", ({ events }) => (this.log = [...events]));
    this.client.on("event", (event) => this.log.push(event));
  }

  publish(): void {
    const text = `ana ${this.published.length}`;
    this.published.push(text);
    this.client.publish(text);
  }

  fault(kind: HttpKind, fault: HttpFault): void {
    this.world.http.faults[kind] = fault;
  }

  /** Moves to a network that lets only this pass; open connections break, or stay until they are found dead. */
  moveTo(only: Transport, { isDelivered }: { readonly isDelivered: boolean }): void {
    this.world.network = only === "websocket" ? "up" : "refused";
    this.fault("events", only === "events" ? "none" : "refused");
    this.fault("polls", only === "long_poll" ? "none" : only === "short_poll" ? "long_polls_cut" : "refused");
    this.fault("commands", only === "websocket" ? "refused" : "none");
    this.lose(isDelivered);
  }

  /** All open connections break. */
  lose(isDelivered: boolean): void {
    const { http, sockets } = this.world;
    if (!isDelivered)
      this.#undelivered.push(...http.open.filter(({ request }) => request.kind === "commands"));
    http.cut({ isDelivered });
    for (const socket of sockets.filter(({ isClosed }) => !isClosed)) {
      if (isDelivered) for (const frame of socket.toRoom.splice(0)) socket.passToRoom(frame);
      socket.toRoom.length = 0;
      socket.toClient.length = 0;
      socket.end();
    }
  }

  arriveLate(): void {
    for (const exchange of this.#undelivered.splice(0)) exchange.deliver();
  }

  /** Sent messages only, not received ones. */
  async reach(): Promise<void> {
    await flushPromises();
    for (const exchange of this.world.http.open) if (exchange.request.kind === "commands") exchange.deliver();
  }

  open(): void {
    this.world.network = "up";
    this.world.enableHttp();
    this.world.http.killStreamsAfterMs = Infinity;
  }

  async calm(): Promise<void> {
    this.open();
    this.world.setNetwork("online");
    await this.world.advance(300_000);
    this.world.room.post("the last word");
    await this.world.advance(60_000);
  }
}

const OPERATIONS = {
  say: (scenario: SwitchingScenario) => scenario.publish(),
  "say much": (scenario: SwitchingScenario) => [1, 2, 3, 4, 5].forEach(() => scenario.publish()),
  "another speaks": ({ world }: SwitchingScenario) => world.room.post("bo"),
  "others speak much": ({ world }: SwitchingScenario) =>
    [1, 2, 3, 4, 5, 6].forEach(() => world.room.post("bo")),
  "only sockets pass": (scenario: SwitchingScenario) => scenario.moveTo("websocket", { isDelivered: false }),
  "only streams pass": (scenario: SwitchingScenario) => scenario.moveTo("events", { isDelivered: true }),
  "only streams pass now": (scenario: SwitchingScenario) => scenario.moveTo("events", { isDelivered: false }),
  "only polls pass": (scenario: SwitchingScenario) => scenario.moveTo("long_poll", { isDelivered: true }),
  "only polls pass now": (scenario: SwitchingScenario) =>
    scenario.moveTo("long_poll", { isDelivered: false }),
  "only short polls pass": (scenario: SwitchingScenario) =>
    scenario.moveTo("short_poll", { isDelivered: true }),
  "everything passes": (scenario: SwitchingScenario) => scenario.open(),
  "sockets pass": ({ world }: SwitchingScenario) => (world.network = "up"),
  "sockets are refused": ({ world }: SwitchingScenario) => (world.network = "refused"),
  "sockets are swallowed": ({ world }: SwitchingScenario) => (world.network = "blackhole"),
  "streams pass": (scenario: SwitchingScenario) => scenario.fault("events", "none"),
  "streams are refused": (scenario: SwitchingScenario) => scenario.fault("events", "refused"),
  "streams are held back": (scenario: SwitchingScenario) => scenario.fault("events", "buffers"),
  "streams are swallowed": (scenario: SwitchingScenario) => scenario.fault("events", "hangs"),
  "streams live ten seconds": ({ world }: SwitchingScenario) => (world.http.killStreamsAfterMs = 10_000),
  "streams come in crumbs": ({ world }: SwitchingScenario) => (world.http.chunkBytes = 7),
  "polls pass": (scenario: SwitchingScenario) => scenario.fault("polls", "none"),
  "polls are swallowed": (scenario: SwitchingScenario) => scenario.fault("polls", "hangs"),
  "waiting is cut": (scenario: SwitchingScenario) => scenario.fault("polls", "long_polls_cut"),
  "polls meet a broken gateway": (scenario: SwitchingScenario) => scenario.fault("polls", 502),
  "posts pass": (scenario: SwitchingScenario) => scenario.fault("commands", "none"),
  "posts are swallowed": (scenario: SwitchingScenario) => scenario.fault("commands", "hangs"),
  "posts meet a broken gateway": (scenario: SwitchingScenario) => scenario.fault("commands", 502),
  "only the room hears": (scenario: SwitchingScenario) => scenario.reach(),
  "all breaks": (scenario: SwitchingScenario) => scenario.lose(false),
  "all breaks when the room has heard": (scenario: SwitchingScenario) => scenario.lose(true),
  "what was lost arrives": (scenario: SwitchingScenario) => scenario.arriveLate(),
  "the room sleeps": ({ world }: SwitchingScenario) => world.room.evict(),
  "the socket goes silent": ({ world }: SwitchingScenario) => {
    for (const socket of world.sockets) socket.isSilent = true;
  },
  "all settles": ({ world }: SwitchingScenario) => world.settle(),
  "a moment passes": ({ world }: SwitchingScenario) => world.advance(400),
  "seconds pass": ({ world }: SwitchingScenario) => world.advance(4_000),
  "a while passes": ({ world }: SwitchingScenario) => world.advance(12_000),
  "a minute passes": ({ world }: SwitchingScenario) => world.advance(75_000),
  "the machine sleeps": ({ world }: SwitchingScenario) => world.clock.sleep(60_000),
  "the page is seen": ({ client }: SwitchingScenario) => client.wake(),
  "the network goes": ({ world }: SwitchingScenario) => world.setNetwork("offline"),
  "the network comes": ({ world }: SwitchingScenario) => world.setNetwork("online"),
} as const;

type Operation = keyof typeof OPERATIONS;

const ALL_OPERATIONS = Object.keys(OPERATIONS) as Operation[];
const PUBLISHING = ALL_OPERATIONS.filter((op) => op.includes("say") || op.includes("speak"));
const ADVANCING = ALL_OPERATIONS.filter((op) => op.includes("pass"));

/** Mostly publishes and network changes, among all other operations. */
const anyOperation = fc.oneof(
  ...[ALL_OPERATIONS, PUBLISHING, ADVANCING].map((ops) => fc.constantFrom(...ops)),
);

/** A linear congruential generator (Numerical Recipes). */
function linearCongruential(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const eventKey = ({ seq, id }: DurableEvent) => `${seq} ${id}`;

test("[P-2] [P-3] [PUB-3] [PUB-5] [CLIMB-6] [CLIMB-7] on any sequence of transports every message is stored once and in order, and every event is delivered once", async () => {
  const changes = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyOperation, { minLength: 10, maxLength: 80 }),
      fc.integer({ min: 1, max: 1_000 }),
      async (ops, seed) => {
        const scenario = new SwitchingScenario();
        const { world, client, published, transportsUsed } = scenario;
        world.random = linearCongruential(seed);
        await world.settle();
        for (const op of ops) {
          await OPERATIONS[op](scenario);
          await flushPromises();
          if (client.transport !== undefined && client.transport !== transportsUsed.at(-1))
            transportsUsed.push(client.transport);
        }
        await scenario.calm();
        for (const [index, to] of transportsUsed.slice(1).entries()) {
          const change = `${transportsUsed[index]} to ${to}`;
          changes.set(change, (changes.get(change) ?? 0) + 1);
        }
        expect(world.room.texts.filter((text) => text.startsWith("ana"))).toEqual(published);
        expect(client.pending).toEqual([]);
        expect(client.state.name).toBe("online");
        const first = scenario.log[0]?.seq ?? 1;
        expect(scenario.log.map(eventKey)).toEqual(world.room.log.slice(first - 1).map(eventKey));
        client.close();
        await flushPromises();
        expect([world.clock.timers, world.http.open]).toEqual([0, []]);
      },
    ),
    { seed: Number(process.env["SEED"] ?? 20_261_124), numRuns: Number(process.env["RUNS"] ?? 400) },
  );
  printLine(`changes: ${[...changes].map(([change, times]) => `${change} ${times}`).join(", ")}`);
  expect(changes.size).toBeGreaterThanOrEqual(9);
}, 600_000);
