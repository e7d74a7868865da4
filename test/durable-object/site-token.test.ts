/** Tokens of sites (SPEC VOUCH-1 to VOUCH-4): which count, and which of all that could be tried do not. */
import { base64urlnopad, utf8 } from "@scure/base";
import { beforeAll, describe, expect, test } from "vitest";
import { isSiteToken, verifySiteToken } from "../../src/durable-object/site-token/verify.ts";
import { TOKEN_PROBLEMS, type TokenProblem } from "../../src/durable-object/site-token/problems.ts";
import { parseRoomKey, type RoomKey } from "../../src/protocol/room-keys.ts";
import { parseSiteKeys, type SiteKey } from "../../src/protocol/site-keys.ts";
import { tokenId } from "../../src/room/identity/token-id.ts";
import { parseRoomName, type RoomName } from "../../src/text/room-names.ts";
import { encodePart, SigningKey, usualClaims, type Algorithm } from "../support/site-tokens.ts";

const ORIGIN = "https://chat.example";
const ROOM_URL = `${ORIGIN}/r/tea`;
const NOON = Date.UTC(2026, 10, 23, 12);
const NOW_S = NOON / 1_000;
const SHOP = "https://shop.example";
const BLOG = "https://blog.example";

const claims = (more: Readonly<Record<string, unknown>> = {}) => usualClaims(ROOM_URL, more, NOON);

interface Verified {
  readonly keys?: readonly SiteKey[];
  readonly roomKeys?: readonly RoomKey[];
  readonly room?: string;
  readonly origin?: string;
  readonly now?: number;
}

let ed: SigningKey;
let es: SigningKey;
let hs: SigningKey;
/** a key that no record has */
let foreign: SigningKey;
let keys: readonly SiteKey[];

beforeAll(async () => {
  ed = await SigningKey.generate("EdDSA", "ed", SHOP);
  es = await SigningKey.generate("ES256", "es", SHOP);
  hs = await SigningKey.generate("HS256", "hs", SHOP);
  foreign = await SigningKey.generate("EdDSA", "ed", SHOP);
  keys = parseSiteKeys([ed.record(), es.record(), hs.record()]);
});

function roomName(name: string): RoomName {
  const parsed = parseRoomName(name);
  if (!parsed.ok) throw new Error("invalid room name");
  return parsed.value;
}

function verify(
  token: string,
  { keys: given = keys, roomKeys = [], room = "tea", origin = ORIGIN, now = NOON }: Verified = {},
) {
  const context = { keys: given, roomKeys, room: roomName(room), origin, now, nameGraphemes: 40 };
  return verifySiteToken(token, context);
}

/** The key as its owner adds it to a room. */
function roomKey({ kid, iss, alg, key }: SigningKey, maxRole = "member"): RoomKey {
  const parsed = parseRoomKey(kid, { iss, alg, key, maxRole });
  if (!parsed.ok) throw new Error(parsed.failure.message);
  return parsed.value;
}

/** Expects that a token is refused, and that it is its one flaw that is named. */
async function expectRefused(token: string, problem: TokenProblem | "expired", context: Verified = {}) {
  const failed = await verify(token, context);
  expect(failed).toEqual({
    ok: false,
    failure:
      problem === "expired"
        ? { code: "expired_token", message: "This token has expired." }
        : { code: "invalid_token", message: TOKEN_PROBLEMS[problem] },
  });
}

describe("[VOUCH-1] a token with the form of a JWT", () => {
  test.each([
    ["a.b.c", true],
    ["..", true],
    ["a.b", false],
    ["a.b.c.d", false],
    ["a", false],
    ["", false],
    [undefined, false],
  ])("%j: %j", (token, expected) => expect(isSiteToken(token)).toBe(expected));
});

