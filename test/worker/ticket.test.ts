/** `POST /r/{room}/ticket`, and sockets that its tickets open (SPEC ID-16 to ID-19). */
import { describe, expect, test } from "vitest";
import type { TicketGrant } from "../../src/protocol/ticket-grant.ts";
import { Guest, openSocket, uniqueRoomName } from "../support/runtime/guest.ts";
import {
  bearerAuth,
  fetchWorker,
  guestWhoLeft,
  isCreated,
  memberNames,
} from "../support/runtime/worker-requests.ts";

async function requestTicket(room: string, init: RequestInit = {}, query = ""): Promise<TicketGrant> {
  const answer = await fetchWorker(`/r/${room}/ticket${query}`, { method: "POST", ...init });
  expect([answer.status, answer.headers.get("Cache-Control")]).toEqual([
    200,
    expect.stringMatching(/^(private, )?no-store$/),
  ]);
  return answer.json<TicketGrant>();
}

function joinByTicket(room: string, ticket: string, query: Record<string, string> = {}): Promise<Guest> {
  return Guest.join(room, { protocols: ["majlis.v1", `ticket.${ticket}`], query });
}

describe("[ID-16] a ticket", () => {
  test("opens a socket as the token's member, and is not echoed", async () => {
    const room = uniqueRoomName();
    const { id, token } = await guestWhoLeft(room, "Ana");
    const { ticket, at, self } = await requestTicket(room, bearerAuth(token));
    expect(Math.abs(at - Date.now())).toBeLessThan(60_000);
    expect(self).toMatchObject({ id, name: "Ana" });
    const { webSocket, headers } = await openSocket(`/r/${room}/socket`, ["majlis.v1", `ticket.${ticket}`]);
    expect(headers.get("Sec-WebSocket-Protocol")).toBe("majlis.v1");
    webSocket?.accept();
    expect(await memberNames(room)).toEqual(["Ana"]);
  });

  test("[ID-17] is for one session and generation, and for one use", async () => {
    const room = uniqueRoomName();
    const { id, token } = await guestWhoLeft(room, "Ana");
    const query = { session: "s", generation: "3" };
    const { ticket } = await requestTicket(room, bearerAuth(token), "?session=s&generation=3");
    expect(
      await (await joinByTicket(room, ticket, { session: "s", generation: "4" })).untilClosed(),
    ).toMatchObject({
      code: 4007,
    });
    const ana = await joinByTicket(room, ticket, query);
    expect((await ana.next("welcome")).self).toEqual({ id, name: "Ana", role: "guest", token: "" });
    expect(await (await joinByTicket(room, ticket, query)).untilClosed()).toMatchObject({ code: 4007 });
    ana.send({ type: "publish", id: "p", text: "still here" });
    expect(await ana.next("message")).toMatchObject({ from: { id } });
  });

  test("names a new guest by JSON, a form or not at all, and creates the room", async () => {
    const room = uniqueRoomName();
    const json = { headers: { "Content-Type": "application/json" }, body: '{"name":" Ana  B "}' };
    expect((await requestTicket(room, json)).self.name).toBe("Ana B");
    expect(await isCreated(room)).toBe(true);
    expect((await requestTicket(room, { body: new URLSearchParams({ name: "Bo" }) })).self.name).toBe("Bo");
    const { self, ticket } = await requestTicket(room);
    expect(self.name).toMatch(/^guest-/);
    expect((await (await joinByTicket(room, ticket)).next("welcome")).self.id).toBe(self.id);
    expect((await fetchWorker(`/r/${room}/messages?after=`, bearerAuth(self.token))).status).toBe(200);
  });

  test.each([
    { why: "a wrong token", init: bearerAuth("a.b"), status: 401, code: "invalid_token" },
    {
      why: "a malformed header",
      init: { headers: { Authorization: "Basic x" } },
      status: 401,
      code: "invalid_token",
    },
    {
      why: "a wrong name",
      init: { headers: { "Content-Type": "application/json" }, body: '{"name":"a:b"}' },
      status: 400,
      code: "invalid_name",
    },
    {
      why: "a name that is none",
      init: { headers: { "Content-Type": "application/json" }, body: '{"name":5}' },
      status: 400,
      code: "bad_request",
    },
    { why: "a wrong session", init: {}, query: "?session=a%20b", status: 400, code: "bad_request" },
  ])("is refused for $why, and creates no room", async ({ init, query = "", status, code }) => {
    const room = uniqueRoomName();
    const answer = await fetchWorker(`/r/${room}/ticket${query}`, { method: "POST", ...init });
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ code });
    expect(await isCreated(room)).toBe(false);
  });
});

test("[ID-19] a page from before tickets is closed as out of date, and its token stays valid", async () => {
  const room = uniqueRoomName();
  const { id, token } = await guestWhoLeft(room, "Ana");
  const old = await Guest.join(room, { protocols: ["majlis.v1", `token.${token}`] });
  expect(await old.untilClosed()).toMatchObject({ code: 4502 });
  expect((await (await Guest.join(room, { token })).next("welcome")).self).toMatchObject({ id });
});
