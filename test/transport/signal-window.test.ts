/** Signals with a key: windows, rows and lanes (SPEC EPH-4 to EPH-7). */
import { describe, expect, test } from "vitest";
import { FrameDecoder } from "../../src/protocol/frame-decoder.ts";
import type { RoomEvent } from "../../src/protocol/events.ts";
import { DEFAULT_LIMITS } from "../../src/protocol/limits.ts";
import type { Role } from "../../src/protocol/roles.ts";
import type { Codec } from "../../src/protocol/subprotocols.ts";
import type { KeyedSignal } from "../../src/room/outcome.ts";
import { Backlog } from "../../src/transport/backlog.ts";
import { Connections, type Connection } from "../../src/transport/connections.ts";
import { FanOut } from "../../src/transport/fan-out.ts";
import { MAX_LANE_CHARACTERS, MAX_LANES } from "../../src/transport/signal-lanes.ts";
import { MAX_ECHO_MS, MAX_WAITING_CHARACTERS, SignalWindow } from "../../src/transport/signal-window.ts";
import { signalWindowMs, SMALL_ROOM_SIGNALS } from "../../src/transport/window.ts";

/** A member with one connection, and what it reads of its frames. */
class Player {
  readonly frames: string[] = [];
  readonly readyState = WebSocket.OPEN;
  readonly bufferedAmount = 0;
  private readonly decoder = new FrameDecoder();
  private read = 0;
  connection: Connection | undefined;

  constructor(
    readonly id: string,
    readonly name: string,
  ) {}

  send(frame: string): void {
    this.frames.push(frame);
  }

  serializeAttachment(): void {}

  /** What has come since it was last asked. */
  news(): string[] {
    const frames = this.frames.slice(this.read);
    this.read = this.frames.length;
    return frames.flatMap((frame) => this.decoder.decode(frame)).map(summary);
  }
}

function summary(event: RoomEvent): string {
  if (event.type === "echo") return `echo ${event.n}`;
  if (event.type !== "signal") return event.type;
  return `${event.from.name} ${event.key} ${JSON.stringify(event.data)}`;
}

/** Of a room with so many connections that signals wait. */
const WINDOW_MS = 3;

/** A room whose time passes by hand, with spectators enough for a window. */
class Arena {
  private readonly connections = new Connections();
  private readonly timers: { readonly run: () => void; readonly at: number }[] = [];
  private readonly turnEnds: (() => void)[] = [];
  private steps: (() => boolean)[] = [];
  private now = 0;
  private readonly signals: SignalWindow;
  readonly fanOut: FanOut;
  readonly spectators: readonly Player[];

  constructor({ spectators = 20 } = {}) {
    const setTimer = (run: () => void, ms: number) => void this.timers.push({ run, at: this.now + ms });
    this.fanOut = new FanOut({
      limits: DEFAULT_LIMITS,
      connections: this.connections,
      backlog: new Backlog(DEFAULT_LIMITS, this.connections, (run) => void this.turnEnds.push(run)),
      now: () => this.now,
      newId: () => "flow",
      positionAt: (seq) => `e.${seq}`,
      setTimer,
      repeat: (step) => void this.steps.push(step),
      onWindowEnd: () => {},
      onSlow: () => {},
    });
    this.signals = new SignalWindow({
      connections: this.connections,
      fanOut: this.fanOut,
      now: () => this.now,
      setTimer,
    });
    this.spectators = Array.from({ length: spectators }, (_, number) => this.join(`spectator${number}`));
  }

  /** To all connections. */
  get sentBytes(): number {
    return [...this.connections.all()].reduce((sum, { sentBytes }) => sum + sentBytes, 0);
  }

  join(
    member: string,
    {
      codec = "json",
      role = "guest",
      name = member,
      deflates = false,
    }: { codec?: Codec; role?: Role; name?: string; deflates?: boolean } = {},
  ): Player {
    const player = new Player(member, name);
    player.connection = this.connections.add({
      socket: player as unknown as WebSocket,
      session: {
        connection: `${member}${this.connections.count}`,
        member,
        name,
        role,
        address: undefined,
      },
      codec,
      stream: undefined,
      plain: {},
      deflates,
      joinedAt: 0,
    });
    return player;
  }

  /** A frame of its own, and so a turn of its own. */
  signal(from: Player, data: unknown, options: Partial<KeyedSignal> & { n?: number } = {}): void {
    this.endTurn();
    const { n, key = "at", ...to } = options;
    const event = { type: "signal", from: { id: from.id, name: from.name }, data, key, ...to } as const;
    this.signals.add({ event, json: JSON.stringify(data), n }, from.connection);
  }

