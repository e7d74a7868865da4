/** The deployment's secret `SITE_KEYS`: what it may hold, and the sentence for what it may not. */
import { beforeAll, describe, expect, test } from "vitest";
import { ConfigurationError } from "../../src/protocol/configuration-error.ts";
import { hasDuplicateKeys } from "../../src/protocol/duplicate-keys.ts";
import { parseSiteKeys } from "../../src/protocol/site-keys.ts";
import { SigningKey } from "../support/site-tokens.ts";

const SECRET = "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3JldA";

let ed: SigningKey;
let es: SigningKey;
let hs: SigningKey;

beforeAll(async () => {
  ed = await SigningKey.generate("EdDSA", "2026-11");
  es = await SigningKey.generate("ES256", "2026-12");
  hs = await SigningKey.generate("HS256", "shared");
});

test("without SITE_KEYS no site vouches for anyone", () => {
  for (const variable of [undefined, "", "[]", []]) expect(parseSiteKeys(variable)).toEqual([]);
});

test("SITE_KEYS is a JSON list of keys, two of an issuer while one takes the other's place", () => {
  const keys = parseSiteKeys(JSON.stringify([ed.record(), es.record({ rooms: "shop-*" }), hs.record()]));
  expect(keys.map(({ alg, kid, rooms, maxRole }) => ({ alg, kid, rooms, maxRole }))).toEqual([
    { alg: "EdDSA", kid: "2026-11", rooms: "*", maxRole: "member" },
    { alg: "ES256", kid: "2026-12", rooms: "shop-*", maxRole: "member" },
    { alg: "HS256", kid: "shared", rooms: "*", maxRole: "member" },
  ]);
});

test("a secret may be a JWK too", () => {
  const [bare, jwk] = [hs.key, { kty: "oct", k: hs.key }].map(
    (key) => parseSiteKeys([hs.record({ key })])[0]?.key,
  );
  expect(jwk).toEqual(bare);
});

