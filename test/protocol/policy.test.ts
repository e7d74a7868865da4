/** The deployment's variable `POLICY`: what it may hold, and the sentence for what it may not. */
import { describe, expect, test } from "vitest";
import { ConfigurationError } from "../../src/protocol/configuration-error.ts";
import { parsePolicy, roomCreators } from "../../src/protocol/policy.ts";

test("without POLICY, or with an empty one, everything is allowed", () => {
  for (const variable of [undefined, "", "{}", {}]) expect(parsePolicy(variable)).toEqual({});
});

test("[POLICY-1] every field may be set, and is in its canonical form", () => {
  const policy = {
    origin: "https://chat.example",
    createRooms: "vouched",
    defaults: {
      language: "PT-br",
      read: "members",
      write: "moderators",
      slowModeSeconds: 5,
      guestLinks: false,
      retentionHours: 24,
    },
    limits: { retentionRows: 20_000 },
    listRooms: false,
    lobby: "Welcome",
  };
  const canonical = { ...policy, defaults: { ...policy.defaults, language: "pt-BR" }, lobby: "welcome" };
  expect(parsePolicy(policy)).toEqual(canonical);
  expect(roomCreators(parsePolicy(policy))).toBe("vouched");
  expect(roomCreators(parsePolicy({}))).toBe("everyone");
});

test("POLICY is JSON text, or a table of wrangler.toml", () => {
  const policy = { embedOrigins: ["https://shop.example", "http://localhost:3000", "http://[::1]:8080"] };
  expect(parsePolicy(policy)).toEqual(policy);
  expect(parsePolicy(JSON.stringify(policy))).toEqual(policy);
});

describe("[LIM-6] a wrong POLICY is refused with one sentence", () => {
  const NOT_AN_OBJECT = 'POLICY must be one JSON object, such as {"embedOrigins":["https://shop.example"]}.';
  const FIELDS = "it may have origin, embedOrigins, createRooms, defaults, limits, listRooms, lobby.";
  const ORIGINS =
    'POLICY: "embedOrigins" must be a list of at most 50 origins, such as "https://shop.example".';

  test.each([
    ["{", NOT_AN_OBJECT],
    ["7", NOT_AN_OBJECT],
    ["null", NOT_AN_OBJECT],
    ["[]", NOT_AN_OBJECT],
    ['{"embedOrigin":[]}', `POLICY has no field "embedOrigin"; ${FIELDS}`],
    ['{"listRooms":"no"}', 'POLICY: "listRooms" must be true or false.'],
    ['{"createRooms":"noone"}', 'POLICY: "createRooms" must be "everyone", "vouched" or "operator".'],
    ['{"createRooms":true}', 'POLICY: "createRooms" must be "everyone", "vouched" or "operator".'],
    [
      '{"lobby":"a b"}',
      'POLICY: "lobby" must be the name of a room: 1 to 64 letters, digits, hyphens or underscores.',
    ],
    [
      '{"defaults":[]}',
      'POLICY: "defaults" must be an object of settings for new rooms, such as {"write":"members"}.',
    ],
    [
      '{"defaults":{"title":"Tea"}}',
      'POLICY: "defaults" has no field "title"; it may have language, read, write, slowModeSeconds, guestLinks, retentionHours.',
    ],
    [
      '{"defaults":{"language":"Arabic!"}}',
      'POLICY: "defaults.language" must be the tag of a language, such as "ar" or "pt-BR".',
    ],
    ...["read", "write"].map((name) => [
      JSON.stringify({ defaults: { [name]: "friends" } }),
      `POLICY: "defaults.${name}" must be "everyone", "members" or "moderators".`,
    ]),
    [
      '{"defaults":{"slowModeSeconds":21601}}',
      'POLICY: "defaults.slowModeSeconds" must be a whole number from 0 to 21600.',
    ],
    ['{"defaults":{"guestLinks":"no"}}', 'POLICY: "defaults.guestLinks" must be true or false.'],
    [
      '{"defaults":{"retentionHours":1.5}}',
      'POLICY: "defaults.retentionHours" must be a whole number from 0.',
    ],
    ['{"embedOrigins":"https://shop.example"}', ORIGINS],
    ['{"embedOrigins":[7]}', ORIGINS],
    [JSON.stringify({ embedOrigins: Array(51).fill("https://shop.example") }), ORIGINS],
    ...[
      "https://shop.example/",
      "https://Shop.example",
      "https://shop.example:443",
      "http://shop.example:80",
      "https://*.shop.example",
      "https://shop.example;script-src *",
      "https://shop.example https://other.example",
      "https://user@shop.example",
      "https://shop.example:0",
      "shop.example",
      "ftp://shop.example",
      "null",
      "*",
      "",
    ].map((origin) => [JSON.stringify({ embedOrigins: [origin] }), ORIGINS]),
  ])("%s", (variable = "", sentence = "") => {
    expect(() => parsePolicy(variable)).toThrow(new ConfigurationError(sentence));
  });
});
