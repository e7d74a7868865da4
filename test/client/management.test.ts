/** What owners and moderators request by the SDK beside the connection (SPEC HTTP-22). */
import { expect, test } from "vitest";
import type { RoomClient } from "../../src/client/room-client.ts";
import type { FakeRequest } from "../support/fake-http.ts";
import { FakeWorld, ROOM_URL } from "../support/fake-world.ts";

const LINK = { id: "l/1", url: `${ROOM_URL}#key=majlis-link-l1.k`, role: "member", expiresAt: 9, uses: 0 };

async function worldAnswering(answer: () => Response) {
  const world = new FakeWorld();
  world.enableHttp();
  const requests: FakeRequest[] = [];
  world.http.answer = (request) => {
    const isManagement =
      /\/(?:links|keys|revocations|owner-key)/.test(request.url.pathname) || request.method === "DELETE";
    if (!isManagement) return undefined;
    requests.push(request);
    return answer();
  };
  const ana = await world.join();
  world.cut();
  return { world, ana, requests };
}

async function settled<Value>(world: FakeWorld, call: Promise<Value>): Promise<Value> {
  const [value] = await Promise.all([call, world.settle()]);
  return value;
}

test("[HTTP-22] links are made, listed and revoked with the member's token, also while the connection is lost", async () => {
  const answers = [
    Response.json(LINK, { status: 201 }),
    Response.json({ links: [LINK] }),
    new Response(null, { status: 204 }),
  ];
  const { world, ana, requests } = await worldAnswering(() => answers.shift() ?? Response.error());
  expect(await settled(world, ana.createLink({ role: "member", uses: 3 }))).toEqual(LINK);
  expect(await settled(world, ana.links())).toEqual([LINK]);
  await settled(world, ana.revokeLink("l/1"));
  expect(requests.map(({ method, url }) => `${method} ${url.pathname}`)).toEqual([
    "POST /r/tea/links",
    "GET /r/tea/links",
    "DELETE /r/tea/links/l%2F1",
  ]);
  expect(JSON.parse(requests[0]?.body ?? "")).toEqual({ role: "member", uses: 3 });
  for (const { headers } of requests) expect(headers.get("Authorization")).toBe(`Bearer ${ana.self?.token}`);
});

test("[HTTP-22] [VOUCH-11] keys with which a site vouches are added, listed and removed", async () => {
  const shown = {
    kid: "2026-11",
    iss: "https://shop.example",
    alg: "HS256",
    maxRole: "member",
    createdAt: 9,
  };
  const answers = [
    Response.json(shown),
    Response.json({ keys: [shown] }),
    new Response(null, { status: 204 }),
  ];
  const { world, ana, requests } = await worldAnswering(() => answers.shift() ?? Response.error());
  const key = { iss: shown.iss, alg: "HS256", key: "c2VjcmV0", maxRole: "member" } as const;
  expect(await settled(world, ana.putKey("2026-11", key))).toEqual(shown);
  expect(await settled(world, ana.keys())).toEqual([shown]);
  await settled(world, ana.removeKey("a+b"));
  expect(requests.map(({ method, url }) => `${method} ${url.pathname}`)).toEqual([
    "PUT /r/tea/keys/2026-11",
    "GET /r/tea/keys",
    "DELETE /r/tea/keys/a%2Bb",
  ]);
  expect(JSON.parse(requests[0]?.body ?? "")).toEqual(key);
  for (const { headers } of requests) expect(headers.get("Authorization")).toBe(`Bearer ${ana.self?.token}`);
});

test("[VOUCH-14] a token of a site is revoked by its iss and jti", async () => {
  const { world, ana, requests } = await worldAnswering(() => new Response(null, { status: 204 }));
  const revoked = { iss: "https://shop.example", jti: "token-1", exp: 1_790_000_000 };
  await settled(world, ana.revokeSiteToken(revoked));
  expect(requests.map(({ method, url }) => `${method} ${url.pathname}`)).toEqual(["POST /r/tea/revocations"]);
  expect(JSON.parse(requests[0]?.body ?? "")).toEqual(revoked);
});

test("[OWN-8] the owner key is replaced", async () => {
  const answer = () => Response.json({ ownerKey: "majlis-owner-new" });
  const { world, ana, requests } = await worldAnswering(answer);
  expect(await settled(world, ana.renewOwnerKey())).toBe("majlis-owner-new");
  expect(requests.map(({ method, url }) => `${method} ${url.pathname}`)).toEqual(["POST /r/tea/owner-key"]);
});

test("[OWN-9] the room is deleted; a client of a deleted room is closed for good", async () => {
  const { world, ana, requests } = await worldAnswering(() => new Response(null, { status: 204 }));
  await settled(world, ana.deleteRoom());
  expect(requests.map(({ method, url }) => `${method} ${url.pathname}`)).toEqual(["DELETE /r/tea"]);
  const other = new FakeWorld();
  const bo = await other.join();
  other.socket.end({ code: 4509, reason: "This room was deleted.", wasClean: true });
  await other.advance(60_000);
  expect(bo.state).toMatchObject({ name: "closed", fatal: true, code: 4509 });
  expect(other.sockets).toHaveLength(1);
});

test("[OWN-9] a client that comes back over HTTP is closed for good too", async () => {
  const world = new FakeWorld();
  world.enableHttp();
  const gone = { code: "room_deleted", detail: "This room was deleted." };
  world.http.answer = () => Response.json(gone, { status: 410 });
  const ana = world.start({ name: "Ana" });
  await world.advance(1_000);
  expect(ana.state).toMatchObject({ name: "closed", fatal: true, code: 4509 });
});

const CALLS: readonly [string, (ana: RoomClient) => Promise<unknown>][] = [
  ["createLink", (ana) => ana.createLink({ role: "member" })],
  ["links", (ana) => ana.links()],
  ["revokeLink", (ana) => ana.revokeLink("l1")],
  ["putKey", (ana) => ana.putKey("k", { iss: "i", alg: "HS256", key: "", maxRole: "guest" })],
  ["keys", (ana) => ana.keys()],
  ["removeKey", (ana) => ana.removeKey("k")],
  ["revokeSiteToken", (ana) => ana.revokeSiteToken({ iss: "i", jti: "j" })],
  ["renewOwnerKey", (ana) => ana.renewOwnerKey()],
  ["deleteRoom", (ana) => ana.deleteRoom()],
];

test.each(CALLS)("[HTTP-22] %s rejects with the room's refusal, or not_connected", async (_name, call) => {
  for (const [code, answer] of [
    ["forbidden", () => Response.json({ code: "forbidden", detail: "No." }, { status: 403 })],
    ["not_connected", () => new Response("Bad Gateway", { status: 502 })],
    ["not_connected", () => Response.json([])],
  ] as const) {
    const { world, ana } = await worldAnswering(answer);
    const refused = expect(call(ana)).rejects.toMatchObject({ name: "RoomError", code });
    await world.settle();
    await refused;
  }
});
