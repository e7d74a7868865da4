/** A room that its owner clears over HTTP, in the real runtime (SPEC LOG-8, HTTP-8). */
import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { expect, test } from "vitest";
import { Guest } from "../support/runtime/guest.ts";
import { ownedRoom } from "../support/runtime/owned-room.ts";
import { SseClient } from "../support/runtime/sse-client.ts";
import {
  bearerAuth,
  fetchWorker,
  guestWhoLeft,
  publishMessage,
  stubOf,
} from "../support/runtime/worker-requests.ts";

function clear(room: string, token: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetchWorker(`/r/${room}/clear`, { method: "POST", ...bearerAuth(token, headers) });
}

test("[LOG-8] [HTTP-8] everyone receives it on every transport, and nothing of before is read again", async () => {
  const { name, ownerKey } = await ownedRoom();
  const ana = await Guest.join(name, { name: "Ana" });
  const plain = await Guest.join(name, { name: "Bo", protocols: ["majlis.text"] });
  const stream = await SseClient.open(`/r/${name}/events`);
  await publishMessage(name, "canary");
  const { position } = await (await fetchWorker(`/r/${name}/messages`)).json<{ position: string }>();
  const answer = await clear(name, ownerKey, { "Idempotency-Key": "k1" });
  const event = await answer.json<{ seq: number }>();
  expect([answer.status, event]).toMatchObject([200, { type: "clear", seq: 2, from: { name: "Owner" } }]);
  expect(await ana.next("clear")).toEqual(event);
  expect(await stream.nextOf("clear")).toEqual(event);
  await expect.poll(() => plain.frames.at(-1)).toContain("* Owner cleared the room");
  expect(await (await clear(name, ownerKey, { "Idempotency-Key": "k1" })).json()).toMatchObject({
    type: "stored",
    seq: 2,
  });
  await evictDurableObject(stubOf(name));
  const poll = await fetchWorker(`/r/${name}/messages?after=${position}`);
  expect(await poll.json()).toMatchObject({ recovered: true, events: [{ type: "clear" }] });
  for (const path of ["transcript", "messages", "search?q=canary", "plain", "messages?after="])
    expect(await (await fetchWorker(`/r/${name}/${path}`)).text()).not.toContain("canary");
});

test("[LOG-7] [LOG-8] the alarm comes at once for what is not overwritten yet", async () => {
  const { name, ownerKey } = await ownedRoom();
  await publishMessage(name, "canary");
  await runInDurableObject(stubOf(name), (_room, state) => {
    const { sql } = state.storage;
    for (let seq = 2; seq <= 1_500; seq++)
      sql.exec(
        "INSERT INTO log (seq, kind, at, member, name, command, text) VALUES (?, 1, ?, 'm', 'Ana', 'c', 'canary')",
        seq,
        Date.now(),
      );
  });
  await evictDurableObject(stubOf(name));
  // From now on the alarm is known to be early enough for messages.
  await publishMessage(name, "canary");
  await clear(name, ownerKey);
  const canaries = () =>
    runInDurableObject(stubOf(name), (_room, state) => [
      ...state.storage.sql.exec("SELECT 1 FROM log WHERE text = 'canary'"),
    ]);
  // The request overwrites the first thousand; the platform calls the alarm for the rest.
  await expect.poll(canaries, { timeout: 5_000 }).toEqual([]);
});

test("[LOG-8] is for owners", async () => {
  const { name } = await ownedRoom();
  const { token } = await guestWhoLeft(name, "Ana");
  const answers = [await clear(name, token), await fetchWorker(`/r/${name}/clear`, { method: "POST" })];
  const codes = await Promise.all(
    answers.map(async (answer) => (await answer.json<{ code: string }>()).code),
  );
  expect(codes).toEqual(["forbidden", "token_needed"]);
});
