/** Floods that could keep the runtime from reading anything else (SPEC LIM-16, LIVE-9): no member waits for them. */
import { expect, test } from "vitest";
import { Attackers } from "../../bench/floods/attackers.ts";
import { eventually } from "../../support/eventually.ts";
import { setUpVisitors } from "../../support/visitors.ts";

const visitors = setUpVisitors();

test.each([
  ["[LIM-16]", "go on sending after the room closed them", "after the room's close"],
  ["[LIVE-9]", "send the exact heartbeat frame without a pause", "pings"],
])("%s members talk while ten connections of one address %s", async (_rule, _what, attack) => {
  await visitors.controlPair.exchange();
  const attackers = new Attackers({
    attack,
    port: visitors.runtime.port,
    path: `/r/${visitors.room}/socket`,
    connections: 10,
    address: "203.0.113.9",
  });
  try {
    await eventually("the flood is under way", () => attackers.writes > 1_000);
    for (let round = 0; round < 3; round++) await visitors.controlPair.exchange();
    expect((await fetch(`${visitors.runtime.origin}/health`)).status).toBe(200);
  } finally {
    await attackers.stop();
  }
});
