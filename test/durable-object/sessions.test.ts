/** A newer connection of a client's session ends the older one, and nothing of that is looked at any more (SPEC READ-2). */
import { env } from "cloudflare:workers";
import { runInDurableObject } from "cloudflare:test";
import { expect, test } from "vitest";
import { LiveRoom } from "../../src/durable-object/live-room.ts";
import { loadRoom } from "../../src/durable-object/load-room.ts";
import { CLOSES } from "../../src/protocol/close-codes.ts";
import type { Command } from "../../src/protocol/commands.ts";
import { decodeEvents } from "../../src/protocol/decode-events.ts";
import type { RoomEvent } from "../../src/protocol/events.ts";
import { DEFAULT_LIMITS } from "../../src/protocol/limits.ts";
import type { Handshake } from "../../src/transport/handshake.ts";
import { uniqueRoomName } from "../support/runtime/guest.ts";
import { GUEST_HANDSHAKE } from "../support/runtime/handshake.ts";

/** A socket whose line can stall: it stays open, whatever the room does, until the test ends it. */
class Line {
  readonly events: RoomEvent[] = [];
  closeCode: number | undefined;
  private attachment: unknown;
  readonly socket = {
    readyState: WebSocket.OPEN,
    send: (frame: string) => void this.events.push(...decodeEvents(frame)),
    serializeAttachment: (value: unknown) => void (this.attachment = structuredClone(value)),
    deserializeAttachment: () => this.attachment,
    close: (code: number) => void (this.closeCode ??= code),
  } as unknown as WebSocket;

  get texts(): string[] {
    return this.events.flatMap((event) =>
      event.type === "message" || event.type === "edit" ? [event.text] : [],
    );
  }

  get token(): string {
    const [welcome] = this.events;
    return welcome?.type === "welcome" ? welcome.self.token : "";
  }
}

class World {
  private live: LiveRoom;
  private readonly lines: Line[] = [];

  constructor(private readonly ctx: DurableObjectState) {
    this.live = this.open();
  }

  join(handshake: Partial<Handshake>): Line {
    const line = new Line();
    const joined = this.live.join("json", { ...GUEST_HANDSHAKE, ...handshake }, () => line.socket);
    if (joined.ok) this.lines.push(line);
    else line.closeCode = CLOSES[joined.failure.close].code;
    return line;
  }

  send(line: Line, command: Command): void {
    this.live.receive(line.socket, JSON.stringify(command));
  }

  end(line: Line): void {
    this.lines.splice(this.lines.indexOf(line), 1);
    this.live.disconnected(line.socket);
  }

  /** The object is evicted, and created again by the next event. */
  sleep(): void {
    this.live = this.open();
    this.live.resume(this.lines.map(({ socket }) => socket));
  }

  post(token: string, command: Command, stream?: string, generation?: number): readonly RoomEvent[] | string {
    const sender = { token, name: undefined, address: undefined, idSource: "command", generation } as const;
    const answers = this.live.httpCommands.execute([command], { ...sender, stream });
    if (!answers.ok) return answers.failure.code;
    return answers.value.flatMap((answer) => (answer instanceof Promise ? [] : answer));
  }

  private open(): LiveRoom {
    return new LiveRoom(loadRoom(this.ctx, DEFAULT_LIMITS), DEFAULT_LIMITS, {
      verified: (_token, _origin, run) => run(undefined),
      spent: () => undefined,
      pinged: () => undefined,
      used: () => undefined,
      lastPing: () => null,
      repeat: () => undefined,
      setTimer: () => undefined,
      wakeBy: () => undefined,
      onDurable: () => undefined,
    });
  }
}

async function inRoom(run: (world: World) => void): Promise<void> {
  await runInDurableObject(env.ROOM.getByName(uniqueRoomName()), (_, ctx) => run(new World(ctx)));
}

const publish = (id: string, text: string): Command => ({ type: "publish", id, text });
const edit = (id: string, text: string): Command => ({ type: "edit", id, seq: 1, text });

const KINDS: readonly { readonly kind: string; readonly as: (session: string) => Partial<Handshake> }[] = [
  { kind: "socket", as: (session) => ({ session }) },
  { kind: "stream or poll", as: (stream) => ({ stream }) },
];

