import { expect, test } from "vitest";
import type { FakeRequest } from "../support/fake-http.ts";
import { FakeWorld } from "../support/fake-world.ts";

function worldAnswering(answer: (request: FakeRequest) => Response): FakeWorld {
  const world = new FakeWorld();
  world.enableHttp();
  world.http.answer = (request) =>
    request.url.pathname.includes("/reactions/") ? answer(request) : undefined;
  return world;
}

const BO = { id: "bo", name: "Bo" };

test("[REACT-4] the holders of a reaction are requested by message, emoji and place, also while the connection is lost", async () => {
  const page = { holders: [BO], more: true, after: "bo" };
  const world = worldAnswering(() => Response.json({ ...page, news: 1 }));
  const ana = await world.join();
  world.cut();
  const found = ana.reactionHolders({ seq: 7, emoji: "👍🏽", after: "a b" });
  await world.settle();
  expect(await found).toMatchObject(page);
  const request = world.http.requests.find(({ url }) => url.pathname.includes("/reactions/"));
  expect([request?.method, request?.url.pathname, request?.url.search]).toEqual([
    "GET",
    "/r/tea/messages/7/reactions/%F0%9F%91%8D%F0%9F%8F%BD",
    "?after=a+b",
  ]);
});

test.each([
  ["message_not_found", () => Response.json({ code: "message_not_found", detail: "Gone." }, { status: 404 })],
  ["rate_limited", () => Response.json({ code: "rate_limited" }, { status: 429 })],
  ["not_connected", () => new Response("Bad Gateway", { status: 502 })],
  ["not_connected", () => Response.json({ holders: [{ id: 1 }], more: false })],
])("[REACT-4] a page that cannot be had rejects with %s", async (code, answer) => {
  const world = worldAnswering(answer);
  const refused = (await world.join()).reactionHolders({ seq: 7, emoji: "👍" });
  const expected = expect(refused).rejects.toMatchObject({ name: "RoomError", code });
  await world.settle();
  await expected;
});
