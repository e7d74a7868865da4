/** A tab asks the frame that opened it who its user is (SPEC EMBED-16). */
import { expect, test } from "vitest";
import { OpenerTokens } from "../../src/ui/browser/opener-tokens.ts";
import type { TabAnswer } from "../../src/protocol/tab-messages.ts";
import { FakeTimers } from "./support/sample.ts";

/** A tab whose opener answers with what `answer` returns: nothing where that is undefined. */
function openTab() {
  const tab = {
    asked: 0,
    left: 0,
    isOpenerGone: false,
    answer: (): TabAnswer | string | undefined => undefined,
    timers: new FakeTimers(),
  };
  const tokens = new OpenerTokens({
    post(_request, port) {
      tab.asked += 1;
      const answer = tab.answer();
      if (answer !== undefined) port.postMessage(answer);
      return !tab.isOpenerGone;
    },
    leave: () => void (tab.left += 1),
    timers: tab.timers,
  });
  return { tab, tokens };
}

test("[EMBED-16] each join asks again, and joins with what the frame has by then", async () => {
  const { tab, tokens } = openTab();
  tab.answer = () => ({ token: `jwt-${tab.asked}` });
  expect([await tokens.request(), await tokens.request()]).toEqual(["jwt-1", "jwt-2"]);
  expect(tab.left).toBe(0);
});

test.each([
  ["a guest of the site", { token: null }],
  ["a frame that has none now", {}],
  ["no message of ours", "jwt"],
  ["another token than a text", { token: 7 } as unknown as TabAnswer],
])("[EMBED-16] with %s no one joins, and the page leaves", async (_, answer) => {
  const { tab, tokens } = openTab();
  tab.answer = () => answer;
  let joined = false;
  void tokens.request().then(() => (joined = true));
  await expect.poll(() => tab.left).toBe(1);
  expect(joined).toBe(false);
});

test("[EMBED-16] without a frame the page leaves: at once where it is gone, else when it has not answered", async () => {
  const gone = openTab();
  gone.tab.isOpenerGone = true;
  void gone.tokens.request();
  await expect.poll(() => gone.tab.left).toBe(1);

  const silent = openTab();
  void silent.tokens.request();
  silent.tab.timers.advance(4_999);
  await new Promise((resolve) => setTimeout(resolve));
  expect(silent.tab.left).toBe(0);
  silent.tab.timers.advance(1);
  await expect.poll(() => silent.tab.left).toBe(1);
});

test("[EMBED-16] the last token counts once the frame is gone, but not for a user who signs out", async () => {
  const { tab, tokens } = openTab();
  tab.answer = () => ({ token: "jwt" });
  await tokens.request();
  tab.answer = () => undefined;
  tab.isOpenerGone = true;
  expect([await tokens.request(), tab.left]).toEqual(["jwt", 0]);
  tab.isOpenerGone = false;
  tab.answer = () => ({ token: null });
  void tokens.request();
  await expect.poll(() => tab.left).toBe(1);
});
