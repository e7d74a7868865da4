/** Private rooms: who may read, by every way into a room (SPEC PRIV-1 to PRIV-4). */
import { describe, expect, test } from "vitest";
import type { Command } from "../../src/protocol/commands.ts";
import { ROLES, type Role } from "../../src/protocol/roles.ts";
import type { Readers } from "../../src/protocol/settings.ts";
import { COMMAND_TRAITS, type CommandType } from "../../src/protocol/traits.ts";
import { ticketOf } from "../support/tickets.ts";
import { TestGuest, TestRoom } from "../support/test-room.ts";

/** Written by hand: whom each value of `read` lets in. */
const MAY_READ: { readonly [Each in Readers]: readonly Role[] } = {
  everyone: ROLES,
  members: ["owner", "moderator", "member"],
  moderators: ["owner", "moderator"],
};

const UNLIMITED = { perSecond: 1_000_000, burst: 1_000_000 };
const LIMITS = { memberRate: UNLIMITED, roomRate: UNLIMITED, frameRate: UNLIMITED, signalRate: UNLIMITED };
const USE = { session: "s", generation: 1 };

interface Scene {
  readonly room: TestRoom;
  readonly ownerKey: string;
  /** of Ana, who wrote message 1 and left */
  readonly token: string;
  readonly ticketKey: string;
}

/** A room with a message of Ana's, who has that role and has left; then it has that `read`. */
function sceneOf(role: Role, read: Readers): Scene {
  const room = new TestRoom({ limits: LIMITS });
  const ownerKey = room.own();
  const ana = room.join("Ana");
  ana.publish("secret");
  const { token, ticketKey = "" } = ana.last("welcome").self;
  if (role !== "guest") room.giveRole(ownerKey, ana.session.member, role);
  room.leave(ana);
  setRead(room, ownerKey, read);
  return { room, ownerKey, token, ticketKey };
}

let changes = 0;

function setRead(room: TestRoom, ownerKey: string, read: Readers): void {
  room.sendOverHttp(ownerKey, { type: "configure", id: `read-${++changes}`, settings: { read } });
}

/** The ways to read with a token: each returns the refusal, if there is one. */
const WAYS: Readonly<Record<string, (scene: Scene) => string | undefined>> = {
  "a request": ({ room, token }) => codeOf(room.room.read({ token, address: undefined })),
  "a socket": ({ room, token }) => closeOf(room.tryJoin(undefined, { token })),
  "a ticket that the client made": ({ room, ticketKey }) => {
    const ticket = ticketOf(ticketKey, room.now, USE);
    return closeOf(room.tryJoin(undefined, { ticket, client: { ...USE, isSocket: true } }));
  },
  "a stream": ({ room, token }) => closeOf(room.tryJoin(undefined, { token, stream: "s" })),
  "a recovery": ({ room, token }) => closeOf(room.tryJoin(undefined, { token, position: "x.1" })),
  "a request for a ticket": ({ room, token }) =>
    codeOf(room.room.grantTicket({ token, name: undefined, address: undefined, use: USE })),
  "history over HTTP": ({ room, token }) => sentCode(room, token, { type: "history", id: "h" }),
};

function codeOf(result: { ok: true } | { ok: false; failure: { code: string } }): string | undefined {
  return result.ok ? undefined : result.failure.code;
}

function closeOf(joined: TestGuest | string): string | undefined {
  return joined instanceof TestGuest ? undefined : joined;
}

function sentCode(room: TestRoom, token: string, command: Command): string | undefined {
  const [answer] = room.sendOverHttp(token, command);
  return answer?.type === "error" ? answer.code : undefined;
}

describe.each(Object.entries(WAYS))("[PRIV-1] by %s", (_way, attempt) => {
  test.each(Object.keys(MAY_READ) as Readers[])("a room with read: %s lets in who may read it", (read) => {
    for (const role of ROLES) {
      const expected = MAY_READ[read].includes(role) ? undefined : "members_only";
      expect([role, attempt(sceneOf(role, read))]).toEqual([role, expected]);
      const scene = sceneOf(role, read);
      scene.room.evict();
      expect([role, attempt(scene)]).toEqual([role, expected]);
    }
  });
});

