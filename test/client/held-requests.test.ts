/** How the clients of one browser share its connections over HTTP/1.1 (SPEC CLIMB-11). */
import { expect, test } from "vitest";
import type { Environment } from "../../src/client/environment.ts";
import type { RoomClient } from "../../src/client/room-client.ts";
import { MAX_HELD_REQUESTS } from "../../src/client/transports/held-request-slot.ts";
import { FakeWorld } from "../support/fake-world.ts";

const IN_A_BROWSER: Partial<Environment> = { sharesConnections: () => true };
const TABS = MAX_HELD_REQUESTS + 3;

async function joinTabs(environment = IN_A_BROWSER): Promise<{ world: FakeWorld; tabs: RoomClient[] }> {
  const world = new FakeWorld();
  world.enableHttp();
  world.network = "refused";
  const tabs: RoomClient[] = [];
  for (let tab = 0; tab < TABS; tab++) {
    tabs.push(world.start({ name: `tab ${tab}`, environment }));
    await world.advance(100);
  }
  await world.advance(10_000);
  expect(tabs.map(({ state }) => state.name)).toEqual(tabs.map(() => "online"));
  return { world, tabs };
}

const transportsOf = (tabs: readonly RoomClient[]) => tabs.map(({ transport }) => transport);

test("[CLIMB-11] three clients of a browser hold a stream, the others poll without waiting and send at once", async () => {
  const { world, tabs } = await joinTabs();
  expect(transportsOf(tabs)).toEqual([
    ...Array<string>(MAX_HELD_REQUESTS).fill("events"),
    ...Array<string>(TABS - MAX_HELD_REQUESTS).fill("short_poll"),
  ]);
  expect(world.http.open).toHaveLength(MAX_HELD_REQUESTS);
  const stored = tabs.map((tab) => tab.publish("hello").stored);
  await world.settle();
  await expect(Promise.all(stored)).resolves.toHaveLength(TABS);
});

test("[CLIMB-11] where streams do not pass, three clients wait for their polls", async () => {
  const { world } = await joinTabs();
  world.http.faults.events = "refused";
  world.http.cut({ isDelivered: true });
  await world.advance(60_000);
  const waiting = world.http.open.filter(({ request }) => request.url.searchParams.get("wait") !== "0");
  expect(waiting).toHaveLength(MAX_HELD_REQUESTS);
});

test("[CLIMB-11] a client takes the place of one that is closed", async () => {
  const { world, tabs } = await joinTabs();
  const [first, ...others] = tabs;
  first?.close();
  await world.advance(10_000);
  expect(transportsOf(others).filter((transport) => transport === "short_poll")).toHaveLength(
    TABS - MAX_HELD_REQUESTS - 1,
  );
  expect(world.http.open).toHaveLength(MAX_HELD_REQUESTS);
});

test("[CLIMB-11] without locks no client of a browser holds a request", async () => {
  const locks = { request: () => Promise.reject(new Error("an opaque origin has no locks")) };
  const { world, tabs } = await joinTabs({ ...IN_A_BROWSER, locks });
  expect(transportsOf(tabs)).toEqual(tabs.map(() => "short_poll"));
  expect(world.http.open).toHaveLength(0);
});

test("[CLIMB-11] outside of a browser, and over HTTP/2, every client holds its stream", async () => {
  const { tabs } = await joinTabs({ sharesConnections: () => false });
  expect(transportsOf(tabs)).toEqual(tabs.map(() => "events"));
});

test("[CLIMB-5] a transport that was chosen for lack of a place is not remembered", async () => {
  const { world } = await joinTabs();
  world.storage.remove("majlis:transport:http://chat.example");
  world.start({ name: "one more", environment: IN_A_BROWSER });
  await world.advance(10_000);
  expect(world.storage.get("majlis:transport:http://chat.example")).toBeUndefined();
});
