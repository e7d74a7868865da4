/** Commands over HTTP, from a sender without a connection (SPEC HTTP-8, HTTP-9). */
import { describe, expect, test } from "vitest";
import type { Command } from "../../src/protocol/commands.ts";
import { GUEST_TOKEN_LIFETIME_MS } from "../../src/room/identity/guest-token.ts";
import { TestRoom, type TestGuest } from "../support/test-room.ts";

/** Ana has joined and left, and has a token; Bo is in the room. */
function roomOf(options: ConstructorParameters<typeof TestRoom>[0] = {}) {
  const room = new TestRoom(options);
  const bo = room.join("Bo");
  const ana = room.join("Ana");
  const { token, id } = ana.last("welcome").self;
  room.leave(ana);
  bo.received.splice(0);
  return { room, bo, token, id, ana: { id, name: "Ana" } };
}

describe("[HTTP-9] a command over HTTP", () => {
  test("publish, edit, delete, react: is answered by the event that is broadcast", () => {
    const { room, bo, token, ana } = roomOf();
    const commands: Command[] = [
      { type: "publish", id: "p", text: "hello" },
      { type: "edit", id: "e", seq: 1, text: "hello!" },
      { type: "react", id: "r", seq: 1, emoji: "👍", on: true },
      { type: "delete", id: "d", seq: 1 },
    ];
    const received = commands.map((command) => room.sendOverHttp(token, command));
    expect(received).toMatchObject([
      [{ type: "message", seq: 1, from: ana, id: "p", text: "hello" }],
      [{ type: "edit", seq: 2, from: ana, target: 1, text: "hello!" }],
      [{ type: "reaction", seq: 3, from: ana, target: 1, emoji: "👍", on: true, count: 1 }],
      [{ type: "delete", seq: 4, from: ana, target: 1 }],
    ]);
    expect(bo.received).toEqual(received.flat());
  });

  test("typing, signal: is sent to the others and has no answer", () => {
    const { room, bo, token, ana } = roomOf();
    expect(room.sendOverHttp(token, { type: "typing", on: true })).toEqual([]);
    expect(room.sendOverHttp(token, { type: "signal", data: { x: 1 } })).toEqual([]);
    expect(room.sendOverHttp(token, { type: "signal", data: 2, to: bo.session.member })).toEqual([]);
    expect(bo.received).toEqual([
      { type: "typing", from: ana, on: true },
      { type: "signal", from: ana, data: { x: 1 } },
      { type: "signal", from: ana, data: 2, to: bo.session.member },
    ]);
  });

  test("history: is answered by a page, which no one else receives", () => {
    const { room, bo, token } = roomOf();
    bo.publish("one");
    bo.publish("two");
    bo.received.splice(0);
    expect(room.sendOverHttp(token, { type: "history", id: "h", before: 2 })).toMatchObject([
      { type: "page", id: "h", events: [{ text: "one" }], more: false },
    ]);
    expect(room.sendOverHttp(token, { type: "history", id: "h", after: 1 })).toMatchObject([
      { type: "page", id: "h", events: [{ text: "two" }] },
    ]);
    expect(bo.received).toEqual([]);
  });

  test("[FLOW-1] flow: is refused as a bad command", () => {
    const { room, token } = roomOf();
    expect(room.sendOverHttp(token, { type: "flow", id: "f", position: "0.0" })).toMatchObject([
      { type: "error", id: "f", code: "bad_command" },
    ]);
  });

  test("is refused with the same code as over a socket", () => {
    const { room, bo, token } = roomOf();
    bo.publish("mine");
    const refused = [
      room.sendOverHttp(token, { type: "publish", id: "1", text: " " }),
      room.sendOverHttp(token, { type: "publish", id: "2", text: "x", replyTo: 9 }),
      room.sendOverHttp(token, { type: "edit", id: "3", seq: 1, text: "x" }),
      room.sendOverHttp(token, { type: "delete", id: "4", seq: 1 }),
      room.sendOverHttp(token, { type: "delete", id: "5", seq: 9 }),
      room.sendOverHttp(token, { type: "react", id: "6", seq: 1, emoji: "thumbs", on: true }),
      room.sendOverHttp(token, { type: "rename", id: "7", name: "a:b" }),
    ];
    expect(refused.map(([event]) => event?.type === "error" && `${event.id} ${event.code}`)).toEqual([
      "1 empty_text",
      "2 message_not_found",
      "3 forbidden",
      "4 forbidden",
      "5 message_not_found",
      "6 invalid_emoji",
      "7 invalid_name",
    ]);
  });

  test("[REACT-3] that changes nothing is answered by stored, and no event is broadcast", () => {
    const { room, bo, token } = roomOf();
    room.sendOverHttp(token, { type: "publish", id: "p", text: "x" });
    bo.received.splice(0);
    const seq = 1;
    expect([
      room.sendOverHttp(token, { type: "edit", id: "1", seq, text: "x" }),
      room.sendOverHttp(token, { type: "react", id: "2", seq, emoji: "👍", on: false }),
    ]).toEqual([[{ type: "stored", id: "1", seq }], [{ type: "stored", id: "2", seq }]]);
    expect(bo.received).toEqual([]);
  });
});

