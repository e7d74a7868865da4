import { expect, test } from "vitest";
import type { RoomEvent } from "../../src/protocol/events.ts";
import type { StateEntry } from "../../src/protocol/events/state.ts";
import type { FakeSocket } from "../support/runtime/fan-out-harness.ts";
import { FanOutHarness, message } from "../support/runtime/fan-out-harness.ts";

function delta(key: string, value: number): RoomEvent {
  const entry: StateEntry = { key, value, version: value, from: { id: "ana", name: "Ana" } };
  return { type: "delta", entries: [entry] };
}

/** What a socket received of each key, in order. */
function receivedBy({ frames }: FakeSocket): unknown[] {
  const events = frames.flatMap((frame) => [JSON.parse(frame) as RoomEvent | RoomEvent[]].flat());
  return events.map((event) =>
    event.type === "delta"
      ? event.entries.map(({ key, value }) => `${key} ${String(value)}`).join()
      : event.type,
  );
}

test("[STATE-5] of an ephemeral key's changes in a window only the last is sent, to everyone but who made it", () => {
  const harness = new FanOutHarness();
  const [ana, bo, cy] = harness.joinMany(25);
  if (ana === undefined || bo === undefined || cy === undefined) throw new Error("three members are needed");
  harness.fanOut.broadcast(message("opens the window"));
  const others = (own: typeof ana) => (connection: typeof ana.connection) => connection !== own.connection;
  for (const value of [1, 2, 3]) harness.fanOut.broadcast(delta("~a", value), others(ana));
  harness.fanOut.broadcast(delta("~b", 1), others(ana));
  harness.fanOut.broadcast(delta("~a", 4), others(bo));
  harness.fanOut.broadcast(message("in between"));
  expect(receivedBy(cy.socket)).toEqual(["message"]);
  harness.advance(1_000);
  expect(receivedBy(cy.socket)).toEqual(["message", "~b 1", "~a 4", "message"]);
  expect(receivedBy(ana.socket)).toEqual(["message", "~a 4", "message"]);
  expect(receivedBy(bo.socket)).toEqual(["message", "~b 1", "message"]);
});

test("[STATE-5] a client that joins within the window, or was answered in it, is sent what changed since", () => {
  const harness = new FanOutHarness();
  const [ana] = harness.joinMany(25);
  if (ana === undefined) throw new Error("a member is needed");
  harness.fanOut.broadcast(message("opens the window"));
  harness.fanOut.broadcast(delta("~a", 1));
  harness.fanOut.send(ana.connection, [message("an answer")]);
  harness.fanOut.broadcast(delta("~a", 2));
  harness.advance(1_000);
  expect(receivedBy(ana.socket)).toEqual(["message", "~a 1", "message", "~a 2"]);
});
