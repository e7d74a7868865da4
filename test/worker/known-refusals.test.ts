/** What the Worker remembers of an address that a room refuses (SPEC LIM-17). */
import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { failureWithRetry } from "../../src/protocol/errors.ts";
import type { JoinRefusal, RefusedArrivals } from "../../src/room/admission.ts";
import type { RoomName } from "../../src/text/room-names.ts";
import worker from "../../src/worker/index.ts";
import { KnownRefusals, MAX_KNOWN_REFUSALS, type Arrival } from "../../src/worker/known-refusals.ts";
import { withFrozenClock } from "../support/runtime/frozen-clock.ts";
import { ORIGIN, uniqueRoomName } from "../support/runtime/guest.ts";

const IP = "203.0.113.7";
const PAUSE_MS = 5_000;

function refusalOf(concerns?: RefusedArrivals): JoinRefusal {
  const failure = { ...failureWithRetry("rate_limited", PAUSE_MS), message: "Too many." };
  return { close: "flood", failure, ...(concerns === undefined ? {} : { concerns }) };
}

const arrival = (more: Partial<Arrival> = {}): Arrival => ({
  room: "tea" as RoomName,
  ip: IP,
  isNewGuest: true,
  ...more,
});

describe("[LIM-17] a refusal is remembered", () => {
  test("for those whom it concerns, until its time has passed, with what remains of that", () => {
    const known = new KnownRefusals();
    known.note(arrival(), refusalOf({ per: "address", what: "new guests" }), 0);
    expect(known.find(arrival(), 2_000)?.refusal).toMatchObject({
      close: "flood",
      failure: { code: "rate_limited", message: "Too many.", retryAfterMs: PAUSE_MS - 2_000 },
    });
    expect(known.find(arrival({ isNewGuest: false }), 2_000)).toBeUndefined();
    expect(known.find(arrival({ ip: "203.0.113.8" }), 2_000)).toBeUndefined();
    expect(known.find(arrival({ ip: null }), 2_000)).toBeUndefined();
    expect(known.find(arrival({ room: "coffee" as RoomName }), 2_000)).toBeUndefined();
    expect(known.find(arrival(), PAUSE_MS)).toBeUndefined();
  });

  test.each<[RefusedArrivals["what"]]>([["joins"], ["connections closed as floods"]])(
    "for members too, where the address has too many %s",
    (what) => {
      const known = new KnownRefusals();
      known.note(arrival(), refusalOf({ per: "address", what }), 0);
      expect(known.find(arrival({ isNewGuest: false }), 1)).toBeDefined();
    },
  );

  test("for a whole /48, where that had too many", () => {
    const known = new KnownRefusals();
    known.note(arrival({ ip: "2001:db8:1:2::3" }), refusalOf({ per: "network", what: "joins" }), 0);
    expect(known.find(arrival({ ip: "2001:db8:1:ffff::4" }), 1)).toBeDefined();
    expect(known.find(arrival({ ip: "2001:db8:2:2::3" }), 1)).toBeUndefined();
  });

  test("not if it concerns that client alone", () => {
    const known = new KnownRefusals();
    known.note(arrival(), refusalOf(), 0);
    expect(known.find(arrival(), 1)).toBeUndefined();
  });

  test("of so many addresses; then the oldest are forgotten, those that have passed first", () => {
    const known = new KnownRefusals();
    const note = (index: number, now: number) =>
      known.note(
        arrival({ ip: `10.0.${index >> 8}.${index & 255}` }),
        refusalOf({ per: "address", what: "joins" }),
        now,
      );
    const isKnown = (index: number, now: number) =>
      known.find(arrival({ ip: `10.0.${index >> 8}.${index & 255}` }), now) !== undefined;
    for (let index = 0; index <= MAX_KNOWN_REFUSALS; index++) note(index, index === 7 ? -PAUSE_MS : 0);
    expect([isKnown(0, 1), isKnown(7, 1), isKnown(MAX_KNOWN_REFUSALS, 1)]).toEqual([true, false, true]);
    note(MAX_KNOWN_REFUSALS + 1, 0);
    expect([isKnown(0, 1), isKnown(1, 1)]).toEqual([false, true]);
  });
});

/** A room that refuses every join; `calls` counts them. */
function refusingRoom(refusal: JoinRefusal) {
  const room = {
    calls: 0,
    getByName: () => ({
      fetch: () => {
        room.calls += 1;
        return Promise.resolve(Response.json(refusal, { status: 403 }));
      },
    }),
  };
  return room;
}

async function ask(ROOM: object, path: string, headers: Record<string, string>) {
  const request = new Request(`${ORIGIN}${path}`, { headers: { "CF-Connecting-IP": IP, ...headers } });
  const bound = Object.fromEntries(Object.entries(env).filter(([name]) => !/_PER_/.test(name)));
  return worker.fetch(
    request as Request<unknown, IncomingRequestCfProperties>,
    { ...bound, ROOM } as never,
    createExecutionContext(),
  );
}

const UPGRADE = { Upgrade: "websocket", "Sec-WebSocket-Protocol": "majlis.v1" };

test("[LIM-17] [JOIN-7] the room is asked once; then sockets hear when to come back, and a flood of them is 429", () =>
  withFrozenClock(async () => {
    const name = uniqueRoomName();
    const room = refusingRoom(refusalOf({ per: "address", what: "connections closed as floods" }));
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 13; attempt++)
      statuses.push((await ask(room, `/r/${name}/socket`, UPGRADE)).status);
    expect(statuses).toEqual([...Array<number>(11).fill(101), 429, 429]);
    expect(room.calls).toBe(1);
    const refused = await ask(room, `/r/${name}/socket`, UPGRADE);
    expect(refused.headers.get("Retry-After")).toBe("5");
    expect(await refused.json()).toMatchObject({ code: "rate_limited", detail: "Too many." });
  }));

test("[LIM-17] [SSE-5] a stream of such an address is refused too, without asking the room", () =>
  withFrozenClock(async () => {
    const name = uniqueRoomName();
    const room = refusingRoom(refusalOf({ per: "address", what: "joins" }));
    await ask(room, `/r/${name}/socket`, UPGRADE);
    const stream = await ask(room, `/r/${name}/events?name=Mal`, {});
    expect([stream.status, stream.headers.get("Retry-After"), room.calls]).toEqual([429, "5", 1]);
  }));
