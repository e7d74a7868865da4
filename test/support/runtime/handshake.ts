import type { Handshake } from "../../../src/transport/handshake.ts";

/** That of a new guest with a socket for JSON. */
export const GUEST_HANDSHAKE: Handshake = {
  negotiated: { kind: "agreed", codec: "json", echo: undefined, ticket: undefined },
  ticket: undefined,
  token: undefined,
  name: undefined,
  position: undefined,
  address: undefined,
  origin: undefined,
  invisible: false,
  stream: undefined,
  plain: {},
  warning: undefined,
};
