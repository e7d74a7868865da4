import { expect, test } from "vitest";
import type { Connection } from "../../src/transport/connections.ts";
import { livenessOf } from "../../src/transport/heartbeat.ts";

const NOW = 1_790_000_000_000;

function connectionHeard(secondsAgo: number): Connection {
  return {
    socket: {} as WebSocket,
    codec: "json",
    stream: undefined,
    plain: {},
    joinedAt: 0,
    lastFrameAt: NOW - secondsAgo * 1_000,
    session: { connection: "c", member: "m", name: "Ana", role: "guest", address: undefined },
    unackedBytes: 0,
    sentBytes: 0,
    readMark: { at: 0, sentBytes: 0 },
    sentTurn: 0,
    sentInTurn: 0,
    pendingFlow: undefined,
    queueOffset: 0,
    digestOffset: 0,
    unechoed: 0,
  };
}

test.each([
  { pinged: 10, heard: 500, liveness: "alive" },
  { pinged: 500, heard: 10, liveness: "alive" },
  { pinged: 90, heard: 500, liveness: "alive" },
  { pinged: 91, heard: 500, liveness: "away" },
  { pinged: 120, heard: 500, liveness: "away" },
  { pinged: 121, heard: 121, liveness: "dead" },
])(
  "[LIVE-2] [PRES-2] a connection with its last ping $pinged s ago and last frame $heard s ago is $liveness",
  ({ pinged, heard, liveness }) => {
    const lastPing = () => new Date(NOW - pinged * 1_000);
    expect(livenessOf(connectionHeard(heard), lastPing, NOW)).toBe(liveness);
  },
);

test.each([
  { joined: 90, liveness: "alive" },
  { joined: 91, liveness: "away" },
  { joined: 121, liveness: "dead" },
])(
  "[LIVE-2] a JSON connection that joined $joined s ago and never pinged is $liveness",
  ({ joined, liveness }) => {
    const connection = { ...connectionHeard(86_400), joinedAt: NOW - joined * 1_000 };
    expect(livenessOf(connection, () => null, NOW)).toBe(liveness);
  },
);

test("[LIVE-2] a plain-text connection that never pinged counts as alive", () => {
  const connection: Connection = { ...connectionHeard(86_400), codec: "text" };
  expect(livenessOf(connection, () => null, NOW)).toBe("alive");
});
