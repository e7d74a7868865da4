/** Links that give a role, over HTTP in the real runtime (SPEC OWN-7, HTTP-22). */
import { evictDurableObject } from "cloudflare:test";
import { describe, expect, test } from "vitest";
import { Guest, ORIGIN } from "../support/runtime/guest.ts";
import { ownedRoom } from "../support/runtime/owned-room.ts";
import { bearerAuth, fetchWorker, guestWhoLeft, stubOf } from "../support/runtime/worker-requests.ts";

interface ShownLink {
  readonly id: string;
  readonly url: string;
  readonly role: string;
  readonly expiresAt: number;
  readonly uses?: number;
}

const DAY_MS = 86_400_000;

function postLink(room: string, token: string, body: unknown): Promise<Response> {
  return fetchWorker(`/r/${room}/links`, {
    method: "POST",
    ...bearerAuth(token, { "Content-Type": "application/json" }),
    body: JSON.stringify(body),
  });
}

async function makeLink(room: string, token: string, body: unknown): Promise<ShownLink> {
  const answer = await postLink(room, token, body);
  if (answer.status !== 201) throw new Error(await answer.text());
  return answer.json<ShownLink>();
}

function keyOf({ url }: ShownLink): string {
  return new URLSearchParams(new URL(url).hash.slice(1)).get("key") ?? "";
}

async function claim(room: string, token: string, key: string): Promise<unknown> {
  const answer = await fetchWorker(`/r/${room}/commands`, {
    method: "POST",
    ...bearerAuth(token, { "Content-Type": "application/json" }),
    body: JSON.stringify({ type: "claim", id: "c", key }),
  });
  return answer.json();
}

async function linksOf(room: string, token: string): Promise<readonly ShownLink[]> {
  const answer = await fetchWorker(`/r/${room}/links`, bearerAuth(token));
  return (await answer.json<{ links: ShownLink[] }>()).links;
}

test("[OWN-8] [HTTP-22] the owner key is replaced, and is answered once", async () => {
  const { name, ownerKey } = await ownedRoom();
  const script = await Guest.join(name, { token: ownerKey });
  const post = (token: string) =>
    fetchWorker(`/r/${name}/owner-key`, { method: "POST", ...bearerAuth(token) });
  const answer = await post(ownerKey);
  expect([answer.status, answer.headers.get("Cache-Control")]).toEqual([200, "private, no-store"]);
  const renewed = await answer.json<{ ownerKey: string }>();
  expect(Object.keys(renewed)).toEqual(["ownerKey"]);
  expect((await script.untilClosed()).code).toBe(4505);
  await evictDurableObject(stubOf(name));
  expect((await post(ownerKey)).status).toBe(401);
  const again = await Guest.join(name, { token: renewed.ownerKey });
  expect((await again.next("welcome")).self).toMatchObject({ name: "Owner", role: "owner" });
});

describe("[HTTP-22] links", () => {
  test("are the room's URL with a key in its fragment, which gives the role after the room slept", async () => {
    const { name, ownerKey } = await ownedRoom();
    const before = Date.now();
    const answer = await postLink(name, ownerKey, { role: "moderator", uses: 1 });
    expect([answer.status, answer.headers.get("Cache-Control")]).toEqual([201, "private, no-store"]);
    const link = await answer.json<ShownLink>();
    expect(link).toMatchObject({ role: "moderator", uses: 1 });
    expect(link.url).toBe(`${ORIGIN}/r/${name}#key=${keyOf(link)}`);
    expect(link.expiresAt - before).toBeGreaterThanOrEqual(7 * DAY_MS);
    await evictDurableObject(stubOf(name));
    const ana = await Guest.join(name, { name: "Ana" });
    ana.send({ type: "claim", id: "c", key: keyOf(link) });
    expect((await ana.next("presence")).self).toMatchObject({ name: "Ana", role: "moderator" });
    expect(await linksOf(name, ownerKey)).toEqual([{ ...link, uses: 0 }]);
    const { token } = await guestWhoLeft(name, "Bo");
    expect(await claim(name, token, keyOf(link))).toMatchObject([{ type: "error", code: "link_expired" }]);
  });

  test("are revoked at once", async () => {
    const { name, ownerKey } = await ownedRoom();
    const [one, other] = [
      await makeLink(name, ownerKey, { role: "member" }),
      await makeLink(name, ownerKey, { role: "member" }),
    ];
    const remove = () =>
      fetchWorker(`/r/${name}/links/${one.id}`, { method: "DELETE", ...bearerAuth(ownerKey) });
    expect((await remove()).status).toBe(204);
    const again = await remove();
    expect([again.status, await again.json()]).toMatchObject([404, { code: "not_found" }]);
    const { token } = await guestWhoLeft(name, "Ana");
    expect(await claim(name, token, keyOf(one))).toMatchObject([{ code: "link_expired" }]);
    expect(await claim(name, token, keyOf(other))).toMatchObject([
      { type: "presence", self: { role: "member" } },
      { type: "role", role: "member" },
    ]);
  });

  test("for members are made by moderators, who see no others", async () => {
    const { name, ownerKey } = await ownedRoom();
    const { token } = await guestWhoLeft(name, "Ana");
    const forModerators = await makeLink(name, ownerKey, { role: "moderator" });
    await claim(name, token, keyOf(forModerators));
    const own = await makeLink(name, token, { role: "member", expiresInSeconds: 60 });
    expect(await linksOf(name, token)).toEqual([own]);
    expect(await linksOf(name, ownerKey)).toEqual([own, forModerators]);
    const refused = await postLink(name, token, { role: "moderator" });
    expect([refused.status, await refused.json()]).toMatchObject([403, { code: "forbidden" }]);
  });

  test.each([
    [{ role: "owner" }, "bad_request"],
    [{}, "bad_request"],
    [{ role: "member", uses: 0 }, "bad_request"],
    [{ role: "member", use: 1 }, "bad_request"],
    [{ role: "member", uses: 1.5 }, "bad_request"],
    [{ role: "member", expiresInSeconds: 31_536_001 }, "bad_request"],
    [{ role: "member", expiresInSeconds: -1 }, "bad_request"],
    [[], "bad_request"],
  ])("are not made of %j", async (body, code) => {
    const { name, ownerKey } = await ownedRoom();
    const answer = await postLink(name, ownerKey, body);
    expect([answer.status, await answer.json()]).toMatchObject([400, { code }]);
    expect(await linksOf(name, ownerKey)).toEqual([]);
  });

  test("need a token of the room, and the role", async () => {
    const { name } = await ownedRoom();
    const { token } = await guestWhoLeft(name, "Ana");
    const requests = [
      fetchWorker(`/r/${name}/links`),
      fetchWorker(`/r/${name}/links`, bearerAuth("majlis-owner-x")),
      fetchWorker(`/r/${name}/links`, bearerAuth(token)),
      postLink(name, token, { role: "member" }),
      fetchWorker(`/r/${name}/links/x`, { method: "DELETE", ...bearerAuth(token) }),
    ];
    const codes = await Promise.all(
      requests.map(async (answer) => (await (await answer).json<{ code: string }>()).code),
    );
    expect(codes).toEqual(["token_needed", "invalid_token", "forbidden", "forbidden", "forbidden"]);
  });
});
