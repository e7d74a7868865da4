/** What the settings say about rules for keys of the shared state (SPEC STATE-6). */
import { expect, test } from "vitest";
import type { KeyRule } from "../../src/protocol/state-keys.ts";
import { ruleProblem } from "../../src/ui/models/key-rules.ts";
import { areSettingsValid } from "../../src/ui/models/setting-changes.ts";

const rules = (...prefixes: string[]) => prefixes.map((prefix): KeyRule => ({ prefix, role: "moderator" }));

test("[STATE-6] a rule may be about all keys, and about each beginning once", () => {
  const entered = rules("", "score:", "~seat", "score:", "");
  expect(entered.map((_, index) => ruleProblem(entered, index))).toEqual([
    undefined,
    undefined,
    undefined,
    "twice",
    "twice",
  ]);
});

test.each(["two words", ".dot", "كلمة", "x".repeat(65)])("[STATE-1] no key begins with %j", (prefix) => {
  expect(ruleProblem(rules(prefix), 0)).toBe("no_prefix");
  expect(areSettingsValid({ state: rules(prefix) }, 0)).toBe(false);
  expect(areSettingsValid({ state: rules("score:") }, 0)).toBe(true);
});