  /** Time passes in which no timer runs, as on a busy machine. */
  stall(ms: number): void {
    this.now += ms;
  }

  pass(ms: number): void {
    this.now += ms;
    for (;;) {
      this.endTurn();
      const due = this.timers.findIndex(({ at }) => at <= this.now);
      if (due === -1) return;
      this.timers.splice(due, 1)[0]?.run();
    }
  }

  /** Begins a turn, which sends more of what was too much for the one before; false if nothing is left. */
  nextTurn(): boolean {
    this.endTurn();
    const steps = this.steps.splice(0);
    this.steps.unshift(...steps.filter((step) => !step()));
    return this.steps.length > 0;
  }

  private endTurn(): void {
    for (const end of this.turnEnds.splice(0)) end();
  }
}

describe("[EPH-4] a window of signals", () => {
  test("sends the first at once, and of what comes meanwhile the newest of each sender and key", () => {
    const arena = new Arena();
    const [ana, bo, cy] = [arena.join("ana"), arena.join("bo"), arena.join("cy")];
    arena.signal(ana, 1);
    expect([bo.news(), cy.news()]).toEqual([["ana at 1"], ["ana at 1"]]);
    arena.signal(ana, 2);
    arena.signal(ana, 3);
    arena.signal(ana, "there", { key: "look" });
    arena.signal(bo, 4);
    expect([ana.news(), bo.news(), cy.news()]).toEqual([[], [], []]);
    arena.pass(WINDOW_MS);
    expect(cy.news()).toEqual(["ana at 3", 'ana look "there"', "bo at 4"]);
    expect(bo.news()).toEqual(["ana at 3", 'ana look "there"']);
    expect(ana.news()).toEqual(["bo at 4"]);
  });

  test("ends without a frame if nothing came, and the next signal is sent at once again", () => {
    const arena = new Arena();
    const [ana, bo] = [arena.join("ana"), arena.join("bo")];
    arena.signal(ana, 1);
    arena.pass(WINDOW_MS);
    expect(bo.frames).toHaveLength(1);
    arena.signal(ana, 2);
    expect(bo.news()).toEqual(["ana at 1", "ana at 2"]);
  });

  test("whose timer is late ends with the next signal, and the next window is as long as any", () => {
    const arena = new Arena();
    const [ana, bo, cy] = [arena.join("ana"), arena.join("bo"), arena.join("cy")];
    arena.signal(ana, 1);
    arena.signal(bo, 2);
    arena.stall(9);
    arena.signal(ana, 3);
    expect(cy.news()).toEqual(["ana at 1", "bo at 2", "ana at 3"]);
    arena.signal(bo, 4);
    arena.pass(1);
    expect(cy.news()).toEqual([]);
    arena.pass(7);
    expect(cy.news()).toEqual(["bo at 4"]);
  });

  test("is at least 2 ms long, and at most 250 ms", () => {
    expect([1, 20, 33, 100, 1_000, 16_000].map(signalWindowMs)).toEqual([2, 2, 4, 12, 120, 250]);
  });

  test("is none in a room of up to 20 connections, until more signals come than a game has", () => {
    const arena = new Arena({ spectators: 17 });
    const [ana, bo] = [arena.join("ana"), arena.join("bo")];
    const cy = arena.join("cy");
    const burst = Array.from({ length: SMALL_ROOM_SIGNALS.burst }, (_, n) => `ana at ${n}`);
    for (const n of burst.keys()) arena.signal(ana, n);
    expect(bo.news()).toEqual(burst);
    for (const n of [200, 201, 202]) arena.signal(ana, n);
    expect(bo.news()).toEqual(["ana at 200"]);
    arena.pass(2);
    expect(bo.news()).toEqual(["ana at 202"]);
    arena.pass(1_000);
    for (const n of burst.keys()) arena.signal(ana, n);
    expect(cy.news().slice(-burst.length)).toEqual(burst);
  });

  test("keeps apart what is for all, for a member and for a role", () => {
    const arena = new Arena();
    const [ana, bo] = [arena.join("ana"), arena.join("bo")];
    const mo = arena.join("mo", { role: "moderator" });
    arena.signal(ana, 0);
    arena.signal(ana, 1);
    arena.signal(ana, 2, { to: "bo" });
    arena.signal(ana, 3, { role: "moderator" });
    arena.signal(ana, 4, { to: "bo" });
    arena.pass(WINDOW_MS);
    expect(bo.news()).toEqual(["ana at 0", "ana at 4", "ana at 1"]);
    expect(mo.news()).toEqual(["ana at 0", "ana at 3", "ana at 1"]);
    expect(ana.news()).toEqual([]);
  });
});