describe("[PUB-3] [PUB-6] a repeated command over HTTP is stored once", () => {
  const command: Command = { type: "publish", id: "once", text: "hello" };

  test("while the room is in memory", () => {
    const { room, bo, token } = roomOf();
    room.sendOverHttp(token, command);
    expect(room.sendOverHttp(token, command)).toEqual([{ type: "stored", id: "once", seq: 1 }]);
    expect(bo.texts).toEqual(["hello"]);
  });

  test("after an eviction, without a seq to search from", () => {
    const { room, bo, token } = roomOf();
    room.sendOverHttp(token, command);
    bo.publish("something else");
    room.evict();
    expect(room.sendOverHttp(token, command)).toEqual([{ type: "stored", id: "once", seq: 1 }]);
    expect(bo.texts).toEqual(["hello", "something else"]);
  });

  test("[PUB-5] with a since: only rows after it are searched", () => {
    const { room, token } = roomOf();
    room.sendOverHttp(token, command);
    room.evict();
    expect(room.sendOverHttp(token, { ...command, since: 0 })).toEqual([
      { type: "stored", id: "once", seq: 1 },
    ]);
    expect(room.sendOverHttp(token, { ...command, id: "next", since: 9 })).toMatchObject([
      { type: "error", code: "outcome_unknown" },
    ]);
  });
});

test("[ID-13] a rename or an authentication that is sent again is answered the same, but for the key of tickets", () => {
  const room = new TestRoom();
  const [ana, bo] = room.joinAll("Ana", "Bo");
  const { token } = bo.last("welcome").self;
  for (const command of [
    { type: "rename", id: "r", name: "Anna" },
    { type: "authenticate", id: "a", token },
  ] as const) {
    const [first] = ana.send(command);
    expect(first).toMatchObject({ type: "presence", id: command.id });
    const ticketKey = expect.any(String) as string;
    expect(selfIn(ana.send(command)[0])).toEqual({ ...selfIn(first), ticketKey });
  }
});

describe("[ID-4] a rename over HTTP", () => {
  test("renames all the member's sessions, and its answer has the new token", () => {
    const { room, bo, token, id } = roomOf();
    const [phone, laptop] = [room.join(undefined, { token }), room.join(undefined, { token })];
    bo.received.splice(0);
    const [answer] = room.sendOverHttp(token, { type: "rename", id: "r", name: "Anna" });
    const changed = [{ id, name: "Anna", role: "guest" }];
    expect(answer).toMatchObject({
      type: "presence",
      id: "r",
      count: 2,
      changed,
      self: { id, name: "Anna" },
    });
    expect(bo.received).toEqual([{ type: "presence", count: 2, changed }]);
    // Neither is the sender's own stream: both are notified.
    expect(phone.last("presence").changed).toEqual(changed);
    expect(laptop.last("presence").changed).toEqual(changed);
    phone.publish("it is me");
    expect(bo.last("message").from).toEqual({ id, name: "Anna" });
    expect(room.join(undefined, { token: selfIn(answer).token }).session.name).toBe("Anna");
  });

  test("renames the sender's own stream without sending it an event", () => {
    const { room, bo, token } = roomOf();
    const own = room.join(undefined, { token });
    const before = own.received.length;
    room.sendOverHttp(token, { type: "rename", id: "r", name: "Anna" }, { own });
    expect(own.received).toHaveLength(before);
    expect(own.session.name).toBe("Anna");
    expect(bo.last("presence").changed).toMatchObject([{ name: "Anna" }]);
  });

  test("of a member who is not present is not broadcast", () => {
    const { room, bo, token, id } = roomOf();
    const [answer] = room.sendOverHttp(token, { type: "rename", id: "r", name: "Anna" });
    expect(selfIn(answer)).toMatchObject({ id, name: "Anna" });
    expect(bo.received).toEqual([]);
  });
});

