/** The variables of a deployment together: the secret of its operator, and what contradicts what (SPEC LIM-6). */
import { describe, expect, test } from "vitest";
import { ConfigurationError } from "../../src/protocol/configuration-error.ts";
import { parseConfiguration, type Variables } from "../../src/protocol/configuration.ts";

const OPERATOR_KEY = "k".repeat(32);
const SITE_KEYS = [
  { kid: "k1", iss: "https://shop.example", alg: "HS256", key: "A".repeat(43), maxRole: "member" },
];

test("without variables everyone creates rooms, and there is neither a lobby nor an operator's key", () => {
  expect(parseConfiguration({})).toMatchObject({ lobby: undefined, operatorKey: undefined, policy: {} });
});

test("the lobby is named by LOBBY or by POLICY", () => {
  expect(parseConfiguration({ LOBBY: "Tea" }).lobby).toBe("tea");
  expect(parseConfiguration({ POLICY: { lobby: "Tea" }, LOBBY: "" }).lobby).toBe("tea");
});

describe("[LIM-6] the operator's key", () => {
  const SENTENCE =
    "OPERATOR_KEY must be a secret of at least 32 characters: letters, digits or any of -._~+/=.";

  test("is what a header can carry, of at least 32 characters", () => {
    const key = "abcdefghijklmnop-._~+/=ABCDEF123";
    expect([key.length, parseConfiguration({ OPERATOR_KEY: key }).operatorKey]).toEqual([32, key]);
  });

  test.each([
    "k".repeat(31),
    `${"k".repeat(31)} `,
    "é".repeat(32),
    `${"k".repeat(32)}\n`,
    7,
    ["k".repeat(32)],
  ])("is not %j, of which the sentence has nothing", (key) => {
    expect(() => parseConfiguration({ OPERATOR_KEY: key })).toThrow(new ConfigurationError(SENTENCE));
  });
});

describe("[LIM-6] variables that contradict each other are refused with one sentence", () => {
  const NO_OPERATOR_KEY =
    'POLICY: "createRooms" is "operator", for which the secret OPERATOR_KEY must be set.';
  const NO_SITE_KEY = 'POLICY: "createRooms" is "vouched", for which the secret SITE_KEYS must have a key.';

  test.each<[Variables, string]>([
    [{ POLICY: { createRooms: "operator" } }, NO_OPERATOR_KEY],
    [{ POLICY: { createRooms: "operator" }, SITE_KEYS, OPERATOR_KEY: "" }, NO_OPERATOR_KEY],
    [{ POLICY: { createRooms: "vouched" }, OPERATOR_KEY }, NO_SITE_KEY],
    [{ POLICY: { createRooms: "vouched" }, SITE_KEYS: [] }, NO_SITE_KEY],
    [
      { POLICY: { lobby: "tea" }, LOBBY: "tea" },
      'LOBBY and "lobby" of POLICY are the same: set one of them.',
    ],
    [
      { POLICY: { defaults: { retentionHours: 721 } } },
      'POLICY: "defaults.retentionHours" must not exceed the 720 hours of the limit "retentionMs".',
    ],
    [
      { POLICY: { defaults: { retentionHours: 2 } }, LIMITS: { retentionMs: 7_199_999 } },
      'POLICY: "defaults.retentionHours" must not exceed the 1 hours of the limit "retentionMs".',
    ],
  ])("%j", (variables, sentence) => {
    expect(() => parseConfiguration(variables)).toThrow(new ConfigurationError(sentence));
  });

  test.each<Variables>([
    { POLICY: { createRooms: "operator" }, OPERATOR_KEY },
    { POLICY: { createRooms: "vouched" }, SITE_KEYS },
    { POLICY: { createRooms: "everyone", defaults: { retentionHours: 720 } }, OPERATOR_KEY },
  ])("%j are not", (variables) => {
    expect(parseConfiguration(variables).policy).toEqual(variables.POLICY);
  });
});
