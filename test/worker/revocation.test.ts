/** `DELETE /r/{room}/me`: a member whose tokens are revoked (SPEC ID-20). */
import { expect, test } from "vitest";
import { Guest, uniqueRoomName } from "../support/runtime/guest.ts";
import { bearerAuth, fetchWorker, memberNames, waitUntil } from "../support/runtime/worker-requests.ts";

test("[ID-20] DELETE of oneself ends sockets and streams with their reason, and every request after it", async () => {
  const room = uniqueRoomName();
  const bo = await Guest.join(room, { name: "Bo" });
  const ana = await Guest.join(room, { name: "Ana" });
  const { token } = (await ana.next("welcome")).self;
  const stream = await fetchWorker(`/r/${room}/events?session=s`, bearerAuth(token));
  const isStreamOver = stream.text().then(() => true);
  const forget = () => fetchWorker(`/r/${room}/me`, { method: "DELETE", ...bearerAuth(token) });
  expect((await forget()).status).toBe(204);
  expect(await ana.untilClosed()).toMatchObject({ code: 4505 });
  expect(await isStreamOver).toBe(true);
  await waitUntil("Ana has left", async () => (await memberNames(room)).join() === "Bo");

  const late = await Guest.join(room, { token });
  expect(await late.untilClosed()).toMatchObject({ code: 4505 });
  const requests: readonly (readonly [string, string])[] = [
    ["DELETE", "/me"],
    ["POST", "/ticket"],
    ["POST", "/messages"],
    ["GET", "/events"],
    ["GET", "/messages?after="],
    ["GET", "/search?q=tea"],
  ];
  for (const [method, path] of requests) {
    const body = path === "/messages" ? { body: "hi" } : {};
    const answer = await fetchWorker(`/r/${room}${path}`, { method, ...body, ...bearerAuth(token) });
    expect([path, answer.status]).toEqual([path, 401]);
    expect(await answer.json()).toMatchObject({ code: "revoked_token" });
  }
  bo.send({ type: "publish", id: "b", text: "still here" });
  await bo.next("message");
});

test("[ID-20] it needs a token", async () => {
  const answer = await fetchWorker(`/r/${uniqueRoomName()}/me`, { method: "DELETE" });
  expect(await answer.json()).toMatchObject({ status: 401, code: "token_needed" });
});