describe("[ID-5] authenticate over HTTP", () => {
  test("is refused without a stream of the sender's own", () => {
    const { room, bo, token } = roomOf();
    const other = bo.session.member;
    expect(room.sendOverHttp(token, { type: "authenticate", id: "a", token: "any" })).toMatchObject([
      { type: "error", id: "a", code: "forbidden" },
    ]);
    expect(room.room.sessionsOf(other)).toHaveLength(1);
    expect(bo.received).toEqual([]);
  });

  test("changes the stream's member, and broadcasts who left and who joined", () => {
    const { room, bo, token, id } = roomOf();
    const own = room.join(undefined, { token });
    const cy = room.join("Cy");
    const cyToken = cy.last("welcome").self.token;
    room.leave(cy);
    bo.received.splice(0);
    const command: Command = { type: "authenticate", id: "a", token: cyToken };
    const [answer] = room.sendOverHttp(token, command, { own });
    expect(selfIn(answer)).toMatchObject({ id: cy.session.member, name: "Cy" });
    expect(own.session).toMatchObject({ member: cy.session.member, name: "Cy" });
    expect(bo.received).toMatchObject([
      { type: "presence", count: 2, left: [{ id, name: "Ana" }], joined: [{ name: "Cy" }] },
    ]);
  });

  test("with an invalid token changes nothing", () => {
    const { room, bo, token, id } = roomOf();
    const own = room.join(undefined, { token });
    bo.received.splice(0);
    const command: Command = { type: "authenticate", id: "a", token: "a.b" };
    expect(room.sendOverHttp(token, command, { own })).toMatchObject([{ code: "invalid_token" }]);
    expect(own.session.member).toBe(id);
    expect(bo.received).toEqual([]);
  });
});

describe("[HTTP-9] [ID-1] the sender over HTTP is the token's member", () => {
  const hello: Command = { type: "publish", id: "p", text: "hello" };

  test.each([
    ["made up", () => "a.b"],
    ["empty", () => ""],
    ["of another room", () => new TestRoom({ name: "coffee" }).join("Ana").last("welcome").self.token],
  ])("a token that is %s is refused", (_title, tokenOfKind) => {
    const { room, bo } = roomOf();
    expect(() => room.sendOverHttp(tokenOfKind(), hello)).toThrow("invalid_token");
    expect(bo.received).toEqual([]);
  });

  test("[ID-6] an expired token is refused with a code of its own", () => {
    const { room, token } = roomOf();
    room.now += GUEST_TOKEN_LIFETIME_MS;
    expect(() => room.sendOverHttp(token, hello)).toThrow("expired_token");
  });

  test("[ROOM-3] before a room is created no token is valid, and the request does not create it", () => {
    const { token } = roomOf();
    const emptyRoom = new TestRoom();
    expect(() => emptyRoom.sendOverHttp(token, hello)).toThrow("invalid_token");
    expect(emptyRoom.read.view().born).toBe(false);
  });
});