describe("[PRIV-1] without a token", () => {
  const credentials = { token: undefined, name: "Bo", address: undefined };
  const ATTEMPTS: Readonly<Record<string, (room: TestRoom) => unknown>> = {
    "a request": (room) => room.room.read(credentials),
    "a socket": (room) => room.attemptJoin("Bo"),
    "a stream": (room) => room.attemptJoin("Bo", { stream: "s" }),
    "an invisible reader": (room) => room.attemptJoin(undefined, { invisible: true }),
    "a post": (room) => room.post("hi"),
    "a request for a ticket": (room) => room.room.grantTicket({ ...credentials, use: USE }),
  };

  test.each(Object.entries(ATTEMPTS))("%s is refused with 401, and leaves nothing", (_way, attempt) => {
    const { room, ownerKey } = sceneOf("guest", "members");
    const { position } = room.readAs({ token: ownerKey }).view();
    const refused = { code: "members_only", message: "Only members may read here.", status: 401 };
    const answer = attempt(room) as { ok: false; failure: { failure?: unknown } };
    expect([answer.ok, answer.failure.failure ?? answer.failure]).toEqual([false, refused]);
    expect(room.readAs({ token: ownerKey }).view()).toMatchObject({ members: 0, position });
  });

  test("a token that the room did not make is refused for that, in any room", () => {
    for (const read of Object.keys(MAY_READ) as Readers[]) {
      const { room } = sceneOf("guest", read);
      expect(codeOf(room.room.read({ token: "of another room", address: undefined }))).toBe("invalid_token");
    }
  });
});

/** Valid values of all fields that commands have, about message 1. */
function commandOf(type: CommandType): Command {
  const values = { seq: 1, text: "hi", emoji: "👍", on: true, data: 1, name: "Bo", position: "0.0" };
  const more = { token: "x", key: "x", settings: { topic: "x" }, member: "absent", role: "member" };
  return { ...values, ...more, type, id: `${type}-1` } as unknown as Command;
}

describe("[PRIV-2] who may not read", () => {
  test("may claim a role and revoke their tokens, and do nothing else", () => {
    const types = Object.keys(COMMAND_TRAITS) as CommandType[];
    const others = types.filter((type) => {
      const { room, token } = sceneOf("guest", "members");
      return sentCode(room, token, commandOf(type)) !== "members_only";
    });
    expect(others).toEqual(["claim", "revoke"]);
  });

  test("comes in by a claim over HTTP", () => {
    const { room, ownerKey, token } = sceneOf("guest", "members");
    expect(room.sendOverHttp(token, { type: "claim", id: "c", key: ownerKey })).toMatchObject([
      { type: "presence", self: { name: "Ana", role: "owner" } },
      { type: "role", role: "owner" },
    ]);
    expect(room.join(undefined, { token }).last("page").events).toMatchObject([{ text: "secret" }]);
  });

  test("does not take over the session of a member by authenticate", () => {
    const { room, ownerKey, token } = sceneOf("guest", "members");
    const owner = room.join(undefined, { token: ownerKey });
    expect(owner.send({ type: "authenticate", id: "a", token })).toMatchObject([{ code: "members_only" }]);
    expect(owner.publish("still the owner")).toMatchObject([{ from: { name: "Owner" } }]);
  });
});

