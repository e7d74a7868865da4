/** A busy room that is read over every transport at once: none costs another a message. */
import { expect, test } from "vitest";
import { startMajlis } from "../bench/subjects/index.ts";
import { textTable } from "../bench/table.ts";
import { READERS, runTransports } from "../bench/transports/compare.ts";
import { transportsTable } from "../bench/transports/tables.ts";
import { printLine } from "../support/report.ts";
import { workerBundle } from "../support/worker-bundle.ts";

const WORK = {
  label: "together",
  readers: READERS,
  ratePerSecond: 10,
  warmMs: 1_000,
  measuredMs: 4_000,
  // Generous: a busy test machine is slower, but must still lose nothing.
  drainTimeoutMs: 30_000,
};

test("[P-2] [P-3] 500 sockets, 200 streams and 100 long polls in one room receive each message once, in order", async () => {
  const product = await workerBundle();
  const result = await runTransports(() => startMajlis(product), WORK);
  printLine(textTable(transportsTable([{ ...WORK, result }])));
  const messages = (WORK.ratePerSecond * WORK.measuredMs) / 1_000;
  expect(result.figures.map(({ transport, readers }) => [transport, readers])).toEqual(
    Object.entries(READERS),
  );
  for (const { deliveries, readers, lost, duplicated, outOfOrder } of result.figures) {
    expect({ lost, duplicated, outOfOrder }).toEqual({ lost: 0, duplicated: 0, outOfOrder: 0 });
    expect(deliveries).toBeGreaterThanOrEqual(readers * messages * 0.9);
  }
});