describe("[FLOW-7] a burst of large signals", () => {
  const SIGNALS = 100;
  const data = "x".repeat(4_000);
  /** of the last signal, and what JSON writes around all of them */
  const MAX_FRAME_CHARACTERS = MAX_WAITING_CHARACTERS + 6_000;

  test.each([
    ["to all", {}],
    ["to a role", { role: "guest" }],
    ["to one member", { to: "bo" }],
  ] as const)("%s is sent in frames of a bounded size, and nothing of it is lost", (_, options) => {
    const arena = new Arena();
    const [ana, bo] = [arena.join("ana"), arena.join("bo")];
    for (let key = 0; key < SIGNALS; key++) {
      arena.signal(ana, data, { ...options, key: `k${key}` });
      if (bo.connection !== undefined) bo.connection.unackedBytes = 0;
    }
    arena.pass(WINDOW_MS);
    expect(bo.news()).toHaveLength(SIGNALS);
    expect(Math.max(...bo.frames.map(({ length }) => length))).toBeLessThan(MAX_FRAME_CHARACTERS);
  });

  test("does not end the window sooner where a newer signal replaces an older one", () => {
    const arena = new Arena();
    const [ana, bo] = [arena.join("ana"), arena.join("bo")];
    arena.signal(ana, "first");
    for (let count = 0; count < SIGNALS; count++) arena.signal(ana, data);
    expect(bo.frames).toHaveLength(1);
  });

  test("counts also for whom it is, where no one is sent it", () => {
    const arena = new Arena();
    const [ana, bo] = [arena.join("ana"), arena.join("bo")];
    arena.signal(ana, "first");
    arena.signal(bo, "waits");
    const to = "x".repeat(MAX_WAITING_CHARACTERS / 4);
    for (const key of ["a", "b"]) arena.signal(ana, 1, { key, to });
    expect(ana.news()).toEqual(['bo at "waits"']);
  });
});

describe("[FLOW-8] signals that are too much for one turn", () => {
  const SPECTATORS = 300;
  const IN_ONE_TURN = DEFAULT_LIMITS.waitingBytes / 2;
  const data = "x".repeat(4_000);

  function crowd() {
    const arena = new Arena({ spectators: SPECTATORS - 1 });
    const [ana, bo] = [arena.join("ana"), arena.join("bo")];
    const burst = (key: string) => {
      for (let count = 0; count < 16; count++) arena.signal(ana, data, { key: `${key}${count}` });
    };
    return { arena, ana, bo, burst };
  }

  test("are sent in turns of 8 MiB, to each once, and what comes meanwhile is sent behind them", () => {
    const { arena, ana, bo, burst } = crowd();
    arena.signal(ana, "first");
    burst("k");
    const before = arena.sentBytes;
    arena.pass(signalWindowMs(SPECTATORS + 1));
    const turns = [arena.sentBytes - before];
    arena.signal(ana, "meanwhile");
    for (let sent = arena.sentBytes, isLeft = true; isLeft; sent = arena.sentBytes) {
      isLeft = arena.nextTurn();
      turns.push(arena.sentBytes - sent);
    }
    arena.pass(signalWindowMs(SPECTATORS + 1));
    expect(turns.filter((bytes) => bytes > 0)).toHaveLength(3);
    expect(Math.max(...turns)).toBeLessThan(IN_ONE_TURN + 70_000);
    const all = ['at "first"', ...Array.from({ length: 16 }, (_, n) => `k${n} "${data}"`), 'at "meanwhile"'];
    for (const player of [bo, ...arena.spectators])
      expect(player.news()).toEqual(all.map((what) => `ana ${what}`));
  });

  test("wait while events are sent in turns, and events while they are", () => {
    const { arena, ana, bo, burst } = crowd();
    const say = (text: string) =>
      arena.fanOut.broadcast({
        type: "message",
        seq: 1,
        at: 1,
        from: { id: "ana", name: "ana" },
        id: "x",
        text,
      });
    for (let count = 0; count < 18; count++) say("y".repeat(16_000));
    arena.signal(ana, "during the events");
    expect(bo.news()).toEqual(["message"]);
    while (arena.nextTurn());
    arena.pass(1_000);
    const held = ["flow", 'ana at "during the events"'];
    expect(bo.news()).toEqual([...Array<string>(17).fill("message"), ...held]);
    for (const { connection } of [bo, ...arena.spectators])
      Object.assign(connection!, { unackedBytes: 0, pendingFlow: undefined });
    burst("k");
    arena.pass(signalWindowMs(SPECTATORS + 1));
    say("during the signals");
    expect(bo.news()).toEqual([]);
    while (arena.nextTurn());
    arena.pass(1_000);
    expect(bo.news()).toHaveLength(17);
  });
});

