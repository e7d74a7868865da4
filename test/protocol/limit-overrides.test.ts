/** The limits that a deployment sets, in `LIMITS` or in `POLICY`: what they may be, and the sentence for what they may not. */
import { describe, expect, test } from "vitest";
import { ConfigurationError } from "../../src/protocol/configuration-error.ts";
import { parseConfiguration } from "../../src/protocol/configuration.ts";
import { parseLimits } from "../../src/protocol/limit-overrides.ts";
import { DEFAULT_LIMITS } from "../../src/protocol/limits.ts";

test("LIMITS overrides single limits, as text or as an object", () => {
  expect(parseLimits(undefined)).toEqual(DEFAULT_LIMITS);
  expect(parseLimits("")).toEqual(DEFAULT_LIMITS);
  expect(parseLimits('{"textGraphemes":10}')).toEqual({ ...DEFAULT_LIMITS, textGraphemes: 10 });
  expect(parseLimits({ textGraphemes: 10 })).toEqual({ ...DEFAULT_LIMITS, textGraphemes: 10 });
});

test("[POLICY-1] POLICY overrides them too, instead of LIMITS", () => {
  const limits = { textGraphemes: 10, memberRate: { perSecond: 2, burst: 5 } };
  for (const POLICY of [{ limits }, JSON.stringify({ limits })])
    for (const LIMITS of [undefined, ""])
      expect(parseConfiguration({ POLICY, LIMITS }).limits).toEqual({ ...DEFAULT_LIMITS, ...limits });
  expect(parseConfiguration({ POLICY: { limits: {} } }).limits).toEqual(DEFAULT_LIMITS);
  expect(parseConfiguration({ POLICY: {}, LIMITS: limits }).limits).toEqual({ ...DEFAULT_LIMITS, ...limits });
});

test.each(["{}", { textGraphemes: 10 }])("[LIM-6] LIMITS %j beside them is a contradiction", (LIMITS) => {
  expect(() => parseConfiguration({ POLICY: { limits: { textGraphemes: 20 } }, LIMITS })).toThrow(
    new ConfigurationError('LIMITS and "limits" of POLICY are the same: set one of them.'),
  );
});

const RATE = 'must be {"perSecond": N, "burst": N}, with positive whole numbers.';

describe.each([
  ["LIMITS", (text: string) => ({ LIMITS: text }), "LIMITS", "LIMITS must be one JSON object", ""],
  [
    "limits of POLICY",
    (text: string) => ({ POLICY: `{"limits":${text}}` }),
    'POLICY: "limits"',
    'POLICY: "limits" must be an object of limits',
    "limits.",
  ],
] as const)("[LIM-6] wrong %s are refused with a sentence", (_, variables, table, mustBe, prefix) => {
  const [variable] = table.split(":");
  const limit = (name: string): string => `"${prefix}${name}"`;

  test.each([
    ["7", `${mustBe}, such as {"retentionRows":20000}.`],
    ["null", `${mustBe}, such as {"retentionRows":20000}.`],
    ["[]", `${mustBe}, such as {"retentionRows":20000}.`],
    ['{"textGrafemes":10}', `${table} has no limit "textGrafemes"; src/protocol/limits.ts lists them all.`],
    ['{"textGraphemes":"10"}', `${variable}: ${limit("textGraphemes")} must be a positive whole number.`],
    ['{"textGraphemes":0}', `${variable}: ${limit("textGraphemes")} must be a positive whole number.`],
    ['{"textGraphemes":1.5}', `${variable}: ${limit("textGraphemes")} must be a positive whole number.`],
    ['{"textGraphemes":null}', `${variable}: ${limit("textGraphemes")} must be a positive whole number.`],
    ['{"searchTerms":13}', `${variable}: ${limit("searchTerms")} must be at most 12.`],
    ['{"memberRate":5}', `${variable}: ${limit("memberRate")} ${RATE}`],
    ['{"memberRate":{"perSecond":0,"burst":5}}', `${variable}: ${limit("memberRate")} ${RATE}`],
    ['{"memberRate":{"perSecond":1,"burst":5,"per":1}}', `${variable}: ${limit("memberRate")} ${RATE}`],
    [
      '{"frameBytes":100}',
      `${variable}: ${limit("textBytes")} (16384) must not exceed ${limit("frameBytes")} (100).`,
    ],
  ])("%s", (text, sentence) => {
    expect(() => parseConfiguration(variables(text))).toThrow(new ConfigurationError(sentence));
  });
});

test("[LIM-6] LIMITS that are no JSON are refused with a sentence", () => {
  expect(() => parseLimits("{")).toThrow(
    new ConfigurationError('LIMITS must be one JSON object, such as {"retentionRows":20000}.'),
  );
});

test("[SEARCH-3] no deployment can set more search terms than a statement can bind", () => {
  expect(parseLimits('{"searchTerms":12}').searchTerms).toBe(12);
  expect(() => parseLimits('{"searchTerms":13}')).toThrow();
});
