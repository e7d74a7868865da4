/** A flood (SPEC LIM-1, LIM-2): it is answered by its errors and close code, and leaves a control pair unaffected. */
import { expect, test } from "vitest";
import { fetchMessages } from "../../support/stored-messages.ts";
import { errorsOf, setUpVisitors } from "../../support/visitors.ts";

/** The slowest rates with the default bursts: only a flood that takes whole seconds gets more than its burst. */
const MEMBER_RATE = { perSecond: 1, burst: 20 };
const FRAME_RATE = { perSecond: 1, burst: 100 };

const visitors = setUpVisitors({ memberRate: MEMBER_RATE, frameRate: FRAME_RATE });

test("[LIM-1] [LIM-2] a flood of a thousand publishes is warned once per limit, dropped, then closed with 4002", async () => {
  const mallory = await visitors.join();
  const startedAt = performance.now();
  for (let index = 0; index < 500; index++)
    mallory.sendJson({ type: "publish", id: `f${index}`, text: `flood ${index}` });
  await visitors.controlPair.exchange();
  for (let index = 500; index < 1_000; index++)
    mallory.sendJson({ type: "publish", id: `f${index}`, text: `flood ${index}` });
  expect((await mallory.waitForClose()).code).toBe(4002);
  /** Each of these seconds may have let one more command pass, and with it one more warning. */
  const refills = Math.floor((performance.now() - startedAt) / 1_000) * MEMBER_RATE.perSecond;

  const errors = errorsOf(mallory);
  expect(errors.map(({ code }) => code)).toEqual(errors.map(() => "rate_limited"));
  expect(errors.every(({ retryAfterMs = 0 }) => retryAfterMs >= 1)).toBe(true);
  // The member's rate names the refused command; the connection's frame rate has no command to name.
  const memberErrors = errors.filter(({ id }) => id !== undefined);
  expect(memberErrors[0]?.id).toBe(`f${MEMBER_RATE.burst}`);
  for (const warnings of [memberErrors.length, errors.length - memberErrors.length]) {
    expect(warnings).toBeGreaterThanOrEqual(1);
    expect(warnings).toBeLessThanOrEqual(1 + refills);
  }

  const stored = (await fetchMessages(visitors.runtime.origin, visitors.room)).filter(
    ({ name }) => name === "Mallory",
  );
  const burst = Array.from({ length: MEMBER_RATE.burst }, (_, index) => `flood ${index}`);
  expect(stored.slice(0, MEMBER_RATE.burst).map(({ text }) => text)).toEqual(burst);
  expect(stored.length).toBeLessThanOrEqual(MEMBER_RATE.burst + refills);
  await visitors.controlPair.waitForLeave("Mallory");
  await visitors.controlPair.expectUnaffected({ others: stored.map(({ text = "" }) => text) });
});
