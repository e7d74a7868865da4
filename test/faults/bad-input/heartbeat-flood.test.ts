/** A flood of the exact heartbeat frame, which the runtime would answer without letting the room know (SPEC LIVE-9). */
import { expect, test } from "vitest";
import { Attackers } from "../../bench/floods/attackers.ts";
import { eventually } from "../../support/eventually.ts";
import { setUpVisitors } from "../../support/visitors.ts";

const visitors = setUpVisitors();

test("[LIVE-9] members talk while ten connections of one address send heartbeats without a pause", async () => {
  await visitors.controlPair.exchange();
  const attackers = new Attackers({
    attack: "pings",
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
