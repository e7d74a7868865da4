import { expect, test } from "vitest";
import { describeError } from "../../src/ui/conversation/error-messages.ts";
import { Problems } from "../../src/ui/conversation/problems.ts";
import type { Translate } from "../../src/ui/i18n/translate.ts";
import { loadPart } from "../../src/ui/load-error.ts";
import { FakeTimers } from "./support/sample.ts";

const t = ((key: string) => key) as Translate;

const settle = () => new Promise((resolve) => setTimeout(resolve));

const newProblems = (timers = new FakeTimers()) =>
  new Problems({ t, timers, describe: async (reason) => describeError(t, reason) });

test("a part that cannot be loaded is a problem in the reader's language, until another one or 8 s later", async () => {
  const timers = new FakeTimers();
  const problems = newProblems(timers);
  const failLoading = () =>
    loadPart(() => Promise.reject(new TypeError("Failed to fetch dynamically imported module"))).catch(
      problems.show,
    );
  await failLoading();
  expect([problems.message.value, problems.isLoadFailure.value]).toEqual(["loadFailed", true]);
  problems.show({ code: "forbidden", message: "No." });
  await settle();
  expect([problems.message.value, problems.isLoadFailure.value]).toEqual(["errorForbidden", false]);
  await failLoading();
  timers.advance(8_000);
  expect([problems.message.value, problems.isLoadFailure.value]).toEqual([undefined, false]);
});

test.each([
  ["invalid_token", "errorStartedOver"],
  ["expired_token", "errorSessionEnded"],
  ["revoked_token", "errorSessionEnded"],
])(
  "[ROOM-4] a guest whose token is refused (%s) reads that they are a new guest, not an error",
  async (code, key) => {
    const problems = newProblems();
    problems.show({ type: "error", code, message: "" });
    await settle();
    expect(problems.message.value).toBe(key);
  },
);

test("of two problems the later one is shown, however long the message of the earlier takes", async () => {
  const resolvers: ((message: string) => void)[] = [];
  const describe = () => new Promise<string>((resolve) => resolvers.push(resolve));
  const problems = new Problems({ t, timers: new FakeTimers(), describe });
  problems.show({ code: "first" });
  problems.show({ code: "second" });
  resolvers[1]?.("second");
  resolvers[0]?.("first");
  await settle();
  expect(problems.message.value).toBe("second");
  problems.show({ code: "third" });
  problems.clear();
  resolvers[2]?.("third");
  await settle();
  expect(problems.message.value).toBeUndefined();
});

test("without a network, from which the messages are loaded, that is the problem", async () => {
  const describe = () => Promise.reject(new TypeError("Failed to fetch"));
  const problems = new Problems({ t, timers: new FakeTimers(), describe });
  problems.show({ code: "timeout" });
  await settle();
  expect(problems.message.value).toBe("errorNoConnection");
});
