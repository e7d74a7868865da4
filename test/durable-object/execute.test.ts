/** Commands over sockets and HTTP are executed in the order in which they arrive (SPEC FAN-5). */
import { env } from "cloudflare:workers";
import { runInDurableObject } from "cloudflare:test";
import { expect, test } from "vitest";
import { LiveRoom, type HttpSender } from "../../src/durable-object/live-room.ts";
import { loadRoom } from "../../src/durable-object/load-room.ts";
import type { Command } from "../../src/protocol/commands.ts";
import { decodeEvents } from "../../src/protocol/decode-events.ts";
import type { RoomEvent } from "../../src/protocol/events.ts";
import { DEFAULT_LIMITS } from "../../src/protocol/limits.ts";
import type { Handshake } from "../../src/transport/handshake.ts";
import { uniqueRoomName } from "../support/runtime/guest.ts";

/** A room with more members than this batches events in windows (FAN-1). */
const SMALL_ROOM = 20;

const HANDSHAKE: Handshake = {
  negotiated: { kind: "agreed", codec: "json", echo: undefined, token: undefined },
  token: undefined,
  name: undefined,
  position: undefined,
  address: undefined,
  invisible: false,
  stream: undefined,
};

class Member {
  readonly events: RoomEvent[] = [];
  readonly socket = {
    readyState: WebSocket.OPEN,
    send: (frame: string) => void this.events.push(...decodeEvents(frame)),
    serializeAttachment: () => undefined,
  } as unknown as WebSocket;

  constructor(
    private readonly live: LiveRoom,
    name: string,
  ) {
    live.join("json", { ...HANDSHAKE, name }, () => this.socket);
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

  sendOverHttp(command: Command): void {
    this.post(command, { token: this.token, idSource: "command" });
  }

  post(command: Command, { token, idSource }: Pick<HttpSender, "token" | "idSource">): void {
    const sender = { token, name: undefined, address: undefined, stream: undefined, idSource };
    expect(this.live.executeHttp([command], sender)).toMatchObject({ ok: true });
  }
}

/** Runs `scenario` in a room with an open window, which `endWindow` ends; Ana and Bo are members. */
async function inOpenWindow(scenario: (parts: { ana: Member; bo: Member; endWindow: () => void }) => void) {
  await runInDurableObject(env.ROOM.getByName(uniqueRoomName()), (_, ctx) => {
    const timers: (() => void)[] = [];
    const live = new LiveRoom(loadRoom(ctx, DEFAULT_LIMITS), DEFAULT_LIMITS, {
      lastPing: () => null,
      setTimer: (run) => void timers.push(run),
      onDurable: () => undefined,
    });
    const members = Array.from({ length: SMALL_ROOM + 1 }, (_member, index) => new Member(live, `m${index}`));
    const [ana, bo] = members;
    if (ana === undefined || bo === undefined) throw new Error("two members are needed");
    bo.send(publish("opens the window"));
    scenario({ ana, bo, endWindow: () => timers.splice(0).forEach((run) => run()) });
  });
}

let ids = 0;
const publish = (text: string): Command => ({ type: "publish", id: `id-${++ids}`, text });

test("[FAN-5] a message over a socket during a window is stored before a later one over HTTP", async () => {
  await inOpenWindow(({ ana, bo, endWindow }) => {
    ana.send(publish("A over the socket"));
    ana.sendOverHttp(publish("B over HTTP"));
    endWindow();
    expect(bo.texts).toEqual(["opens the window", "A over the socket", "B over HTTP"]);
  });
});

test("[FAN-5] an edit over HTTP finds a message that was queued before it", async () => {
  await inOpenWindow(({ ana, bo, endWindow }) => {
    ana.send(publish("frist"));
    ana.sendOverHttp({ type: "edit", id: "edit", seq: 2, text: "first" });
    endWindow();
    expect(bo.events.flatMap((event) => (event.type === "edit" ? [event.text] : []))).toEqual(["first"]);
  });
});

test("[FAN-5] a publish without a token is stored after the queued messages", async () => {
  await inOpenWindow(({ ana, bo, endWindow }) => {
    ana.send(publish("A over the socket"));
    ana.post(publish("B without a token"), { token: undefined, idSource: "generated" });
    endWindow();
    expect(bo.texts).toEqual(["opens the window", "A over the socket", "B without a token"]);
  });
});
