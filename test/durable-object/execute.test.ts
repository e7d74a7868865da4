/** Commands over sockets and HTTP are executed in the order in which they arrive (SPEC FAN-5). */
import { env } from "cloudflare:workers";
import { runInDurableObject } from "cloudflare:test";
import { expect, test } from "vitest";
import type { HttpSender } from "../../src/durable-object/http-commands.ts";
import { LiveRoom } from "../../src/durable-object/live-room.ts";
import { loadRoom } from "../../src/durable-object/load-room.ts";
import type { Command } from "../../src/protocol/commands.ts";
import { decodeEvents } from "../../src/protocol/decode-events.ts";
import type { RoomEvent } from "../../src/protocol/events.ts";
import { DEFAULT_LIMITS, type Limits } from "../../src/protocol/limits.ts";
import type { Handshake } from "../../src/transport/handshake.ts";
import { uniqueRoomName } from "../support/runtime/guest.ts";
import { GUEST_HANDSHAKE } from "../support/runtime/handshake.ts";

/** A room with more members than this batches events in windows (FAN-1). */
const SMALL_ROOM = 20;

class Member {
  readonly events: RoomEvent[] = [];
  readonly socket = {
    readyState: WebSocket.OPEN,
    send: (frame: string) => void this.events.push(...decodeEvents(frame)),
    serializeAttachment: () => undefined,
    close: () => void (this.isClosed = true),
  } as unknown as WebSocket;
  isClosed = false;

  constructor(
    private readonly live: LiveRoom,
    handshake: Partial<Handshake>,
  ) {
    live.join("json", { ...GUEST_HANDSHAKE, ...handshake }, () => this.socket);
  }

  get id(): string {
    const [first] = this.events;
    return first?.type === "welcome" ? first.self.id : "";
  }

  get token(): string {
    const [first] = this.events;
    return first?.type === "welcome" ? first.self.token : "";
  }

  get texts(): string[] {
    return this.events.flatMap((event) => (event.type === "message" ? [event.text] : []));
  }

  send(command: Command): void {
    this.live.receive(this.socket, JSON.stringify(command));
  }

  leave(): void {
    this.live.disconnected(this.socket);
  }

  /** The events that answer it. */
  sendOverHttp(command: Command, stream?: string): readonly RoomEvent[] {
    return this.post(command, { token: this.token, idSource: "command", stream });
  }

  post(
    command: Command,
    sender: Pick<HttpSender, "token" | "idSource"> & { stream?: string | undefined },
  ): readonly RoomEvent[] {
    const answers = this.live.httpCommands.execute([command], {
      name: undefined,
      address: undefined,
      stream: undefined,
      ...sender,
    });
    if (!answers.ok) throw new Error(answers.failure.code);
    return answers.value.flatMap((answer) => (answer instanceof Promise ? [] : answer));
  }
}

interface Scenario {
  readonly live: LiveRoom;
  /** all members; the first is Ana, the second Bo */
  readonly members: readonly Member[];
  readonly ana: Member;
  readonly bo: Member;
  readonly openWindow: () => void;
  readonly endWindow: () => void;
}

/** Runs `scenario` in a room of so many members that it has windows, which begin and end when the scenario says so. */
async function inBusyRoom(run: (scenario: Scenario) => void, overrides: Partial<Limits> = {}) {
  await runInDurableObject(env.ROOM.getByName(uniqueRoomName()), (_, ctx) => {
    const timers: (() => void)[] = [];
    const limits = { ...DEFAULT_LIMITS, ...overrides };
    const live = new LiveRoom(loadRoom(ctx, limits), limits, {
      verified: (_token, _origin, run) => run(undefined),
      spent: () => undefined,
      pinged: () => undefined,
      used: () => undefined,
      lastPing: () => null,
      repeat: () => undefined,
      setTimer: (callback) => void timers.push(callback),
      wakeBy: () => undefined,
      onDurable: () => undefined,
    });
    const members = Array.from(
      { length: SMALL_ROOM + 1 },
      (_member, index) => new Member(live, { name: `m${index}` }),
    );
    const [ana, bo] = members;
    if (ana === undefined || bo === undefined) throw new Error("two members are needed");
    const openWindow = () => bo.send(publish("opens the window"));
    const endWindow = () => timers.splice(0).forEach((callback) => callback());
    run({ live, members, ana, bo, openWindow, endWindow });
  });
}

let ids = 0;
const publish = (text: string): Command => ({ type: "publish", id: `id-${++ids}`, text });

test("[FAN-5] a message over a socket during a window is stored before a later one over HTTP", async () => {
  await inBusyRoom(({ ana, bo, openWindow, endWindow }) => {
    openWindow();
    ana.send(publish("A over the socket"));
    ana.sendOverHttp(publish("B over HTTP"));
    endWindow();
    expect(bo.texts).toEqual(["opens the window", "A over the socket", "B over HTTP"]);
  });
});

test("[FAN-5] an edit over HTTP finds a message that was queued before it", async () => {
  await inBusyRoom(({ ana, bo, openWindow, endWindow }) => {
    openWindow();
    ana.send(publish("frist"));
    ana.sendOverHttp({ type: "edit", id: "edit", seq: 2, text: "first" });
    endWindow();
    expect(bo.events.flatMap((event) => (event.type === "edit" ? [event.text] : []))).toEqual(["first"]);
  });
});

test("[FAN-5] a publish without a token is stored after the queued messages", async () => {
  await inBusyRoom(({ ana, bo, openWindow, endWindow }) => {
    openWindow();
    ana.send(publish("A over the socket"));
    ana.post(publish("B without a token"), { token: undefined, idSource: "generated" });
    endWindow();
    expect(bo.texts).toEqual(["opens the window", "A over the socket", "B without a token"]);
  });
});

test("[FAN-5] a message that waits in the queue is stored before its sender leaves", async () => {
  await inBusyRoom(({ ana, bo, openWindow, endWindow }) => {
    openWindow();
    ana.send(publish("last words"));
    ana.leave();
    endWindow();
    expect(bo.texts).toEqual(["opens the window", "last words"]);
  });
});

test("[ID-5] a stream that is closed as slow while the queue is flushed does not become another member's", async () => {
  // In JSON the quotation marks take twice the room, so the frame passes `slowBytes` before the queue passes its bound.
  const text = '"'.repeat(3_990);
  await inBusyRoom(
    ({ live, members, ana, openWindow }) => {
      const cy = new Member(live, { name: "Cy" });
      const { id, token } = cy;
      cy.leave();
      const stream = new Member(live, { token: ana.token, stream: "s" });
      openWindow();
      for (const member of members) for (let count = 0; count < 4; count++) member.send(publish(text));
      expect(stream.isClosed).toBe(false);
      expect(ana.sendOverHttp({ type: "authenticate", id: "a", token }, "s")).toMatchObject([
        { type: "error", code: "forbidden" },
      ]);
      expect(stream.isClosed).toBe(true);
      expect(live.room.sessionsOf(id)).toEqual([]);
    },
    // All of it is sent in one turn (FLOW-8).
    { slowBytes: 450_000, waitingBytes: 100_000_000 },
  );
});
