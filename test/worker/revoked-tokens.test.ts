/** Tokens of sites that are revoked by their `jti`, over HTTP and on every transport (SPEC VOUCH-14, HTTP-22). */
import { evictDurableObject } from "cloudflare:test";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { RoomEvent } from "../../src/protocol/events.ts";
import type { TicketGrant } from "../../src/protocol/ticket-grant.ts";
import { Guest, ORIGIN } from "../support/runtime/guest.ts";
import { ownedRoom } from "../support/runtime/owned-room.ts";
import { SseClient } from "../support/runtime/sse-client.ts";
import { setVariables } from "../support/runtime/variables.ts";
import { bearerAuth, fetchWorker, guestWhoLeft, stubOf } from "../support/runtime/worker-requests.ts";
import { SigningKey, usualClaims } from "../support/site-tokens.ts";

const JSON_HEADERS = { "Content-Type": "application/json" };

let key: SigningKey;
let room: string;
let ownerKey: string;

beforeAll(async () => {
  key = await SigningKey.generate("EdDSA");
});

beforeEach(async () => {
  setVariables({ SITE_KEYS: [key.record({ maxRole: "moderator" })] });
  ({ name: room, ownerKey } = await ownedRoom());
});

afterEach(() => setVariables({ SITE_KEYS: "" }));

const tokenOf = (jti: unknown, more: Readonly<Record<string, unknown>> = {}) =>
  key.sign(usualClaims(ORIGIN, { jti, ...more }));

function revoke(jti: unknown, more: Readonly<Record<string, unknown>> = {}, token = ownerKey) {
  return fetchWorker(`/r/${room}/revocations`, {
    method: "POST",
    ...bearerAuth(token, JSON_HEADERS),
    body: JSON.stringify({ iss: key.iss, jti, ...more }),
  });
}

describe("[VOUCH-14] a revoked token", () => {
  test("leaves its socket and stream as readers at once, who write again by the next one, also after the room slept", async () => {
    const sara = await Guest.join(room, { token: await tokenOf("t1") });
    const { self } = await sara.next("welcome");
    const stream = await SseClient.open(`/r/${room}/events?session=s`, bearerAuth(await tokenOf("t1")));
    await stream.nextOf("welcome");
    const answer = await revoke("t1");
    expect([answer.status, await answer.text()]).toEqual([204, ""]);
    expect(await sara.next("error")).toMatchObject({ code: "sign_in_expired" });
    expect(JSON.parse((await stream.next("failure")).data)).toMatchObject({ code: "sign_in_expired" });
    await stream.cancel();
    await evictDurableObject(stubOf(room));
    sara.send({ type: "publish", id: "p", text: "hi" });
    expect(await sara.next("error")).toMatchObject({ id: "p", code: "sign_in_expired" });
    sara.send({ type: "authenticate", id: "a", token: await tokenOf("t1") });
    expect(await sara.next("error")).toMatchObject({ id: "a", code: "revoked_token" });
    sara.send({ type: "authenticate", id: "b", token: await tokenOf("t2") });
    sara.send({ type: "publish", id: "q", text: "back" });
    expect(await sara.next("message")).toMatchObject({ text: "back", from: { id: self.id } });
  });

  test("is refused on every way into the room, its ticket too, and costs no one else anything", async () => {
    const token = await tokenOf("t1");
    const granted = await fetchWorker(`/r/${room}/ticket`, { method: "POST", ...bearerAuth(token) });
    const { ticket } = await granted.json<TicketGrant>();
    expect((await revoke("t1")).status).toBe(204);
    await evictDurableObject(stubOf(room));
    const bySocket = await Guest.join(room, { token });
    expect((await bySocket.untilClosed()).code).toBe(4505);
    const byTicket = await Guest.join(room, { protocols: ["majlis.v1", `ticket.${ticket}`] });
    expect((await byTicket.untilClosed()).code).toBe(4505);
    for (const [method, path, body] of [
      ["POST", "/ticket"],
      ["POST", "", "hi"],
      ["GET", "/events"],
      ["GET", "/messages?after="],
      ["GET", "/messages?after=&wait=1"],
      ["GET", "/search?q=hi"],
      ["GET", "/audit"],
    ] as const) {
      const answer = await fetchWorker(`/r/${room}${path}`, {
        method,
        ...(body === undefined ? {} : { body }),
        ...bearerAuth(token),
      });
      expect([path, answer.status, await answer.json()]).toMatchObject([
        path,
        401,
        { code: "revoked_token" },
      ]);
    }
    const next = await Guest.join(room, { token: await tokenOf("t2") });
    expect((await next.next("welcome")).self.name).toBe("Sara");
  });

  test("of the room's own key is revoked in the same way", async () => {
    const own = await SigningKey.generate("ES256", "own", "https://blog.example");
    const put = await fetchWorker(`/r/${room}/keys/own`, {
      method: "PUT",
      ...bearerAuth(ownerKey, JSON_HEADERS),
      body: JSON.stringify(own.record()),
    });
    expect(put.status).toBe(200);
    const token = await own.sign(usualClaims(`${ORIGIN}/r/${room}`, { jti: "t1" }));
    const member = await Guest.join(room, { token });
    await member.next("welcome");
    expect((await revoke("t1")).status).toBe(204);
    member.send({ type: "publish", id: "p", text: "of another issuer" });
    await member.next("message");
    expect((await revoke("t1", { iss: own.iss })).status).toBe(204);
    expect(await member.next("error")).toMatchObject({ code: "sign_in_expired" });
  });
});