describe("[VOUCH-2] a token counts", () => {
  test.each<[Algorithm, () => SigningKey]>([
    ["EdDSA", () => ed],
    ["ES256", () => es],
    ["HS256", () => hs],
  ])("signed with %s", async (_alg, key) => {
    const verified = await verify(await key().sign(claims({ role: "member" })));
    expect(verified).toEqual({
      ok: true,
      value: {
        issuer: SHOP,
        scope: "deployment",
        subject: "user-1",
        name: "Sara",
        role: "member",
        issuedAt: NOW_S,
        expiresAt: (NOW_S + 3_600) * 1_000,
        key: expect.stringMatching(/^[\w-]{16}$/) as string,
      },
    });
  });

  test("under the second name of Ed25519 (RFC 9864)", async () => {
    const token = await ed.signParts({ alg: "Ed25519", kid: "ed" }, { iss: SHOP, ...claims() });
    expect((await verify(token)).ok).toBe(true);
  });

  test.each([
    ["without typ", { alg: "EdDSA", kid: "ed" }],
    ["with typ in small letters", { alg: "EdDSA", kid: "ed", typ: "jwt" }],
    ["with a header field that means nothing here", { alg: "EdDSA", kid: "ed", typ: "JWT", site: "shop" }],
  ])("%s", async (_what, header) => {
    expect((await verify(await ed.signParts(header, { iss: SHOP, ...claims() }))).ok).toBe(true);
  });

  test.each([
    ["the room", ROOM_URL],
    ["the deployment", ORIGIN],
    ["the deployment, with a slash", `${ORIGIN}/`],
    ["the room among others", ["https://other.example", ROOM_URL]],
  ])("for %s", async (_what, aud) => {
    expect((await verify(await ed.sign(claims({ aud })))).ok).toBe(true);
  });

  test("for a room in Arabic letters, encoded or not", async () => {
    for (const aud of [`${ORIGIN}/r/مجلس`, `${ORIGIN}/r/${encodeURIComponent("مجلس")}`])
      expect((await verify(await ed.sign(claims({ aud })), { room: "مجلس" })).ok).toBe(true);
  });

  test.each([
    ["composed", "Sára", "Sára"],
    ["decomposed: it is composed", "Sa\u0301ra", "Sára"],
    ["in Arabic letters", "سارة", "سارة"],
    ["with blanks at its ends", "  Sara  B ", "Sara B"],
    ["with an emoji of several code points", "Sara 👩🏽‍💻", "Sara 👩🏽‍💻"],
    ["of 40 letters", "ß".repeat(40), "ß".repeat(40)],
  ])("with a name %s", async (_what, name, expected) => {
    expect(await verify(await ed.sign(claims({ name })))).toMatchObject({
      ok: true,
      value: { name: expected },
    });
  });

  test.each([
    ["none, where the key may give member", undefined, "owner", "member"],
    ["none, where the key may give less", undefined, "guest", "guest"],
    ["less than the key may give", "reader", "member", "reader"],
    ["as much as the key may give", "moderator", "moderator", "moderator"],
  ])("with a role: %s", async (_what, role, maxRole, expected) => {
    const given = parseSiteKeys([ed.record({ maxRole })]);
    expect(await verify(await ed.sign(claims({ role })), { keys: given })).toMatchObject({
      value: { role: expected },
    });
  });

  test.each([
    ["in the last second of the leeway after exp", { exp: NOW_S - 59 }],
    ["24 hours before exp", { exp: NOW_S + 86_400 }],
    ["24 hours and the leeway before exp", { exp: NOW_S + 86_400 + 60 }],
    ["in the leeway before nbf", { nbf: NOW_S + 60 }],
    ["with nbf now", { nbf: NOW_S }],
    ["in the leeway before iat", { iat: NOW_S + 60 }],
    ["with fractions of seconds", { exp: NOW_S + 10.5, iat: NOW_S - 0.5 }],
  ])("%s", async (_when, times) => expect((await verify(await ed.sign(claims(times)))).ok).toBe(true));

  test("without iat it counts as issued a day before it expires", async () => {
    expect(await verify(await ed.sign(claims({ iat: undefined })))).toMatchObject({
      value: { issuedAt: NOW_S + 3_600 - 86_400 },
    });
  });

  test("[VOUCH-14] by a jti of 1 to 255 characters, of its issuer", async () => {
    const ids = await Promise.all(
      ["t1", "t2", "ص".repeat(255), undefined].map(async (jti) => {
        const verified = await verify(await ed.sign(claims({ jti })));
        return verified.ok ? verified.value.tokenId : "refused";
      }),
    );
    const short = expect.stringMatching(/^[\w-]{16}$/) as string;
    expect(ids).toEqual([short, short, short, undefined]);
    expect(new Set(ids).size).toBe(4);
    expect(ids[0]).toBe(tokenId({ iss: SHOP, jti: "t1" }));
    expect(ids[0]).not.toBe(tokenId({ iss: BLOG, jti: "t1" }));
  });

  test("of exactly 8 KiB", async () => {
    const bare = (await ed.sign(claims({ pad: "" }))).length;
    const token = await ed.sign(claims({ pad: "x".repeat(Math.floor(((8_192 - bare) * 3) / 4)) }));
    expect(token.length).toBeGreaterThan(8_180);
    expect(token.length).toBeLessThanOrEqual(8_192);
    expect((await verify(token)).ok).toBe(true);
  });
});