describe("[PRIV-3] once a room is private", () => {
  function openRoom() {
    const room = new TestRoom();
    const ownerKey = room.own();
    const [member, guest] = room.joinAll("Ana", "Bo");
    room.giveRole(ownerKey, member.session.member, "member");
    const others = [room.join("Cem", { stream: "s" }), room.joinInvisible()];
    return { room, ownerKey, member, guest, others };
  }

  test("its guests and invisible readers are disconnected, and are not sent the event", () => {
    const { room, ownerKey, member, guest, others } = openRoom();
    const settings = { read: "members", topic: "secret" } as const;
    room.sendOverHttp(ownerKey, { type: "configure", id: "c", settings });
    for (const closed of [guest, ...others]) {
      expect(closed.closed).toBe("members_only");
      expect(closed.all("settings")).toEqual([]);
      // What is already on its way is not listened to.
      expect(closed.publish("may I?")).toEqual([]);
    }
    expect([member.closed, member.last("settings").settings]).toEqual([undefined, settings]);
    expect(member.last("presence")).toMatchObject({ count: 1, left: [{ name: "Cem" }] });
    expect(room.readAs({ token: ownerKey }).view()).toMatchObject({ members: 1 });
  });

  test("its guests are disconnected after an eviction too", () => {
    const { room, ownerKey, guest, others } = openRoom();
    room.evict();
    setRead(room, ownerKey, "members");
    expect([guest, ...others].map(({ closed }) => closed)).toEqual(Array(3).fill("members_only"));
  });

  test("and public again, they come back and recover what they missed", () => {
    const { room, ownerKey, member, guest } = openRoom();
    const { token } = guest.last("welcome").self;
    const { position } = room.read.view();
    setRead(room, ownerKey, "members");
    member.publish("among us");
    expect(room.tryJoin(undefined, { token, position })).toBe("members_only");
    setRead(room, ownerKey, "everyone");
    const back = room.join(undefined, { token, position });
    expect([back.last("welcome").recovered, back.texts]).toEqual([true, ["among us"]]);
    room.joinInvisible();
  });

  test("a member who loses the role that lets them read is disconnected in all their sessions", () => {
    const { room, ownerKey, member } = openRoom();
    const { token } = member.last("welcome").self;
    const second = room.join(undefined, { token });
    const owner = room.join(undefined, { token: ownerKey });
    setRead(room, ownerKey, "members");
    room.giveRole(ownerKey, member.session.member, "guest");
    for (const session of [member, second]) {
      expect(session.closed).toBe("members_only");
      expect(session.all("role").filter(({ role }) => role === "guest")).toEqual([]);
    }
    expect(owner.last("role")).toMatchObject({ role: "guest", member: { name: "Ana" } });
    expect(owner.last("presence")).toMatchObject({ left: [{ name: "Ana" }] });
    expect(room.tryJoin(undefined, { token })).toBe("members_only");
  });

  test("a moderator who becomes a member stays where members may read", () => {
    const { room, ownerKey, member } = openRoom();
    setRead(room, ownerKey, "members");
    room.giveRole(ownerKey, member.session.member, "moderator");
    room.giveRole(ownerKey, member.session.member, "member");
    expect(member.closed).toBeUndefined();
    setRead(room, ownerKey, "moderators");
    expect(member.closed).toBe("members_only");
  });
});

describe("[PRIV-4] a ticket for a key", () => {
  const request = { token: undefined, name: "Bo", address: undefined, use: USE };

  test("makes a new guest with the role of the key, who may read", () => {
    const { room, ownerKey } = sceneOf("guest", "moderators");
    const granted = room.room.grantTicket({ ...request, key: ownerKey });
    if (!granted.ok) throw new Error(granted.failure.code);
    const { ticket, self } = granted.value.grant;
    expect(self).toMatchObject({ name: "Bo", role: "owner" });
    expect(granted.value.effects).toMatchObject([
      { event: { type: "role", member: { name: "Bo" }, role: "owner" } },
    ]);
    const bo = room.join(undefined, { ticket, client: { ...USE, isSocket: true } });
    expect(bo.session.role).toBe("owner");
    expect(bo.last("page").events).toMatchObject([{ text: "secret" }]);
    room.evict();
    expect(room.join(undefined, { token: self.token }).session.role).toBe("owner");
  });

  test("of a link gives the role of the link, if that lets in, and is counted only then", () => {
    const { room, ownerKey } = sceneOf("guest", "members");
    const { key } = room.makeLink(ownerKey, { role: "member", uses: 1 });
    setRead(room, ownerKey, "moderators");
    expect(codeOf(room.room.grantTicket({ ...request, key }))).toBe("members_only");
    setRead(room, ownerKey, "members");
    expect(room.room.grantTicket({ ...request, key })).toMatchObject({
      value: { grant: { self: { name: "Bo", role: "member" } } },
    });
    expect(codeOf(room.room.grantTicket({ ...request, key }))).toBe("link_expired");
  });

  test("of another key is forbidden, also where there is no room, and creates none", () => {
    const { room, ownerKey } = sceneOf("guest", "members");
    expect(codeOf(room.room.grantTicket({ ...request, key: `${ownerKey}x` }))).toBe("forbidden");
    const none = new TestRoom();
    expect(codeOf(none.room.grantTicket({ ...request, key: ownerKey }))).toBe("forbidden");
    expect(none.read.view()).toMatchObject({ born: false });
  });

  test("is not for a member with a token, who can send the command", () => {
    const { room, ownerKey, token } = sceneOf("guest", "members");
    expect(codeOf(room.room.grantTicket({ ...request, token, key: ownerKey }))).toBe("bad_request");
  });
});
