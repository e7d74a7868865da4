/** How a join comes from the Worker to the room. */
import { expect, test } from "vitest";
import { negotiate } from "../../src/protocol/subprotocols.ts";
import {
  bridgeHandshake,
  handshakeIn,
  joinInit,
  JOIN_URL,
  readHandshake,
  type Handshake,
} from "../../src/transport/handshake.ts";

function handedOver(handshake: Handshake): Handshake | undefined {
  return handshakeIn(new Request(JOIN_URL, joinInit(handshake)));
}

function asked(query: string, headers: Record<string, string>): Handshake {
  const negotiated = negotiate(headers["Sec-WebSocket-Protocol"] ?? null);
  if (negotiated.kind === "unsupported") throw new Error("nobody speaks that");
  const request = new Request(`https://rooms.example/r/x/socket${query}`, { headers });
  return readHandshake(request, negotiated, new URL(request.url).searchParams);
}

test("[JOIN-1] the room hears what the client said: name and position in any script, protocol, token and address", () => {
  const handshake = asked(`?name=${encodeURIComponent('ليلى 🌙 "ل"\n')}&position=abc.7`, {
    "Sec-WebSocket-Protocol": "majlis.v1, token.t-1",
    "CF-Connecting-IP": "2001:db8:1:2:3::4",
  });
  expect(handedOver(handshake)).toEqual({
    codec: "json",
    echo: "majlis.v1",
    token: "t-1",
    name: 'ليلى 🌙 "ل"\n',
    position: "abc.7",
    address: "2001:db8:1:2",
    invisible: false,
  });
});

test("[JOIN-2] a client that offers nothing speaks plain text, and no protocol is echoed", () => {
  const handshake = handedOver(asked("", { Authorization: "Bearer t-2" }));
  expect(handshake).toMatchObject({ codec: "text", token: "t-2", invisible: false });
  expect(handshake?.echo).toBeUndefined();
});

test("[READ-1] a reader without a name or a token is invisible; a query of a client's can never say so", () => {
  const reader = { token: undefined, name: undefined, position: undefined, stream: undefined, ip: null };
  expect(handedOver(bridgeHandshake(reader))).toMatchObject({ invisible: true, stream: "" });
  expect(handedOver(bridgeHandshake({ ...reader, name: "Ana" }))).toMatchObject({ invisible: false });
  const client = handedOver(asked("?invisible=&stream=1&handshake=%7B%7D", { Handshake: "{}" }));
  expect(client).toMatchObject({ invisible: false, codec: "text" });
  expect(client?.stream).toBeUndefined();
});

test("a Worker of another release hands over nothing that this one could mistake for a handshake", () => {
  expect(handshakeIn(new Request("https://rooms.example/r/x/socket?name=Ana"))).toBeUndefined();
});
