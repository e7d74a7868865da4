/** The cookie of guests whose browser keeps no storage (SPEC ID-11, ID-12). */
import { describe, expect, test } from "vitest";
import { uniqueRoomName } from "../support/runtime/guest.ts";
import { bearerAuth, fetchWorker, guestWhoLeft, isCreated } from "../support/runtime/worker-requests.ts";

const OWN_PAGE = { "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Dest": "empty", "Sec-Fetch-Mode": "cors" };

function put(room: string, token: string, headers: Record<string, string> = OWN_PAGE): Promise<Response> {
  return fetchWorker(`/r/${room}/guest-cookie`, { method: "PUT", ...bearerAuth(token, headers) });
}

function get(room: string, cookie: string, headers: Record<string, string> = OWN_PAGE): Promise<Response> {
  return fetchWorker(`/r/${room}/guest-cookie`, { headers: { Cookie: cookie, ...headers } });
}

/** The cookie of an answer, as a browser sends it back. */
function cookieOf(answer: Response): string {
  return (answer.headers.get("Set-Cookie") ?? "").split(";")[0] ?? "";
}

describe("[ID-11] the guest cookie", () => {
  test("keeps the token of a guest, for this room and top-level site only", async () => {
    const room = uniqueRoomName();
    const { token } = await guestWhoLeft(room, "Ana");
    const kept = await put(room, token);
    expect(kept.status).toBe(204);
    const cookie = kept.headers.get("Set-Cookie") ?? "";
    expect(cookie).toMatch(/^__Host-majlis-guest-[\w-]{16}=/);
    expect(cookie.split("; ").slice(1).toSorted()).toEqual([
      "HttpOnly",
      "Max-Age=2592000",
      "Partitioned",
      "Path=/",
      "SameSite=None",
      "Secure",
    ]);
    const answer = await get(room, cookieOf(kept));
    expect(await answer.json()).toEqual({ token });
    expect(answer.headers.get("Cache-Control")).toBe("no-store");
    expect((await get(uniqueRoomName(), cookieOf(kept))).status).toBe(204);
  });

  test("is removed by DELETE, by the room's own page", async () => {
    const room = uniqueRoomName();
    const path = `/r/${room}/guest-cookie`;
    const removed = await fetchWorker(path, { method: "DELETE", headers: OWN_PAGE });
    expect(removed.status).toBe(204);
    expect(removed.headers.get("Set-Cookie")).toMatch(
      /^__Host-majlis-guest-[\w-]{16}=; Max-Age=0; Path=\/;.*Partitioned/,
    );
    expect((await fetchWorker(path, { method: "DELETE" })).status).toBe(403);
  });

  test("is empty at first, and creates no room", async () => {
    const room = uniqueRoomName();
    expect((await get(room, "")).status).toBe(204);
    expect(await isCreated(room)).toBe(false);
  });

  test.each(["", "words in a row", "a.b; Domain=example.com", "a".repeat(3_000)])(
    "keeps nothing that is not the form of a token: %j",
    async (token) => {
      const answer = await put(uniqueRoomName(), token);
      expect(answer.status).toBe(401);
      expect(answer.headers.get("Set-Cookie")).toBeNull();
    },
  );
});

describe("[ID-12] the guest cookie proves nothing", () => {
  test.each([
    ["a page of another origin", { ...OWN_PAGE, "Sec-Fetch-Site": "cross-site" }],
    ["a page of the same site", { ...OWN_PAGE, "Sec-Fetch-Site": "same-site" }],
    ["a navigation", { ...OWN_PAGE, "Sec-Fetch-Site": "none", "Sec-Fetch-Dest": "document" }],
    ["a script element", { ...OWN_PAGE, "Sec-Fetch-Dest": "script" }],
    ["a client without Sec-Fetch headers", {}],
  ])("%s may neither read nor replace it", async (_who, headers) => {
    const room = uniqueRoomName();
    const { token } = await guestWhoLeft(room, "Ana");
    const cookie = cookieOf(await put(room, token));
    const answers = [await get(room, cookie, headers), await put(room, token, headers)];
    expect(answers.map(({ status }) => status)).toEqual([403, 403]);
    for (const answer of answers) {
      expect(answer.headers.get("Set-Cookie")).toBeNull();
      expect(await answer.text()).not.toContain(token);
    }
  });

  test("neither a command nor a join is authenticated by it", async () => {
    const room = uniqueRoomName();
    const { token, id } = await guestWhoLeft(room, "Ana");
    const headers = { ...OWN_PAGE, Cookie: cookieOf(await put(room, token)) };
    const typing = await fetchWorker(`/r/${room}/typing`, { method: "POST", headers });
    expect(typing.status).toBe(401);
    const upgrade = { ...headers, Upgrade: "websocket", "Sec-WebSocket-Protocol": "majlis.v1" };
    const { webSocket } = await fetchWorker(`/r/${room}/socket`, { headers: upgrade });
    const welcome = new Promise<string>((resolve) =>
      webSocket?.addEventListener("message", ({ data }) => resolve(String(data)), { once: true }),
    );
    webSocket?.accept();
    expect(await welcome).toContain('"welcome"');
    expect(JSON.parse(await welcome)).not.toMatchObject([{ self: { id } }]);
    webSocket?.close();
  });
});
