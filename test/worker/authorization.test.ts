/** The `Authorization` header of requests and upgrades (SPEC ID-1, ID-15). */
import { exports } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { Guest, ORIGIN, uniqueRoomName } from "../support/runtime/guest.ts";
import { fetchWorker, guestWhoLeft, memberNames } from "../support/runtime/worker-requests.ts";

const JSON_BODY = { "Content-Type": "application/json" };

/** Every request that would have a sender or a reader. */
const REQUESTS: readonly (readonly [string, RequestInit?])[] = [
  ["?name=Ana", { method: "POST", body: "hi" }],
  ["/messages", { method: "POST", body: "hi" }],
  ["/plain", { method: "POST", body: new URLSearchParams({ text: "hi" }) }],
  ["/commands", { method: "POST", headers: JSON_BODY, body: '{"type":"typing","on":true}' }],
  ["/typing", { method: "POST" }],
  ["/messages/1", { method: "PATCH", body: "hi" }],
  ["/messages/1", { method: "DELETE" }],
  ["/messages/1/reactions/%F0%9F%8D%B5", { method: "PUT" }],
  ["/events?name=Ana"],
  ["/messages?after=&name=Ana"],
  ["/messages?after="],
  ["/search?q=tea"],
  ["/search", { method: "POST", headers: JSON_BODY, body: '{"q":"tea"}' }],
  ["/members?prefix=a"],
  ["/members", { method: "POST", headers: JSON_BODY, body: '{"prefix":"a"}' }],
];

// An empty value does not get here: for the platform it is as if the header were absent.
describe("[ID-15] a malformed Authorization header", () => {
  test.each([
    "Bearer",
    "Bearer ",
    "Basic QW5hOnRlYQ==",
    "TOKEN",
    "Bearer TOKEN x",
    "Bearer TOKEN, Bearer TOKEN",
    "Bearer LONG",
  ])("%j is 401 at every URL that has a sender, and makes no guest", async (malformed) => {
    const room = uniqueRoomName();
    const { token } = await guestWhoLeft(room, "Bo");
    const Authorization = malformed.replaceAll("TOKEN", token).replace("LONG", "a".repeat(8 * 1024 + 1));
    for (const [path, init] of REQUESTS) {
      const headers = { ...Object.fromEntries(new Headers(init?.headers)), Authorization };
      const answer = await fetchWorker(`/r/${room}${path}`, { ...init, headers });
      expect([path, answer.status]).toEqual([path, 401]);
      expect(answer.headers.get("WWW-Authenticate")).toBe("Bearer");
      // The form comes back as a page.
      if (path !== "/plain") expect(await answer.json()).toMatchObject({ code: "invalid_token" });
    }
    expect(await memberNames(room)).toEqual([]);
  });

  test("it refuses an upgrade, as an invalid token does", async () => {
    const headers = { Upgrade: "websocket", Authorization: "Basic QW5hOnRlYQ==" };
    const url = `${ORIGIN}/r/${uniqueRoomName()}/socket`;
    const { webSocket } = await exports.default.fetch(url, { headers });
    const closed = new Promise<number>((resolve) =>
      webSocket?.addEventListener("close", ({ code }) => resolve(code)),
    );
    webSocket?.accept();
    expect(await closed).toBe(4503);
  });

  test("pages do not look at it: a proxy in front may ask for a password of its own", async () => {
    const room = uniqueRoomName();
    await Guest.join(room);
    const headers = { Authorization: "Basic QW5hOnRlYQ==", Accept: "text/html" };
    expect((await fetchWorker(`/r/${room}`, { headers })).status).toBe(200);
    expect((await fetchWorker(`/r/${room}/plain`, { headers })).status).toBe(200);
  });
});
