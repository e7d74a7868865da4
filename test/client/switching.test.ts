/** One person whose network changes all the time, so that the room is reached now this way and now that. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { DurableEvent } from "../../src/protocol/events/durable.ts";
import type { Transport } from "../../src/client/api.ts";
import type { RoomClient } from "../../src/client/room-client.ts";
import type { Exchange, HttpFault, HttpKind } from "../support/fake-http.ts";
import { FakeWorld, promisesRun } from "../support/fake-world.ts";
import { report } from "../support/report.ts";

class Journey {
  readonly world = new FakeWorld();
  readonly said: string[] = [];
  readonly travelled: (Transport | undefined)[] = [];
  readonly client: RoomClient;
  log: DurableEvent[] = [];
  /** posts that broke before the room heard them: they may still arrive */
  readonly #adrift: Exchange[] = [];

  constructor() {
    this.world.openHttp();
    this.world.room.joinPage = 2;
    this.world.room.pushedEvents = 3;
    this.world.room.limits = { ...this.world.room.limits, historyPage: 2, inFlight: 3 };
    this.client = this.world.start({ name: "Ana" });
    this.client.on("reset", ({ events }) => (this.log = [...events]));
    this.client.on("event", (event) => this.log.push(event));
  }

  say(): void {
    const text = `ana ${this.said.length}`;
    this.said.push(text);
    this.client.publish(text);
  }

  fault(kind: HttpKind, fault: HttpFault): void {
    this.world.http.faults[kind] = fault;
  }

  /** Moves to a network that lets only this pass; what is open breaks there, or stays until it is found dead. */
  moveTo(only: Transport, { isHeard }: { readonly isHeard: boolean }): void {
    this.world.network = only === "websocket" ? "up" : "refused";
    this.fault("events", only === "events" ? "none" : "refused");
    this.fault("polls", only === "long_poll" ? "none" : only === "short_poll" ? "waits_cut" : "refused");
    this.fault("commands", only === "websocket" ? "refused" : "none");
    this.lose(isHeard);
  }

  /** Everything that is under way breaks. */
  lose(isHeard: boolean): void {
    const { http, sockets } = this.world;
    if (!isHeard) this.#adrift.push(...http.open.filter(({ request }) => request.kind === "commands"));
    http.cut({ isHeard });
    for (const socket of sockets.filter(({ isClosed }) => !isClosed)) {
      if (isHeard) for (const frame of socket.toRoom.splice(0)) socket.passToRoom(frame);
      socket.toRoom.length = 0;
      socket.toClient.length = 0;
      socket.end();
    }
  }

  arriveLate(): void {
    for (const exchange of this.#adrift.splice(0)) exchange.deliver();
  }

  /** Only what is said, not what is heard. */
  async reach(): Promise<void> {
    await promisesRun();
    for (const exchange of this.world.http.open) if (exchange.request.kind === "commands") exchange.deliver();
  }

  open(): void {
    this.world.network = "up";
    this.world.openHttp();
    this.world.http.killStreamsAfterMs = Infinity;
  }

  async calm(): Promise<void> {
    this.open();
    this.world.networkIs("online");
    await this.world.pass(300_000);
    this.world.room.hears("the last word");
    await this.world.pass(60_000);
  }
}