describe("[LIM-1] commands over HTTP above the rate", () => {
  const publish = (room: TestRoom, token: string, id: number, address?: string) =>
    room.sendOverHttp(
      token,
      { type: "publish", id: `${id}`, text: `${id}` },
      address === undefined ? {} : { address },
    );

  test("are answered each time, never dropped silently, and admitted again after the cooldown", () => {
    const { room, bo, token } = roomOf({
      limits: { memberRate: { perSecond: 1, burst: 2 }, droppedFrames: 3 },
    });
    const answers = Array.from({ length: 12 }, (_, id) => publish(room, token, id));
    expect(bo.texts).toEqual(["0", "1"]);
    for (const [id, [event]] of answers.slice(2).entries()) {
      expect(event).toMatchObject({ type: "error", id: `${id + 2}`, code: "rate_limited" });
      expect(event?.type === "error" && event.retryAfterMs).toBeGreaterThanOrEqual(1_000);
    }
    room.now += 1_000;
    expect(publish(room, token, 20)).toMatchObject([{ type: "message", text: "20" }]);
  });

  test("[LIM-2] history requests count against the frame rate, as over a socket", () => {
    const { room, token } = roomOf({ limits: { frameRate: { perSecond: 1, burst: 3 } } });
    const pages = Array.from({ length: 5 }, (_, id) =>
      room.sendOverHttp(token, { type: "history", id: `${id}`, limit: 1 }),
    );
    expect(pages.flat().map(({ type }) => type)).toEqual(["page", "page", "page", "error", "error"]);
    room.now += 2_000;
    expect(room.sendOverHttp(token, { type: "history", id: "later", limit: 1 })).toMatchObject([
      { type: "page" },
    ]);
  });

  test("count together with the member's commands over a socket", () => {
    const { room, token } = roomOf({ limits: { memberRate: { perSecond: 1, burst: 2 } } });
    const ana = room.join(undefined, { token });
    ana.publish("1");
    publish(room, token, 2);
    expect(ana.publish("3")).toMatchObject([{ code: "rate_limited" }]);
    expect(publish(room, token, 4)).toMatchObject([{ code: "rate_limited" }]);
  });

  test("are counted by member: another's socket and HTTP requests stay admitted", () => {
    const { room, bo, token } = roomOf();
    for (let id = 0; id < 40; id++) publish(room, token, id);
    expect(bo.publish("calm")).toMatchObject([{ type: "message" }]);
    expect(publish(room, tokenOf(room.join("Cy")), 1)).toMatchObject([{ type: "message" }]);
  });

  test("are counted by address too", () => {
    const { room, token } = roomOf({ limits: { addressRate: { perSecond: 1, burst: 1 } } });
    const cy = tokenOf(room.join("Cy"));
    expect(publish(room, token, 1, "192.0.2.7")).toMatchObject([{ type: "message" }]);
    expect(publish(room, cy, 1, "192.0.2.7")).toMatchObject([{ code: "rate_limited" }]);
    // The cooldown belongs to the member: another address does not end it.
    expect(publish(room, cy, 2, "192.0.2.8")).toMatchObject([{ code: "rate_limited" }]);
    room.now += 1_000;
    expect(publish(room, cy, 3, "192.0.2.8")).toMatchObject([{ type: "message" }]);
  });

  test("exclude reading: history counts against no command rate", () => {
    const { room, token } = roomOf({ limits: { memberRate: { perSecond: 1, burst: 1 } } });
    const ask = () => room.sendOverHttp(token, { type: "history", id: "h" })[0]?.type;
    expect([ask(), ask(), ask()]).toEqual(["page", "page", "page"]);
  });

  test("[LIM-4] signals and typing above the room's rate are dropped without an error", () => {
    const { room, bo, token } = roomOf({ limits: { signalRate: { perSecond: 1, burst: 2 } } });
    const answers = [1, 2, 3].map((data) => room.sendOverHttp(token, { type: "signal", data }));
    expect(answers.flat()).toEqual([]);
    expect(bo.all("signal").map(({ data }) => data)).toEqual([1, 2]);
  });
});

function tokenOf(guest: TestGuest): string {
  return guest.last("welcome").self.token;
}

function selfIn(event: ReturnType<TestRoom["sendOverHttp"]>[number] | undefined) {
  if (event?.type !== "presence" || event.self === undefined)
    throw new Error("no presence with self received");
  return event.self;
}