describe("[HTTP-22] POST /revocations", () => {
  test("is for moderators and owners, also vouched ones, and needs a token", async () => {
    const { token } = await guestWhoLeft(room, "Ana");
    expect((await revoke("t1", {}, token)).status).toBe(403);
    expect((await revoke("t1", {}, await tokenOf("t0"))).status).toBe(403);
    expect((await revoke("t1", {}, await tokenOf("t0", { role: "moderator" }))).status).toBe(204);
    const anonymous = await fetchWorker(`/r/${room}/revocations`, {
      method: "POST",
      headers: JSON_HEADERS,
      body: "{}",
    });
    expect(anonymous.status).toBe(400);
    const audit = await (
      await fetchWorker(`/r/${room}/audit`, bearerAuth(ownerKey))
    ).json<{
      entries: unknown[];
    }>();
    expect(audit.entries).toMatchObject([{ action: "revoke_token", jti: "t1", from: { vouched: true } }]);
  });

  test.each([
    ["no jti", { jti: undefined }],
    ["an empty jti", { jti: "" }],
    ["a jti that is no text", { jti: 7 }],
    ["a jti with a line break", { jti: "a\nb" }],
    ["a very long jti", { jti: "x".repeat(256) }],
    ["no issuer", { iss: undefined }],
    ["an exp that is no number", { exp: "soon" }],
    ["an exp before 1970", { exp: -1 }],
    ["an exp in ms", { exp: 1_900_000_000_000 }],
  ])("refuses %s", async (_what, more) => {
    const answer = await revoke("t1", more);
    expect([answer.status, await answer.json()]).toMatchObject([400, { code: "bad_request" }]);
  });
});

test("[VOUCH-3] a token whose jti names nothing is refused", async () => {
  for (const jti of ["", 7, null, ["t1"], "x".repeat(256)]) {
    const body = JSON.stringify({ type: "history", id: "h" });
    const init = { method: "POST", body, ...bearerAuth(await tokenOf(jti), JSON_HEADERS) };
    const answer = await fetchWorker(`/r/${room}/commands`, init);
    expect([jti, answer.status, await answer.json<RoomEvent>()]).toMatchObject([
      jti,
      401,
      { code: "invalid_token", detail: expect.stringMatching('"jti"') as string },
    ]);
  }
});
