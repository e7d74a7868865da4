/** What owners and moderators do, as the SDK sends and shows it (SPEC MOD-1, MOD-5, MOD-6, MOD-8, MOD-9). */
import { describe, expect, test } from "vitest";
import { FakeWorld, recordEvents } from "../support/fake-world.ts";

const BO = { id: "bo", name: "Bo" };
const UNTIL = 1_790_000_000_000;

async function joined() {
  const world = new FakeWorld();
  world.enableHttp();
  const ana = await world.join();
  return { world, ana };
}

describe("[MOD-1] moderate", () => {
  test("resolves once the act is stored, which is an event like any other", async () => {
    const { world, ana } = await joined();
    const events = recordEvents(ana, "event");
    const options = { until: UNTIL, reason: "spam", address: true };
    await Promise.all([ana.moderate("ban", "bo", options), world.settle()]);
    expect(world.room.commandsOf("moderate")).toMatchObject([
      { act: "ban", member: "bo", since: 0, ...options },
    ]);
    expect(events).toMatchObject([{ type: "moderation", act: "ban", member: { id: "bo" }, until: UNTIL }]);
  });

  test("rejects with the room's reason", async () => {
    const { world, ana } = await joined();
    world.room.intercept = ({ type, ...command }) =>
      type === "moderate" && "id" in command
        ? [{ type: "error", id: command.id, code: "forbidden", message: "No." }]
        : undefined;
    const refused = expect(ana.moderate("kick", "bo")).rejects.toMatchObject({ code: "forbidden" });
    await world.settle();
    await refused;
  });
});

test("[MOD-8] a deletion has its reason, and none without one", async () => {
  const { world, ana } = await joined();
  world.room.post("buy");
  await Promise.all([ana.delete(1, { reason: "spam" }), world.settle()]);
  await Promise.all([ana.delete(1), world.settle()]);
  expect(world.room.commandsOf("delete").map(({ reason }) => reason)).toEqual(["spam", undefined]);
});

test("[MOD-5] a mute fails the message at once, and says when it ends", async () => {
  const { world, ana } = await joined();
  world.room.intercept = (command) =>
    command.type === "publish"
      ? [{ type: "error", id: command.id, code: "muted", message: "You are muted.", until: UNTIL }]
      : undefined;
  const { stored } = ana.publish("hello?");
  const refused = expect(stored).rejects.toMatchObject({ code: "muted", temporary: false, until: UNTIL });
  await world.settle();
  await refused;
  expect(ana.pending).toMatchObject([{ status: { name: "failed", code: "muted" } }]);
});

test.each([
  [4506, "You are banned from this room."],
  [4507, "You were kicked from this room for a minute."],
])("[MOD-6] [MOD-7] after close %i the client does not come back by itself", async (code, reason) => {
  const { world, ana } = await joined();
  world.room.refuseJoin = () => ({ code, reason });
  world.cut();
  await world.advance(60_000);
  expect(ana.state).toMatchObject({ name: "closed", code, reason, fatal: true });
});

describe("[MOD-9] audit", () => {
  const ENTRY = { id: 3, at: 1, from: BO, action: "kick", member: BO };

  test("is a page, requested with the token", async () => {
    const { world, ana } = await joined();
    const page = { entries: [ENTRY], more: true, before: 3 };
    world.http.answer = ({ url }) => (url.pathname.endsWith("/audit") ? Response.json(page) : undefined);
    const found = ana.audit({ before: 7 });
    await world.settle();
    expect(await found).toEqual(page);
    const request = world.http.requests.find(({ url }) => url.pathname.endsWith("/audit"));
    expect([request?.method, request?.url.search]).toEqual(["GET", "?before=7"]);
  });

  test.each([
    [
      "banned",
      () => Response.json({ code: "banned", detail: "You are banned.", until: UNTIL }, { status: 403 }),
    ],
    ["not_connected", () => new Response("<h1>no</h1>")],
    ["not_connected", () => Response.json({ entries: [{ id: "x" }], more: false })],
  ])("rejects with %s", async (code, answer) => {
    const { world, ana } = await joined();
    world.http.answer = ({ url }) => (url.pathname.endsWith("/audit") ? answer() : undefined);
    const until = code === "banned" ? UNTIL : undefined;
    const refused = expect(ana.audit()).rejects.toMatchObject({ code, until });
    await world.settle();
    await refused;
  });
});