describe("[VOUCH-2] [VOUCH-3] [VOUCH-4] a token is refused", () => {
  const header = { alg: "EdDSA", kid: "ed", typ: "JWT" };
  const body = () => ({ iss: SHOP, ...claims() });

  describe("for its algorithm:", () => {
    test.each(["none", "None", "NONE", ""])("%j, without a signature", async (alg) => {
      await expectRefused(`${encodePart({ ...header, alg })}.${encodePart(body())}.`, "form");
    });

    test.each(["none", "None", "HS256", "ES256", "RS256", "PS256", "ES384", "HS512", "eddsa", "", 7, null])(
      "%j over a signature of its EdDSA key",
      async (alg) => {
        const token = await ed.signParts({ ...header, alg }, body());
        await expectRefused(token, typeof alg === "string" && alg !== "" ? "alg" : "form");
      },
    );

    test("none at all", async () => expectRefused(await ed.signParts({ kid: "ed" }, body()), "form"));

    test("HS256 with the public Ed25519 key as the secret, in each of its spellings", async () => {
      const { x = "" } = ed.key as JsonWebKey;
      for (const secret of [base64urlnopad.decode(x), utf8.decode(x), utf8.decode(JSON.stringify(ed.key))]) {
        const forger = await SigningKey.of(secret, "ed", SHOP);
        await expectRefused(await forger.sign(claims()), "alg");
      }
    });

    test("HS256 with the public P-256 key as the secret", async () => {
      const forger = await SigningKey.of(utf8.decode(JSON.stringify(es.key)), "es", SHOP);
      await expectRefused(await forger.sign(claims()), "alg");
    });

    test("EdDSA under the kid of a shared secret", async () => {
      await expectRefused(await ed.as("hs").sign(claims()), "alg");
    });

    test("ES256 under the kid of an EdDSA key", async () => {
      await expectRefused(await es.as("ed").sign(claims()), "alg");
    });
  });

  describe("for its key:", () => {
    test("a foreign one under a known kid", async () =>
      expectRefused(await foreign.sign(claims()), "signature"));

    test("a foreign secret", async () => {
      const forger = await SigningKey.generate("HS256", "hs", SHOP);
      await expectRefused(await forger.sign(claims()), "signature");
    });

    test("a secret of zeros, and an empty one", async () => {
      for (const secret of [new Uint8Array(32), new Uint8Array(1)])
        await expectRefused(await (await SigningKey.of(secret, "hs", SHOP)).sign(claims()), "signature");
    });

    test.each(["ED", "ed ", "", "es\u0000", "../ed", "__proto__", "k9"])("an unknown kid %j", async (kid) => {
      await expectRefused(await ed.signParts({ ...header, kid }, body()), "key");
    });

    test.each([undefined, null, 7, ["ed"], { ed: true }])("a kid that is no text: %j", async (kid) => {
      await expectRefused(await ed.signParts({ ...header, kid }, body()), "header");
    });

    test.each([
      ["crit", ["exp"]],
      ["crit", ["b64"]],
      ["crit", []],
      ["jku", "https://evil.example/keys"],
      ["x5u", "https://evil.example/cert"],
      ["x5c", ["MII"]],
      ["jwk", null],
    ])("a header with %s: %j", async (name, value) => {
      await expectRefused(await ed.signParts({ ...header, [name]: value }, body()), "header");
    });

    test("the forger's own, embedded in the header", async () => {
      await expectRefused(await foreign.signParts({ ...header, jwk: foreign.key }, body()), "header");
    });

    test("unencoded claims (RFC 7797)", async () => {
      await expectRefused(await ed.signParts({ ...header, crit: ["b64"], b64: false }, body()), "header");
    });

    test.each(["at+jwt", "JWE", "", 7])("another kind of token: %j", async (typ) => {
      await expectRefused(await ed.signParts({ ...header, typ }, body()), "header");
    });
  });

  describe("for its issuer:", () => {
    test("the kid of another issuer: two sites may call a key the same", async () => {
      const blog = await SigningKey.generate("EdDSA", "ed", BLOG);
      const both = parseSiteKeys([ed.record(), blog.record()]);
      expect((await verify(await ed.sign(claims()), { keys: both })).ok).toBe(true);
      expect((await verify(await blog.sign(claims()), { keys: both })).ok).toBe(true);
      await expectRefused(await blog.as("ed", SHOP).sign(claims()), "signature", { keys: both });
      await expectRefused(await ed.as("ed", BLOG).sign(claims()), "signature", { keys: both });
    });

    test.each([BLOG, `${SHOP}/`, SHOP.toUpperCase(), "", undefined, null, 7, [SHOP]])("%j", async (iss) => {
      await expectRefused(await ed.sign(claims({ iss })), "key");
    });
  });

  test.each([
    "https://chat.example/r/coffee",
    "https://chat.example/r/tea/",
    "https://chat.example/r/tea?x",
    "https://chat.example/r/te",
    "https://chat.example/r/",
    "https://chat.example/r/*",
    "https://chat.example:8443",
    "http://chat.example",
    "http://chat.example/r/tea",
    "https://evil.example",
    "https://chat.example.evil.example",
    "chat.example",
    "*",
    "tea",
    "",
    undefined,
    null,
    7,
    [],
    ["https://chat.example/r/coffee"],
    [["https://chat.example"]],
    { 0: "https://chat.example" },
  ])("for its audience: %j", async (aud) => expectRefused(await ed.sign(claims({ aud })), "aud"));

  test.each(["", undefined, null, 7, ["user-1"], "x".repeat(256), "a\nb", "\u0000"])(
    "for its subject: %j",
    async (sub) => expectRefused(await ed.sign(claims({ sub })), "sub"),
  );

  test("for a subject with half a character", async () => {
    const text = JSON.stringify({ ...body(), sub: "SUB" }).replace("SUB", "\\ud800");
    await expectRefused(await ed.signParts(header, text), "sub");
  });

  test.each(["", null, 7, ["t1"], "x".repeat(256), "a\nb"])("for its jti: %j", async (jti) =>
    expectRefused(await ed.sign(claims({ jti })), "jti"),
  );

  test.each([
    ["at the end of the leeway after exp", { exp: NOW_S - 60 }, "expired"],
    ["an hour after exp", { exp: NOW_S - 3_600 }, "expired"],
    ["in 1970", { exp: 0 }, "expired"],
    ["before 1970", { exp: -1 }, "expired"],
    ["a second more than 24 hours and the leeway before exp", { exp: NOW_S + 86_461 }, "exp"],
    ["with exp in ms", { exp: NOON + 3_600_000 }, "exp"],
    ["with exp that never comes", { exp: Number.MAX_SAFE_INTEGER }, "exp"],
    ["without exp", { exp: undefined }, "exp"],
    ["with exp null", { exp: null }, "exp"],
    ["with exp as text", { exp: `${NOW_S + 60}` }, "exp"],
    ["a second before the leeway of nbf", { nbf: NOW_S + 61 }, "nbf"],
    ["with nbf as text", { nbf: "0" }, "nbf"],
    ["with nbf null", { nbf: null }, "nbf"],
    ["before it was issued", { iat: NOW_S + 61 }, "iat"],
    ["with iat as text", { iat: "yesterday" }, "iat"],
  ] as const)("%s", async (_when, times, problem) => {
    await expectRefused(await ed.sign(claims(times)), problem);
  });

  test("with exp beyond all numbers", async () => {
    const text = JSON.stringify({ ...body(), exp: "EXP" }).replace('"EXP"', "1e999");
    await expectRefused(await ed.signParts(header, text), "exp");
  });

  test.each([
    undefined,
    null,
    7,
    "",
    " ",
    "a:b",
    "*Sara",
    "Sa\u202era",
    "Sara\u200b",
    "Sa\nra",
    "\u2800",
    "x".repeat(41),
    "e\u0301\u0301\u0301\u0301\u0301\u0301",
  ])("for its name: %j", async (name) => expectRefused(await ed.sign(claims({ name })), "name"));

  test.each([
    ["owner", "moderator"],
    ["moderator", "member"],
    ["member", "guest"],
    ["guest", "reader"],
    ["admin", "owner"],
    ["Owner", "owner"],
    ["", "owner"],
    [null, "owner"],
    [["owner"], "owner"],
    [0, "owner"],
  ])("for its role %j where the key may give %s", async (role, maxRole) => {
    await expectRefused(await ed.sign(claims({ role })), "role", {
      keys: parseSiteKeys([ed.record({ maxRole })]),
    });
  });

  describe("for its form:", () => {
    test("8 KiB and a few letters, before anything of it is read", async () => {
      await expectRefused(await ed.sign(claims({ pad: "x".repeat(6_000) })), "length");
      await expectRefused(`${"A".repeat(8_191)}..`, "length");
    });

    const other = (text: string, name: string, value: string) => text.replace("{", `{"${name}":${value},`);

    test.each([
      ["sub", '"admin"'],
      ["role", '"owner"'],
      ["exp", "9999999999"],
      ["aud", '"https://other.example"'],
      ["iss", '"https://shop.example"'],
    ])("the claim %s twice", async (name, value) => {
      const text = JSON.stringify({ ...body(), role: "guest" });
      await expectRefused(await ed.signParts(header, other(text, name, value)), "form");
    });

    test("a claim twice in two spellings, and inside of another claim", async () => {
      const text = JSON.stringify(body());
      await expectRefused(await ed.signParts(header, other(text, "\\u0073ub", '"admin"')), "form");
      await expectRefused(await ed.signParts(header, other(text, "deep", '[{"a":{"b":1,"b":2}}]')), "form");
    });

    test.each([
      ["alg", '"none"'],
      ["kid", '"hs"'],
    ])("the header field %s twice", async (name, value) => {
      await expectRefused(await ed.signParts(other(JSON.stringify(header), name, value), body()), "form");
    });

    test.each(["[]", "null", '"text"', "7", "", "{", "{}{}", '{"iss":"https://shop.example"'])(
      "claims that are no object: %s",
      async (text) => expectRefused(await ed.signParts(header, text), "form"),
    );

    test.each(["[]", "null", "EdDSA"])("a header that is no object: %s", async (text) => {
      await expectRefused(await ed.signParts(text, body()), "form");
    });

    test("another JSON: a byte order mark, or bytes that are no UTF-8", async () => {
      await expectRefused(await ed.signParts(header, `\ufeff${JSON.stringify(body())}`), "form");
      const [, payload = ""] = (await ed.sign(claims())).split(".");
      const bytes = base64urlnopad.decode(payload);
      bytes[bytes.indexOf("S".charCodeAt(0))] = 0xff;
      await expectRefused(`${encodePart(header)}.${base64urlnopad.encode(bytes)}.AA`, "form");
    });

    const SPELLINGS: [string, (parts: readonly string[]) => string][] = [
      ["padding", ([h, p, s]) => `${h}.${p}.${s}==`],
      ["a blank", ([h, p, s]) => `${h}.${p}. ${s}`],
      ["the other alphabet", ([h, p, s]) => `${h}.${p}.${s?.replaceAll("-", "+").replaceAll("_", "/")}+`],
      [
        "bits beyond its last byte",
        ([h, p, s]) => `${h}.${p}.${s?.slice(0, -1)}${nextLetter(s?.at(-1) ?? "")}`,
      ],
      ["no signature", ([h, p]) => `${h}.${p}.`],
      ["nothing", () => ".."],
    ];

    test.each(SPELLINGS)("%s", async (_what, change) => {
      await expectRefused(change((await ed.sign(claims())).split(".")), "form");
    });

    test("claims of one token under the signature of another", async () => {
      const [h = "", , s = ""] = (await ed.sign(claims({ sub: "user-1" }))).split(".");
      const [, p = ""] = (await ed.sign(claims({ sub: "admin" }))).split(".");
      await expectRefused(`${h}.${p}.${s}`, "signature");
    });

    test("each bit of its signature flipped", async () => {
      const [h = "", p = "", s = ""] = (await hs.sign(claims())).split(".");
      for (let bit = 0; bit < 256; bit++) {
        const bytes = base64urlnopad.decode(s);
        bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        await expectRefused(`${h}.${p}.${base64urlnopad.encode(bytes)}`, "signature");
      }
    });
  });

  describe("in another place than it is for:", () => {
    test.each([
      ["shop-*", "shop-1", true],
      ["shop-*", "shop-", true],
      ["shop-*", "shop", false],
      ["shop-*", "my-shop-1", false],
      ["shop-*", "tea", false],
      ["tea", "tea", true],
      ["tea", "teas", false],
      ["*", "tea", true],
    ])("a key of the rooms %s in %s counts: %j", async (rooms, room, counts) => {
      const given = parseSiteKeys([ed.record({ rooms })]);
      const token = await ed.sign(claims({ aud: ORIGIN }));
      if (counts) expect((await verify(token, { keys: given, room })).ok).toBe(true);
      else await expectRefused(token, "key", { keys: given, room });
    });

    test("the key of some rooms under the kid of the key of all others", async () => {
      const shops = await SigningKey.generate("EdDSA", "shops", SHOP);
      const given = parseSiteKeys([ed.record(), shops.record({ rooms: "shop-*" })]);
      const forged = await shops.as("ed").sign(claims({ aud: ORIGIN }));
      await expectRefused(forged, "signature", { keys: given, room: "tea" });
      await expectRefused(await shops.sign(claims({ aud: ROOM_URL })), "key", { keys: given, room: "tea" });
    });

    test("a token for one room in another one, and one for the deployment in another deployment", async () => {
      await expectRefused(await ed.sign(claims()), "aud", { room: "coffee" });
      await expectRefused(await ed.sign(claims({ aud: ORIGIN })), "aud", { origin: "https://other.example" });
    });

    test("a deployment without keys", async () =>
      expectRefused(await ed.sign(claims()), "key", { keys: [] }));
  });
});

