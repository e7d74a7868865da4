import { expect, test } from "vitest";
import { uniqueRoomName, Guest, openSocket } from "../support/runtime/guest.ts";

test("[LIVE-3] a client's close frame is answered", async () => {
  const guest = await Guest.join(uniqueRoomName(), { name: "Ana" });
  guest.socket.close(4321, "bye");
  expect(await guest.untilClosed()).toEqual({ code: 4321, reason: "bye" });
});

test("[CMD-4] a binary frame closes its sender's connection only", async () => {
  const room = uniqueRoomName();
  const [ana, bo] = [await Guest.join(room, { name: "Ana" }), await Guest.join(room, { name: "Bo" })];
  await ana.next("presence");
  bo.socket.send(new Uint8Array([1, 2, 3]));
  expect((await bo.untilClosed()).code).toBe(1003);
  expect(await ana.next("presence")).toMatchObject({ left: [{ name: "Bo" }] });
  ana.send({ type: "publish", id: "x", text: "undisturbed" });
  expect((await ana.next("message")).text).toBe("undisturbed");
});

test("[CMD-4] a frame at the size limit is answered, one byte more closes the connection", async () => {
  const guest = await Guest.join(uniqueRoomName(), { name: "Ana" });
  guest.socket.send("x".repeat(65_536));
  expect((await guest.next("error")).code).toBe("bad_frame");
  guest.socket.send("x".repeat(65_537));
  expect((await guest.untilClosed()).code).toBe(1009);
});

test.each([
  {
    reason: "a name that is too long",
    query: "name=" + "x".repeat(41),
    protocols: ["majlis.v1"],
    code: 4500,
  },
  { reason: "an invalid token", query: "", protocols: ["majlis.v1"], token: "a.b", code: 4503 },
  {
    reason: "[ID-19] a token as a subprotocol",
    query: "",
    protocols: ["majlis.v1", "token.a.b"],
    code: 4502,
  },
  { reason: "unknown subprotocols only", query: "", protocols: ["chat.v7", "soap"], code: 4502 },
])(
  "[JOIN-3] $reason is refused with a close code, after echoing a subprotocol that the client offered",
  async ({ query, protocols, token, code }) => {
    const response = await openSocket(`/r/${uniqueRoomName()}/socket?${query}`, protocols, token);
    expect(response.status).toBe(101);
    expect(response.headers.get("Sec-WebSocket-Protocol")).toBe(protocols[0]);
    const socket = response.webSocket;
    const closed = new Promise<CloseEvent>((resolve) => socket?.addEventListener("close", resolve));
    socket?.accept();
    expect((await closed).code).toBe(code);
  },
);

test("[ROOM-1] [JOIN-3] the Worker refuses an invalid room name with a close code", async () => {
  for (const path of [
    "/r/a.b/socket",
    "/r/a%2Fb/socket",
    `/r/${"x".repeat(65)}/socket`,
    "/r/%FF/socket",
    "/r/a.b",
  ]) {
    const { webSocket: socket, status } = await openSocket(path, ["majlis.v1"]);
    expect([path, status]).toEqual([path, 101]);
    const closed = new Promise<CloseEvent>((resolve) => socket?.addEventListener("close", resolve));
    socket?.accept();
    expect((await closed).code).toBe(4501);
  }
});

test("[ROOM-1] the room name in a socket's URL is normalized", async () => {
  const ana = await Guest.join("Caf\u00e9-AU", { name: "Ana" });
  const bo = await Guest.join("cafe\u0301-au", { name: "Bo" });
  expect((await bo.next("welcome")).members.count).toBe(2);
  expect((await ana.next("welcome")).room.name).toBe("café-au");
});
