import { expect, test } from "vitest";
import type { RoomEvent } from "../../src/protocol/events.ts";
import type { Message } from "../../src/protocol/events/message.ts";
import type { Page } from "../../src/protocol/events/page.ts";
import { FanOutHarness, numbered } from "../support/runtime/fan-out-harness.ts";

const STORED: RoomEvent = { type: "stored", id: "welcome of one member", seq: 1 };

/** As the log keeps it: the same events for all. */
const EVENTS = Array.from({ length: 50 }, (_, index) => numbered(index + 1) as Message);

function pageOf(events: readonly Message[], fields: Partial<Page> = {}): Page {
  return { type: "page", position: "abcd.50", events: events as Message[], more: false, ...fields };
}

/** The frames of `count` members who join one after the other, each with a welcome of their own and the page. */
function join(harness: FanOutHarness, count: number, page: () => Page, deflates = true) {
  return Array.from({ length: count }, () => {
    const { socket, connection } = harness.join("json", { deflates });
    harness.fanOut.send(connection, [STORED, page()]);
    return socket;
  });
}

test("[FAN-7] the page that a crowd is sent at its joins is compressed once, behind the welcome of each", () => {
  const harness = new FanOutHarness();
  const sockets = join(harness, 60, () => pageOf(EVENTS));
  const inflated = sockets.map(({ frames }) =>
    frames.flatMap((frame) => [JSON.parse(frame)].flat() as unknown[]),
  );
  for (const events of inflated) expect(events).toEqual([STORED, pageOf(EVENTS)]);
  const [last] = sockets.at(-1)?.binaryFrames ?? [];
  expect(last).toBeDefined();
  const compressed = sockets.filter(({ binaryFrames }) => binaryFrames.length > 0);
  for (const { received } of compressed) {
    expect(received).toHaveLength(2);
    expect(typeof received[0]).toBe("string");
    expect(received[1]).toBe(last);
  }
});

test("[EVT-1] [FAN-7] the first 20 are sent it in one text frame, as those who do not ask are", () => {
  const harness = new FanOutHarness();
  const first = join(harness, 20, () => pageOf(EVENTS));
  join(harness, 20, () => pageOf(EVENTS));
  const others = join(harness, 20, () => pageOf(EVENTS), false);
  for (const { received } of [...first, ...others]) expect(received).toEqual(others[0]?.received);
  expect(others[0]?.received).toHaveLength(1);
});

test.each<[string, () => Page]>([
  ["as one member sees it", () => pageOf([...EVENTS])],
  ["that answers a command", () => pageOf(EVENTS, { id: "h1" })],
])("[FAN-7] a page %s is for that one alone, and stays text", (_which, page) => {
  const harness = new FanOutHarness();
  for (const { received } of join(harness, 60, page)) {
    expect(received).toHaveLength(1);
    expect(typeof received[0]).toBe("string");
  }
});

const EARLIER = { more: true, before: 1 };

test.each<[string, Partial<Page>, Partial<Page>]>([
  ["has changed", {}, { position: "abcd.51" }],
  ["has a field more", { more: true }, EARLIER],
  ["has a field less", EARLIER, { more: true }],
])("[FAN-7] [P-3] a page that %s is sent as it is now", (_how, before, now) => {
  const harness = new FanOutHarness();
  join(harness, 60, () => pageOf(EVENTS, before));
  const [later] = join(harness, 1, () => pageOf(EVENTS, now));
  expect(JSON.parse(later?.frames[0] ?? "")).toEqual([STORED, pageOf(EVENTS, now)]);
});

test("[FAN-7] what was batched for a member comes before the page, and what follows it behind", () => {
  const harness = new FanOutHarness();
  join(harness, 60, () => pageOf(EVENTS));
  const { socket, connection } = harness.join("json", { deflates: true });
  harness.fanOut.broadcast(numbered(51));
  harness.fanOut.broadcast(numbered(52));
  const failed: RoomEvent = { type: "error", code: "bad_position", message: "No." };
  harness.fanOut.send(connection, [STORED, pageOf(EVENTS), failed]);
  const types = socket.frames.map((frame) =>
    ([JSON.parse(frame)].flat() as RoomEvent[]).map(({ type }) => type),
  );
  expect(types).toEqual([["message"], ["message", "stored"], ["page"], ["error"]]);
});
