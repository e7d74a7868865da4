/**
 * Invalid tokens (SPEC ID-2 to ID-6): each is answered by its error or
 * close code, stores nothing, and leaves a control pair unaffected.
 */
import { describe, expect, test } from "vitest";
import { claimsOf, signToken } from "../../support/guest-token.ts";
import { readRoomKey } from "../../support/stored-messages.ts";
import { isType, JSON_PROTOCOL, setUpVisitors, waitForError, welcomeOf } from "../../support/visitors.ts";

const visitors = setUpVisitors();

describe("tokens", () => {
  const bearer = (token: string) => ({
    protocols: JSON_PROTOCOL,
    headers: { Authorization: `Bearer ${token}` },
  });
  const inAnHour = () => Math.floor(Date.now() / 1000) + 3_600;

  async function ownToken(): Promise<string> {
    const visitor = await visitors.join({ name: "Mallory" });
    return (await welcomeOf(visitor)).self?.token ?? "";
  }

  test("[ID-2] [ID-3] a token signed as the specification describes it identifies its member, with its name", async () => {
    const key = readRoomKey(visitors.runtime.roomsFolder, visitors.room);
    const token = signToken(visitors.room, key, { member: "someone", name: "Signed", exp: inAnHour() });
    const visitor = await visitors.join({ name: "Asked", ...bearer(token) });
    expect((await welcomeOf(visitor)).self).toMatchObject({ id: "someone", name: "Signed" });
    const again = await visitors.join(bearer((await welcomeOf(visitor)).self?.token ?? ""));
    expect((await welcomeOf(again)).self?.id).toBe("someone");
  });

  /** Each derives an invalid token from a valid one of this room. */
  const INVALID_TOKENS: [string, (valid: string) => string][] = [
    ["garbage", () => "garbage"],
    ["two empty parts", () => "."],
    ["three parts", (valid) => `${valid}.x`],
    ["no signature", (valid) => `${valid.split(".")[0]}.`],
    [
      "an altered name",
      (valid) => [payloadOf({ ...claimsOf(valid), name: "Ana" }), valid.split(".")[1]].join("."),
    ],
    [
      "an altered expiry",
      (valid) => [payloadOf({ ...claimsOf(valid), exp: 9e9 }), valid.split(".")[1]].join("."),
    ],
    ["one bit flipped in its signature", (valid) => flipLast(valid)],
    [
      "a past expiry and an invalid signature",
      (valid) => [payloadOf({ ...claimsOf(valid), exp: 1 }), valid.split(".")[1]].join("."),
    ],
    [
      "a signature by a key of zeros",
      (valid) => signToken(visitors.room, new Uint8Array(32), claimsOf(valid)),
    ],
    ["5,000 characters", (valid) => `${"A".repeat(5_000)}.${valid.split(".")[1]}`],
    [
      "the form of an unsigned JWT",
      () =>
        `${Buffer.from('{"alg":"none"}').toString("base64url")}.${payloadOf({ member: "x", name: "x", exp: 9e9 })}.`,
    ],
  ];

  test.each(INVALID_TOKENS)("[ID-6] [JOIN-3] a token with %s closes with 4503", async (_, invalidate) => {
    const token = invalidate(await ownToken());
    const visitor = await visitors.open(bearer(token));
    expect((await visitor.waitForClose()).code).toBe(4503);
    await visitors.controlPair.expectUnaffected();
  });

  test("[ID-6] another room's token closes with 4503", async () => {
    const elsewhere = await visitors.join({ path: `/r/other-${visitors.room}/socket` });
    const visitor = await visitors.open(bearer((await welcomeOf(elsewhere)).self?.token ?? ""));
    expect((await visitor.waitForClose()).code).toBe(4503);
    await visitors.controlPair.expectUnaffected();
  });

  test("[ID-6] an expired token closes with 4504", async () => {
    const key = readRoomKey(visitors.runtime.roomsFolder, visitors.room);
    for (const exp of [Math.floor(Date.now() / 1000) - 1, 1, 0, -1]) {
      const visitor = await visitors.open(
        bearer(signToken(visitors.room, key, { member: "late", name: "Late", exp })),
      );
      expect((await visitor.waitForClose()).code).toBe(4504);
    }
    await visitors.controlPair.expectUnaffected();
  });

  test("[ID-5] authenticate with an invalid token is answered by an error and changes nothing", async () => {
    const mallory = await visitors.join();
    const valid = (await welcomeOf(mallory)).self?.token ?? "";
    const tokens = INVALID_TOKENS.map(([, invalidate]) => invalidate(valid));
    // No header can hold it.
    tokens.push(`\ud800.${valid.split(".")[1]}`);
    for (const [index, token] of tokens.entries())
      mallory.sendJson({ type: "authenticate", id: `t${index}`, token });
    for (const index of tokens.keys())
      expect(await waitForError(mallory, `t${index}`)).toMatchObject({ code: "invalid_token" });
    mallory.sendJson({ type: "publish", id: "after", text: "still Mallory" });
    const message = await mallory.waitForEvent("the message", isType("message"));
    expect(message.from?.id).toBe((await welcomeOf(mallory)).self?.id);
    await visitors.controlPair.expectUnaffected({ others: ["still Mallory"] });
  });

  function payloadOf(claims: object): string {
    return Buffer.from(JSON.stringify(claims)).toString("base64url");
  }

  function flipLast(token: string): string {
    const [payload = "", signature = ""] = token.split(".");
    const bytes = Buffer.from(signature, "base64url");
    bytes[31] = (bytes[31] ?? 0) ^ 1;
    return `${payload}.${bytes.toString("base64url")}`;
  }
});