describe("[EPH-5] rows of signals", () => {
  test("announce a sender and key once to each session, then name them by a number", () => {
    const arena = new Arena();
    const [ana, bo] = [arena.join("ana"), arena.join("bo")];
    arena.signal(ana, [3, 4]);
    arena.pass(WINDOW_MS);
    arena.signal(ana, [5, 6]);
    arena.pass(WINDOW_MS);
    expect(bo.frames).toEqual([
      '[{"type":"lanes","first":0,"lanes":[{"from":{"id":"ana","name":"ana"},"key":"at"}]},[0,[3,4]]]',
      "[[0,[5,6]]]",
    ]);
    const cy = arena.join("cy");
    arena.signal(bo, 7);
    expect([ana.news(), cy.news()]).toEqual([["bo at 7"], ["bo at 7"]]);
    arena.pass(WINDOW_MS);
    arena.signal(ana, 8);
    expect(cy.news()).toEqual(["ana at 8"]);
    expect(cy.frames.at(-1)).toBe("[[0,8]]");
  });

  test("begin again where there are too many lanes, and every session follows", () => {
    const arena = new Arena();
    const [ana, bo] = [arena.join("ana"), arena.join("bo")];
    for (let key = 0; key <= MAX_LANES; key++) {
      arena.signal(ana, key, { key: `k${key}` });
      arena.pass(WINDOW_MS);
    }
    expect(bo.news().slice(-2)).toEqual([
      `ana k${MAX_LANES - 1} ${MAX_LANES - 1}`,
      `ana k${MAX_LANES} ${MAX_LANES}`,
    ]);
    expect(bo.frames.at(-1)).toContain('"first":0');
  });

  test("begin again where their names are long, so that a client that joins is not sent more than a session may leave unread", () => {
    const name = "👩🏻‍❤️‍💋‍👨🏿".repeat(40);
    const arena = new Arena();
    const [ana, bo] = [arena.join("ana", { name }), arena.join("bo")];
    const lanes = MAX_LANES / 2;
    for (let key = 0; key < lanes; key++) {
      arena.signal(ana, 1, { key: `k${key}` });
      arena.pass(WINDOW_MS);
      if (bo.connection !== undefined) bo.connection.unackedBytes = 0;
    }
    const cy = arena.join("cy");
    arena.signal(ana, 2, { key: "last" });
    expect(cy.frames.join("").length).toBeLessThan(2 * MAX_LANE_CHARACTERS);
    expect(bo.news()).toHaveLength(lanes + 1);
  });

  test("come without brackets to those who take compressed frames, where there is nothing else", () => {
    const arena = new Arena();
    const [ana, bo] = [arena.join("ana", { deflates: true }), arena.join("bo", { deflates: true })];
    arena.signal(ana, 1, { n: 1 });
    expect(bo.frames.at(-1)).toContain('"lanes"');
    arena.pass(WINDOW_MS);
    arena.signal(ana, "x", { n: 2 });
    expect([ana.frames.at(-1), bo.frames.at(-1)]).toEqual(["2", '0,"x"']);
    arena.signal(bo, 3, { to: "ana" });
    arena.pass(WINDOW_MS);
    expect(ana.frames.at(-1)).toBe(
      '{"type":"signal","from":{"id":"bo","name":"bo"},"data":3,"key":"at","to":"ana"}',
    );
    expect(ana.news()).toEqual(["echo 1", "echo 2", "bo at 3"]);
  });

  test("are for JSON sessions alone", () => {
    const arena = new Arena();
    const ana = arena.join("ana");
    const plain = arena.join("bo", { codec: "text" });
    arena.signal(ana, 1);
    expect(plain.frames).toEqual([]);
  });
});