describe("[LIM-6] a wrong key is refused with one sentence, without a value of it", () => {
  const NOT_A_LIST = "SITE_KEYS must be a JSON list of keys, each with kid, iss, alg, key and maxRole.";
  const of = (sentence: string) => `SITE_KEYS: key 1: ${sentence}`;
  const OKP = of('"key" must be an Ed25519 public key as a JWK: {"kty":"OKP","crv":"Ed25519","x":…}.');
  const EC = of('"key" must be a P-256 public key as a JWK: {"kty":"EC","crv":"P-256","x":…,"y":…}.');
  const OCT = of(
    '"key" must be a secret of at least 32 bytes in base64url without padding, or the JWK of one.',
  );

  const CASES: [string, () => unknown, string][] = [
    ["text that is no JSON", () => `[${SECRET}`, NOT_A_LIST],
    ["an object", () => ({ key: SECRET }), NOT_A_LIST],
    ["a list of texts", () => [SECRET], NOT_A_LIST],
    [
      "51 keys",
      () => Array.from({ length: 51 }, (_, kid) => hs.record({ kid: `k${kid}` })),
      "SITE_KEYS has at most 50 keys.",
    ],
    [
      "an unknown field",
      () => [hs.record({ [SECRET]: 1 })],
      "SITE_KEYS: key 1 has a field that is none of kid, iss, alg, key, maxRole, rooms.",
    ],
    [
      "no kid",
      () => [hs.record({ kid: undefined })],
      of('"kid" must be 1 to 64 letters, digits or _.:~+/=-.'),
    ],
    [
      "a kid with a blank",
      () => [hs.record({ kid: "a b" })],
      of('"kid" must be 1 to 64 letters, digits or _.:~+/=-.'),
    ],
    [
      "an empty issuer",
      () => [hs.record({ iss: "" })],
      of('"iss" must be 1 to 255 visible ASCII characters.'),
    ],
    [
      "an algorithm of RSA",
      () => [hs.record({ alg: "RS256" })],
      of('"alg" must be "EdDSA", "ES256" or "HS256".'),
    ],
    ["no algorithm", () => [hs.record({ alg: "none" })], of('"alg" must be "EdDSA", "ES256" or "HS256".')],
    [
      "an unknown role",
      () => [hs.record({ maxRole: "admin" })],
      of('"maxRole" must be "owner", "moderator", "member", "guest" or "reader".'),
    ],
    [
      "no role",
      () => [hs.record({ maxRole: undefined })],
      of('"maxRole" must be "owner", "moderator", "member", "guest" or "reader".'),
    ],
    [
      "a pattern in the middle of a name",
      () => [hs.record({ rooms: "a*b" })],
      of('"rooms" must be the name of a room, or the beginning of names such as "shop-*".'),
    ],
    [
      "a pattern in capital letters",
      () => [hs.record({ rooms: "Shop-*" })],
      of('"rooms" must be the name of a room, or the beginning of names such as "shop-*".'),
    ],
    [
      "an empty pattern",
      () => [hs.record({ rooms: "" })],
      of('"rooms" must be the name of a room, or the beginning of names such as "shop-*".'),
    ],
    ["a secret of 31 bytes", () => [hs.record({ key: "A".repeat(41) + "A" })], OCT],
    ["a padded secret", () => [hs.record({ key: `${SECRET}==` })], OCT],
    ["a secret that is no base64url", () => [hs.record({ key: `${SECRET}!` })], OCT],
    ["no secret", () => [hs.record({ key: undefined })], OCT],
    ["an EdDSA key for HS256", () => [hs.record({ key: ed.key })], OCT],
    ["a secret for EdDSA", () => [ed.record({ key: SECRET })], OKP],
    ["a P-256 key for EdDSA", () => [ed.record({ key: es.key })], OKP],
    ["an EdDSA key for ES256", () => [es.record({ key: ed.key })], EC],
    ["a short coordinate", () => [ed.record({ key: { ...(ed.key as object), x: "AAAA" } })], OKP],
    [
      "a P-256 key that was copied wrongly",
      () => [es.record({ key: { ...(es.key as object), y: (es.key as { x: string }).x } })],
      EC,
    ],
    [
      "a private key",
      () => [ed.record({ key: { ...(ed.key as object), d: SECRET } })],
      of('"key" is a private key; give its public part.'),
    ],
    [
      "a key twice",
      () => [ed.record(), es.record(), hs.record({ kid: "2026-11" })],
      'SITE_KEYS: keys 1 and 3 have the same "iss" and "kid".',
    ],
  ];

  test.each(CASES)("%s", (_what, variable, sentence) => {
    for (const given of [variable(), JSON.stringify(variable())]) {
      const refused = refusalOf(given);
      expect(refused).toEqual(new ConfigurationError(sentence));
      expect(refused?.message).not.toContain(SECRET);
    }
  });

  test("a key of the second place is named by its place", () => {
    expect(refusalOf([ed.record(), hs.record({ key: "short" })])?.message).toMatch(
      /^SITE_KEYS: key 2: "key"/,
    );
  });
});

function refusalOf(variable: unknown): Error | undefined {
  try {
    parseSiteKeys(variable);
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

test.each([
  ['{"a":1,"b":2}', false],
  ['{"a":1,"a":2}', true],
  ['{"a":1,"\\u0061":2}', true],
  ['{"a":{"a":1},"b":{"a":1}}', false],
  ['[{"a":1},{"a":1}]', false],
  ['[{"a":[{"b":1,"b":1}]}]', true],
  ['{"a":"a","b":"a"}', false],
  ['{"a":"{\\"b\\":1,\\"b\\":1}"}', false],
  ['{"a" : 1, "a"\n:2}', true],
  ['{"__proto__":1,"__proto__":2}', true],
  ["[1,2]", false],
])("an object with a key twice: %s: %j", (json, expected) => {
  expect(hasDuplicateKeys(json)).toBe(expected);
});