const OPS = {
  say: (journey: Journey) => journey.say(),
  "say much": (journey: Journey) => [1, 2, 3, 4, 5].forEach(() => journey.say()),
  "another speaks": ({ world }: Journey) => world.room.hears("bo"),
  "others speak much": ({ world }: Journey) => [1, 2, 3, 4, 5, 6].forEach(() => world.room.hears("bo")),
  "only sockets pass": (journey: Journey) => journey.moveTo("websocket", { isHeard: false }),
  "only streams pass": (journey: Journey) => journey.moveTo("events", { isHeard: true }),
  "only streams pass now": (journey: Journey) => journey.moveTo("events", { isHeard: false }),
  "only polls pass": (journey: Journey) => journey.moveTo("long_poll", { isHeard: true }),
  "only polls pass now": (journey: Journey) => journey.moveTo("long_poll", { isHeard: false }),
  "only short polls pass": (journey: Journey) => journey.moveTo("short_poll", { isHeard: true }),
  "everything passes": (journey: Journey) => journey.open(),
  "sockets pass": ({ world }: Journey) => (world.network = "up"),
  "sockets are refused": ({ world }: Journey) => (world.network = "refused"),
  "sockets are swallowed": ({ world }: Journey) => (world.network = "void"),
  "streams pass": (journey: Journey) => journey.fault("events", "none"),
  "streams are refused": (journey: Journey) => journey.fault("events", "refused"),
  "streams are held back": (journey: Journey) => journey.fault("events", "buffers"),
  "streams are swallowed": (journey: Journey) => journey.fault("events", "hangs"),
  "streams live ten seconds": ({ world }: Journey) => (world.http.killStreamsAfterMs = 10_000),
  "streams come in crumbs": ({ world }: Journey) => (world.http.chunkBytes = 7),
  "polls pass": (journey: Journey) => journey.fault("polls", "none"),
  "polls are swallowed": (journey: Journey) => journey.fault("polls", "hangs"),
  "waiting is cut": (journey: Journey) => journey.fault("polls", "waits_cut"),
  "polls meet a broken gateway": (journey: Journey) => journey.fault("polls", 502),
  "posts pass": (journey: Journey) => journey.fault("commands", "none"),
  "posts are swallowed": (journey: Journey) => journey.fault("commands", "hangs"),
  "posts meet a broken gateway": (journey: Journey) => journey.fault("commands", 502),
  "only the room hears": (journey: Journey) => journey.reach(),
  "all breaks": (journey: Journey) => journey.lose(false),
  "all breaks when the room has heard": (journey: Journey) => journey.lose(true),
  "what was lost arrives": (journey: Journey) => journey.arriveLate(),
  "the room sleeps": ({ world }: Journey) => world.room.forget(),
  "the socket goes silent": ({ world }: Journey) => {
    for (const socket of world.sockets) socket.isCut = true;
  },
  "all settles": ({ world }: Journey) => world.settle(),
  "a moment passes": ({ world }: Journey) => world.pass(400),
  "seconds pass": ({ world }: Journey) => world.pass(4_000),
  "a while passes": ({ world }: Journey) => world.pass(12_000),
  "a minute passes": ({ world }: Journey) => world.pass(75_000),
  "the machine sleeps": ({ world }: Journey) => world.clock.sleep(60_000),
  "the page is seen": ({ client }: Journey) => client.wake(),
  "the network goes": ({ world }: Journey) => world.networkIs("offline"),
  "the network comes": ({ world }: Journey) => world.networkIs("online"),
} as const;

type Op = keyof typeof OPS;

const ALL = Object.keys(OPS) as Op[];
const SAYING = ALL.filter((op) => op.includes("say") || op.includes("speak"));
const MOVING = ALL.filter((op) => op.includes("pass"));

/** Much is said and much is travelled, and everything else happens too. */
const anyOp = fc.oneof(...[ALL, SAYING, MOVING].map((ops) => fc.constantFrom(...ops)));

/** A linear congruential generator (Numerical Recipes). */
function chanceFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const written = ({ seq, id }: DurableEvent) => `${seq} ${id}`;

test("[P-2] [P-3] [PUB-3] [PUB-5] [CLIMB-6] [CLIMB-7] however the room is reached, every message is stored once and in order, and every event is heard once", async () => {
  const changes = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyOp, { minLength: 10, maxLength: 80 }),
      fc.integer({ min: 1, max: 1_000 }),
      async (ops, seed) => {
        const journey = new Journey();
        const { world, client, said, travelled } = journey;
        world.chance = chanceFrom(seed);
        await world.settle();
        for (const op of ops) {
          await OPS[op](journey);
          await promisesRun();
          if (client.transport !== undefined && client.transport !== travelled.at(-1))
            travelled.push(client.transport);
        }
        await journey.calm();
        for (const [index, to] of travelled.slice(1).entries()) {
          const change = `${travelled[index]} to ${to}`;
          changes.set(change, (changes.get(change) ?? 0) + 1);
        }
        expect(world.room.texts.filter((text) => text.startsWith("ana"))).toEqual(said);
        expect(client.pending).toEqual([]);
        expect(client.state.name).toBe("online");
        const first = journey.log[0]?.seq ?? 1;
        expect(journey.log.map(written)).toEqual(world.room.log.slice(first - 1).map(written));
        client.close();
        await promisesRun();
        expect([world.clock.timers, world.http.open]).toEqual([0, []]);
      },
    ),
    { seed: Number(process.env["SEED"] ?? 20_261_124), numRuns: Number(process.env["RUNS"] ?? 400) },
  );
  report(`changes: ${[...changes].map(([change, times]) => `${change} ${times}`).join(", ")}`);
  expect(changes.size).toBeGreaterThanOrEqual(9);
}, 600_000);
