/** The open connections, and what is kept of one while the room sleeps: all that does not begin again with it. */
import { expect, test } from "vitest";
import { newSession } from "../../src/room/session.ts";
import { Connections, type Connection, type NewConnection } from "../../src/transport/connections.ts";

/** A socket that keeps its attachment as the platform does: as a copy. */
function socketWithAttachment(): WebSocket {
  let kept: unknown;
  const socket: Pick<WebSocket, "serializeAttachment" | "deserializeAttachment"> = {
    serializeAttachment: (value) => void (kept = structuredClone(value)),
    deserializeAttachment: () => structuredClone(kept),
  };
  return socket as WebSocket;
}

const ANA = { member: "ana", name: "Ana", role: "guest" } as const;
const VOUCHED = {
  ...ANA,
  vouching: { role: "member", expiresAt: 1_790_000_000_000, issuedAt: 1_790_000_000, key: "k1" },
} as const;
const CLIENT = { session: "tab", generation: 3, isSocket: true };

const JOINED = { codec: "json", plain: {}, stream: undefined, joinedAt: 1_790_000_000_000 } as const;

test.each<[string, Omit<NewConnection, "socket">]>([
  [
    "a guest",
    { ...JOINED, session: newSession(ANA, { connection: "c1", address: undefined, client: undefined }) },
  ],
  [
    "a site's member, in a room that is not stored",
    {
      ...JOINED,
      session: newSession(VOUCHED, { connection: "c1", address: "192.0.2.7", client: CLIENT }),
      deflates: true,
      origin: "https://chat.example",
      seed: { epoch: "abcd", key: new Uint8Array(32).fill(7) },
    },
  ],
  [
    "a reader of plain text",
    {
      ...JOINED,
      codec: "text",
      session: newSession(ANA, { connection: "c1", address: "192.0.2.7", client: undefined }),
      plain: { keepalive: "ping", positions: true },
    },
  ],
])("the connection of %s is after a sleep as it was, with its fields in one order", (_who, joined) => {
  const socket = socketWithAttachment();
  const before = new Connections().add({ ...joined, socket });
  const after = new Connections().restore(socket);
  expect(after).toEqual(before);
  expect(Object.keys(after ?? {})).toEqual(Object.keys(before));
  expect(Object.keys(after?.session ?? {}).sort()).toEqual(Object.keys(before.session).sort());
});

test("[LIVE-2] when a connection last pinged is known after a sleep", () => {
  const socket = socketWithAttachment();
  const connections = new Connections();
  const session = newSession(ANA, { connection: "c1", address: undefined, client: undefined });
  connections.notePing(connections.add({ ...JOINED, session, socket }), 1_790_000_005_000);
  expect(new Connections().restore(socket)).toMatchObject({
    joinedAt: 1_790_000_000_000,
    pingedAt: 1_790_000_005_000,
    lastFrameAt: 1_790_000_005_000,
  });
});

function join(connections: Connections, member: string): Connection {
  return connections.add({
    socket: { serializeAttachment() {} } as unknown as WebSocket,
    session: { connection: `c-${member}`, member, name: member, role: "guest", address: undefined },
    codec: "json",
    stream: undefined,
    plain: {},
    joinedAt: 0,
  });
}

test("the list stays as it is while connections come and go, and is the same one until then", () => {
  const connections = new Connections();
  const [ana, bo] = [join(connections, "ana"), join(connections, "bo")];
  const before = connections.list;
  expect(connections.list).toBe(before);
  connections.remove(ana);
  const cy = join(connections, "cy");
  expect(before).toEqual([ana, bo]);
  expect(connections.list).toEqual([bo, cy]);
});
