/** Floods that go on after the room's close (SPEC LIM-16): what waits in their buffers keeps no member waiting. */
import { expect, test } from "vitest";
import { Attackers } from "../../bench/floods/attackers.ts";
import { eventually } from "../../support/eventually.ts";
import { setUpVisitors } from "../../support/visitors.ts";

const visitors = setUpVisitors();

test("[LIM-16] members talk while ten connections go on sending after the room closed them", async () => {
  const attackers = new Attackers({
    attack: "after the room's close",
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