test("[EPH-6] the sender gets the highest count of the window, and no one else does", () => {
  const arena = new Arena();
  const [ana, bo] = [arena.join("ana"), arena.join("bo")];
  arena.signal(ana, "a", { n: 1 });
  expect([ana.news(), bo.news()]).toEqual([["echo 1"], ['ana at "a"']]);
  arena.signal(ana, "b", { n: 2 });
  arena.signal(ana, "c", { n: 3 });
  arena.signal(bo, "x");
  expect(ana.news()).toEqual([]);
  arena.pass(WINDOW_MS);
  expect([ana.news(), bo.news()]).toEqual([['bo at "x"', "echo 3"], ['ana at "c"']]);
  expect(ana.frames.at(-1)).toContain('[1,"x",3]');
});

describe("[EPH-6] in a room of up to 20 connections the echo", () => {
  function game() {
    const arena = new Arena({ spectators: 0 });
    const [ana, bo] = [arena.join("ana", { deflates: true }), arena.join("bo", { deflates: true })];
    arena.pass(1_000);
    arena.signal(ana, 0);
    arena.signal(bo, 0);
    ana.news();
    bo.news();
    return { arena, ana, bo };
  }

  test("comes with the next signal where signals come often, in the same frame", () => {
    const { arena, ana, bo } = game();
    arena.stall(5);
    arena.signal(ana, "a", { n: 1 });
    arena.signal(ana, "b", { n: 2 });
    expect([ana.news(), bo.news()]).toEqual([[], ['ana at "a"', 'ana at "b"']]);
    arena.signal(bo, "x", { n: 7 });
    expect(ana.frames.at(-1)).toBe('1,"x",2');
    expect(ana.news()).toEqual(['bo at "x"', "echo 2"]);
    arena.signal(ana, "c");
    expect(bo.news()).toEqual(['ana at "c"', "echo 7"]);
  });

  test("comes by itself after 25 ms where no signal does, and once", () => {
    const { arena, ana, bo } = game();
    arena.signal(ana, "a", { n: 1 });
    arena.pass(MAX_ECHO_MS - 1);
    expect(ana.news()).toEqual([]);
    arena.signal(bo, "private", { to: "cy" });
    arena.pass(1);
    expect(ana.news()).toEqual(["echo 1"]);
    arena.pass(1_000);
    expect([ana.news(), bo.news()]).toEqual([[], ['ana at "a"']]);
  });

  test("comes at once where signals are rare", () => {
    const { arena, ana } = game();
    arena.stall(6);
    arena.signal(ana, "a", { n: 1 });
    expect(ana.news()).toEqual(["echo 1"]);
  });

  test("waits while something is sent in several turns", () => {
    const { arena, ana, bo } = game();
    arena.join("cy");
    arena.signal(ana, "a", { n: 1 });
    const large = "x".repeat(DEFAULT_LIMITS.waitingBytes / 2);
    arena.fanOut.sendLossy((connection) => (connection === bo.connection ? large : undefined));
    arena.pass(MAX_ECHO_MS);
    expect(ana.news()).toEqual([]);
    while (arena.nextTurn());
    arena.pass(MAX_ECHO_MS);
    expect(ana.news()).toEqual(["echo 1"]);
  });
});

test("[EPH-6] the count of a signal that waits is not echoed with those that are being sent before it", () => {
  const spectators = 300;
  const arena = new Arena({ spectators });
  const ana = arena.join("ana");
  const data = "x".repeat(4_000);
  arena.signal(ana, "first", { n: 1 });
  for (let n = 2; n < 18; n++) arena.signal(ana, data, { key: `k${n}`, n });
  arena.pass(signalWindowMs(spectators + 1));
  arena.signal(ana, "meanwhile", { n: 18 });
  while (arena.nextTurn());
  expect(ana.news()).toEqual(["echo 1", "echo 17"]);
  arena.pass(signalWindowMs(spectators + 1));
  expect(ana.news()).toEqual(["echo 18"]);
});

test("[EPH-7] a session that was sent 128 KiB since it was asked to answer gets no signals until it does", () => {
  const arena = new Arena();
  const [ana, bo] = [arena.join("ana"), arena.join("bo")];
  if (bo.connection === undefined) throw new Error("joined");
  bo.connection.unackedBytes = 256 * 1_024;
  bo.connection.pendingFlow = { id: "asked", unackedBytes: 128 * 1_024 };
  arena.signal(ana, 1);
  expect(bo.news()).toEqual([]);
  bo.connection.pendingFlow = undefined;
  arena.pass(WINDOW_MS);
  bo.connection.unackedBytes = 0;
  arena.signal(ana, 2);
  expect(bo.news()).toEqual(["ana at 2"]);
});