for (const older of KINDS) {
  for (const newer of KINDS) {
    test(`[READ-2] a newer ${newer.kind} ends the older ${older.kind} of its session, whose late frames are ignored`, async () => {
      await inRoom((world) => {
        const first = world.join({ name: "Ana", ...older.as("s") });
        const { token } = first;
        world.send(first, publish("m", "first"));
        const second = world.join({ token, ...newer.as("s") });
        expect(first.closeCode).toBe(CLOSES.replaced.code);
        world.send(second, edit("e2", "newest"));
        world.send(first, edit("e1", "older wording"));
        world.send(first, publish("late", "late"));
        expect(second.texts).toEqual(["newest"]);
      });
    });
  }
}

test("[READ-2] late frames are ignored also after the room has slept, and when the newer connection has gone", async () => {
  await inRoom((world) => {
    const first = world.join({ name: "Ana", session: "s", generation: 1 });
    world.send(first, publish("m", "first"));
    const bo = world.join({ name: "Bo" });
    const second = world.join({ token: first.token, session: "s", generation: 2 });
    world.sleep();
    world.send(first, edit("e1", "older wording"));
    world.end(second);
    world.send(first, edit("e2", "older wording"));
    world.sleep();
    world.send(first, publish("late", "late"));
    expect(bo.texts).toEqual([]);
  });
});

test("[READ-2] a connection of another member, of another session or of none is not ended", async () => {
  await inRoom((world) => {
    const ana = world.join({ name: "Ana", session: "s" });
    const others = [
      world.join({ name: "Bo", session: "s" }),
      world.join({ token: ana.token, session: "other" }),
      world.join({ token: ana.token }),
      world.join({ token: ana.token }),
    ];
    world.send(ana, publish("m", "still here"));
    expect([ana, ...others].map(({ closeCode }) => closeCode)).toEqual(
      others.map(() => undefined).concat(undefined),
    );
    expect(others.map(({ texts }) => texts)).toEqual(others.map(() => ["still here"]));
  });
});

test("[READ-2] a join that was overtaken by a later attempt is refused, and does not end that one", async () => {
  await inRoom((world) => {
    const { token } = world.join({ name: "Ana" });
    const newest = world.join({ token, session: "s", generation: 3 });
    world.sleep();
    expect(world.join({ token, session: "s", generation: 2 }).closeCode).toBe(CLOSES.replaced.code);
    expect(newest.closeCode).toBeUndefined();
    world.join({ token, session: "s", generation: 3 });
    expect(newest.closeCode).toBe(CLOSES.replaced.code);
  });
});

test("[READ-2] a connection that becomes another member's by authenticate does not take a newer one's place", async () => {
  await inRoom((world) => {
    const { token } = world.join({ name: "Cy" });
    const stalled = world.join({ name: "Ana", session: "s", generation: 1 });
    const newest = world.join({ token, session: "s", generation: 2 });
    world.send(stalled, { type: "authenticate", id: "a", token });
    world.send(stalled, publish("late", "late"));
    expect(stalled.closeCode).toBe(CLOSES.replaced.code);
    expect([newest.closeCode, newest.texts]).toEqual([undefined, []]);
  });
});

test("[HTTP-9] a request of a stream that was replaced is refused, and executes nothing", async () => {
  await inRoom((world) => {
    const stream = world.join({ name: "Ana", stream: "s", generation: 1 });
    const { token } = stream;
    world.send(stream, publish("m", "first"));
    expect(world.post(token, publish("a", "own"), "s", 1)).toMatchObject([{ text: "own" }]);
    const next = world.join({ token, stream: "s", generation: 2 });
    expect(world.post(token, edit("e1", "late"), "s", 1)).toBe("session_ended");
    expect(world.post(token, publish("b", "of the newer one"), "s", 2)).toMatchObject([{ type: "message" }]);
    world.sleep();
    world.end(next);
    expect(world.post(token, edit("e2", "late"), "s", 1)).toBe("session_ended");
    expect(world.post(token, publish("c", "of no session"))).toMatchObject([{ type: "message" }]);
  });
});

test("[HTTP-9] a request of a stream whose client came back by a socket is refused, also without a generation", async () => {
  await inRoom((world) => {
    const { token } = world.join({ name: "Ana", stream: "s" });
    world.join({ token, session: "s" });
    expect(world.post(token, publish("a", "late"), "s")).toBe("session_ended");
  });
});