describe("[VOUCH-11] a key of a room", () => {
  /** of another issuer than the deployment's keys, under names that those have too */
  let own: { readonly ed: SigningKey; readonly es: SigningKey; readonly hs: SigningKey };
  let roomKeys: readonly RoomKey[];

  beforeAll(async () => {
    own = {
      ed: await SigningKey.generate("EdDSA", "ed", BLOG),
      es: await SigningKey.generate("ES256", "es", BLOG),
      hs: await SigningKey.generate("HS256", "hs", BLOG),
    };
    roomKeys = [own.ed, own.es, own.hs].map((key) => roomKey(key));
  });

  test.each([["ed"], ["es"], ["hs"]] as const)(
    "counts beside the deployment's of the same kid: %s",
    async (kid) => {
      expect(await verify(await own[kid].sign(claims()), { roomKeys })).toMatchObject({
        ok: true,
        value: { issuer: BLOG, scope: "room", role: "member" },
      });
      const theirs = { ed, es, hs }[kid];
      expect(await verify(await theirs.sign(claims()), { roomKeys })).toMatchObject({
        ok: true,
        value: { issuer: SHOP, scope: "deployment" },
      });
    },
  );

  test("counts for the room in Arabic letters, encoded or not, and among other audiences", async () => {
    for (const aud of [
      `${ORIGIN}/r/مجلس`,
      `${ORIGIN}/r/${encodeURIComponent("مجلس")}`,
      [ORIGIN, `${ORIGIN}/r/مجلس`],
    ])
      expect((await verify(await own.ed.sign(claims({ aud })), { roomKeys, room: "مجلس" })).ok).toBe(true);
  });

  test.each([
    ["the deployment", ORIGIN],
    ["the deployment, with a slash", `${ORIGIN}/`],
    ["another room", `${ORIGIN}/r/coffee`],
    ["a room whose name goes on", `${ORIGIN}/r/tea-2`],
    ["the room of another deployment", "https://other.example/r/tea"],
    ["the room without its origin", "/r/tea"],
    ["nothing", ""],
    ["no one", undefined],
    ["two other rooms", [`${ORIGIN}/r/coffee`, ORIGIN]],
  ])("refuses what is for %s", async (_what, aud) => {
    await expectRefused(await own.ed.sign(claims({ aud })), "room_aud", { roomKeys });
  });

  test.each(["deployment", "room"])(
    "of the %s refuses all where the room's address is not known",
    async (whose) => {
      const key = whose === "room" ? own.ed : ed;
      for (const aud of [ROOM_URL, "/r/tea", "", "/", "undefined", "undefined/r/tea"])
        expect(
          await verifySiteToken(await key.sign(claims({ aud })), {
            keys,
            roomKeys,
            room: roomName("tea"),
            origin: undefined,
            now: NOON,
            nameGraphemes: 40,
          }),
        ).toMatchObject({ ok: false, failure: { code: "invalid_token" } });
    },
  );

  test("of the deployment is not taken for the room's of the same name, nor the room's for the deployment's", async () => {
    await expectRefused(await own.ed.as("ed", SHOP).sign(claims()), "signature", { roomKeys });
    await expectRefused(await ed.as("ed", BLOG).sign(claims()), "signature", { roomKeys });
    await expectRefused(await own.hs.as("ed").sign(claims()), "alg", { roomKeys });
    await expectRefused(await own.ed.as("es").sign(claims()), "alg", { roomKeys });
    await expectRefused(await own.ed.sign(claims()), "key");
  });

  test("takes no public key for a secret", async () => {
    const { x = "" } = own.ed.key as JsonWebKey;
    const forger = await SigningKey.of(base64urlnopad.decode(x), "ed", BLOG);
    await expectRefused(await forger.sign(claims()), "alg", { roomKeys });
    await expectRefused(
      await (await SigningKey.of(base64urlnopad.decode(x), "hs", BLOG)).sign(claims()),
      "signature",
      {
        roomKeys,
      },
    );
  });

  test("gives its role at most, and none for longer than a day", async () => {
    const sign = (more: Readonly<Record<string, unknown>>) => own.ed.sign(claims(more));
    await expectRefused(await sign({ role: "moderator" }), "role", { roomKeys });
    await expectRefused(await sign({ role: "owner" }), "role", { roomKeys: [roomKey(own.ed, "moderator")] });
    await expectRefused(await sign({ exp: NOW_S + 86_461 }), "exp", { roomKeys });
    await expectRefused(await sign({ exp: NOW_S - 60 }), "expired", { roomKeys });
  });

  test("is the deployment's where both have the same: it counts for all rooms then", async () => {
    const both = { roomKeys: [roomKey(ed)] };
    expect(await verify(await ed.sign(claims({ aud: ORIGIN })), both)).toMatchObject({
      value: { scope: "deployment" },
    });
  });

  test("[VOUCH-13] has another fingerprint than the deployment's of the same kid, issuer and material, and by each role", async () => {
    const token = await ed.sign(claims({ role: "guest" }));
    const fingerprints = await Promise.all(
      [{}, { keys: [], roomKeys: [roomKey(ed)] }, { keys: [], roomKeys: [roomKey(ed, "guest")] }].map(
        async (context) => {
          const verified = await verify(token, context);
          return verified.ok ? verified.value.key : undefined;
        },
      ),
    );
    expect(new Set(fingerprints).size).toBe(3);
    expect(fingerprints).not.toContain(undefined);
  });
});

test("[VOUCH-5] a key's fingerprint is another one for other material under the same kid", async () => {
  const fingerprint = async (key: SigningKey) => {
    const verified = await verify(await key.sign(claims()), { keys: parseSiteKeys([key.record()]) });
    return verified.ok ? verified.value.key : undefined;
  };
  const first = await fingerprint(ed);
  expect(await fingerprint(ed)).toBe(first);
  expect(await fingerprint(foreign)).not.toBe(first);
  expect(await fingerprint(ed.as("other"))).not.toBe(first);
});

/** The next letter of the base64url alphabet: of the last one, it is another spelling of the same bytes. */
function nextLetter(letter: string): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  return alphabet[alphabet.indexOf(letter) + 1] ?? "";
}
