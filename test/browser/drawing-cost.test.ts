/** What the browser computes anew for a message that arrives: the message, and not the page around it. */
import { expect, test } from "vitest";
import { setUpBrowser, UNLIMITED_RATES } from "../support/browser-setup.ts";
import { joinAs } from "../support/room-clients.ts";
import { traceOf } from "../support/trace.ts";

const setup = setUpBrowser({ limits: UNLIMITED_RATES });

const MESSAGES = 60;
/** A message is about ten elements, and the last one before it has to make room. */
const MAX_ELEMENTS = 40;
/** Between two of them something else may have to be drawn, such as a clock: the least of all counts. */
const ARRIVALS = 5;

test("a message that arrives makes the browser compute its own styles, and not those of the page", async () => {
  const url = `${setup.server.origin}/r/drawing`;
  const bo = await joinAs(url, "Bo");
  for (let count = 1; count <= MESSAGES; count++) bo.publish(`message ${count}`);
  const ana = await setup.newUserNamed("Ana");
  await ana.openRoom(url);
  await ana.waitForMessageActions(`message ${MESSAGES}`);
  const devtools = await ana.context.newCDPSession(ana.page);
  const elements: number[] = [];
  for (let count = 1; count <= ARRIVALS; count++) {
    const events = await traceOf(devtools, ["devtools.timeline"], async () => {
      await bo.publish(`arrival ${count}`).stored;
      await ana.waitForText(`arrival ${count}`);
      // Until what was drawn is shown.
      await ana.page.evaluate(
        () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
      );
    });
    const updates = events.filter(({ name }) => name === "UpdateLayoutTree");
    elements.push(updates.reduce((sum, { args }) => sum + (args.elementCount ?? 0), 0));
  }
  expect(Math.min(...elements)).toBeGreaterThan(0);
  expect(Math.min(...elements)).toBeLessThan(MAX_ELEMENTS);
  bo.close();
});
