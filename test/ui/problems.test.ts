import { expect, test } from "vitest";
import { Problems } from "../../src/ui/conversation/problems.ts";
import type { Translate } from "../../src/ui/i18n/translate.ts";
import { loadPart } from "../../src/ui/load-error.ts";
import { FakeTimers } from "./support/sample.ts";

const t = ((key: string) => key) as Translate;

test("a part that cannot be loaded is a problem in the reader's language, until another one or 8 s later", async () => {
  const timers = new FakeTimers();
  const problems = new Problems({ t, timers });
  const failLoading = () =>
    loadPart(() => Promise.reject(new TypeError("Failed to fetch dynamically imported module"))).catch(
      problems.show,
    );
  await failLoading();
  expect([problems.message.value, problems.isLoadFailure.value]).toEqual(["loadFailed", true]);
  problems.show({ code: "forbidden", message: "No." });
  expect([problems.message.value, problems.isLoadFailure.value]).toEqual(["errorForbidden", false]);
  await failLoading();
  timers.advance(8_000);
  expect([problems.message.value, problems.isLoadFailure.value]).toEqual([undefined, false]);
});
