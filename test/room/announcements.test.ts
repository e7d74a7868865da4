import { expect, test } from "vitest";
import type { Outcome } from "../../src/room/outcome.ts";
import { TestRoom } from "../support/test-room.ts";

/** Whether each join and leave in the outcomes was announced at once. */
function pacesOf(outcomes: readonly Outcome[]): boolean[] {
  return outcomes.flatMap(({ effects }) =>
    effects.flatMap((effect) =>
      effect.to === "other_sessions" && effect.event.type === "presence" ? [effect.isBatched !== true] : [],
    ),
  );
}

/** Joins and leaves of one address, `times` each. */
function comeAndGo(
  room: TestRoom,
  times: number,
  addressOf: (time: number) => string | undefined,
): Outcome[] {
  return Array.from({ length: times }, (_, time) => {
    const connection = `x${room.now}-${time}`;
    const credentials = { name: "AD", token: undefined, position: undefined, address: addressOf(time) };
    const joined = room.room.join({ connection, ...credentials });
    if (!joined.ok) throw new Error(joined.failure.close);
    return [joined.value.outcome, room.room.leave(connection)];
  }).flat();
}

function announcedCount(outcomes: readonly Outcome[]): number {
  return pacesOf(outcomes).filter(Boolean).length;
}

test("[PRES-4] one address is announced five times at once, then once in five seconds", () => {
  const room = new TestRoom();
  const outcomes = comeAndGo(room, 50, () => "192.0.2.7");
  expect(pacesOf(outcomes)).toEqual([...Array<boolean>(5).fill(true), ...Array<boolean>(95).fill(false)]);
  room.now += 5_000;
  expect(announcedCount(comeAndGo(room, 10, () => "192.0.2.7"))).toBe(1);
  expect(announcedCount(comeAndGo(room, 1, () => "198.51.100.1"))).toBe(2);
});

test("[PRES-4] a /48 is announced twenty times, and so is the room", () => {
  const network = new TestRoom();
  const ofNetwork = comeAndGo(network, 50, (time) => `2001:db8:1:${time.toString(16)}`);
  expect(announcedCount(ofNetwork)).toBe(20);
  const room = new TestRoom();
  expect(announcedCount(comeAndGo(room, 50, () => undefined))).toBe(20);
  room.now += 1_000;
  expect(announcedCount(comeAndGo(room, 50, (time) => `192.0.2.${time}`))).toBe(1);
});

test("[PRES-4] [ID-5] becoming another member again and again is paced too", () => {
  const room = new TestRoom();
  const tokens = room.joinAll("AD", "SPAM").map((guest) => {
    const { token } = guest.last("welcome").self;
    room.leave(guest);
    return token;
  });
  const { session } = room.join("Mal", { address: "192.0.2.7" });
  const origin = { kind: "session", connection: session.connection, idSource: "command" } as const;
  const outcomes = Array.from({ length: 18 }, (_, count) =>
    room.room.execute(origin, { type: "authenticate", id: `${count}`, token: tokens[count % 2] ?? "" }),
  );
  expect(pacesOf(outcomes).slice(0, 4)).toEqual(Array<boolean>(4).fill(true));
  expect(pacesOf(outcomes).slice(4)).not.toContain(true);
});

test("[PRES-4] the roster is right whatever is announced", () => {
  const room = new TestRoom();
  comeAndGo(room, 100, () => "192.0.2.7");
  const stays = room.join("Ana", { address: "192.0.2.7" });
  const { count, list } = stays.last("welcome").members;
  expect([count, list.map(({ name }) => name)]).toEqual([1, ["Ana"]]);
});
