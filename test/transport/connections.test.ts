import { expect, test } from "vitest";
import { Connections, type Connection } from "../../src/transport/connections.ts";

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
