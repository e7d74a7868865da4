/** The numbers of senders and keys, and how they are announced (SPEC EPH-5). */
import { expect, test } from "vitest";
import { SignalLanes } from "../../src/transport/signal-lanes.ts";
import type { Connection } from "../../src/transport/connections.ts";

/** Counts how often it is encoded. */
class CountedAuthor {
  readonly id = "ana";
  readonly name = "Ana";
  encodedTimes = 0;

  toJSON(): unknown {
    this.encodedTimes++;
    return { id: this.id, name: this.name };
  }
}

const connections = (count: number) => Array.from({ length: count }, () => ({}) as Connection);

test("[EPH-5] a lane is encoded once for all connections that need it, also where its sender uses a new key each time", () => {
  const lanes = new SignalLanes();
  const ana = new CountedAuthor();
  const readers = connections(100);
  for (const key of ["first", "second", "third"]) {
    lanes.makeRoom();
    lanes.numberOf({ from: ana, key });
    const announced = readers.map((reader) => lanes.announcementFor(reader));
    expect(new Set(announced).size).toBe(1);
    expect(announced[0]).toContain(key);
  }
  expect(ana.encodedTimes).toBe(3);
});

test("[EPH-5] a connection that joins later is announced all lanes, and the others only the new one", () => {
  const lanes = new SignalLanes();
  const ana = { id: "ana", name: "Ana" };
  const [early, late] = connections(2) as [Connection, Connection];
  lanes.numberOf({ from: ana, key: "first" });
  lanes.announcementFor(early);
  lanes.numberOf({ from: ana, key: "second" });
  const announced = [early, late, early].map((reader) => lanes.announcementFor(reader));
  expect(announced.map((text) => text && JSON.parse(text))).toEqual([
    { type: "lanes", first: 1, lanes: [{ from: ana, key: "second" }] },
    {
      type: "lanes",
      first: 0,
      lanes: [
        { from: ana, key: "first" },
        { from: ana, key: "second" },
      ],
    },
    undefined,
  ]);
});
