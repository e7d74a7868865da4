/** The rules of the demonstration's game, and its cursors' places. */
import { describe, expect, test } from "vitest";
import { Prediction } from "../../../src/demo/arena/prediction.ts";
import { caught, CountKeeper, readSky } from "../../../src/demo/arena/stars.ts";
import { TIME_PERIOD_MS, timeOfRest, Track } from "../../../src/demo/arena/track.ts";
import { step, STILL, towards, WIDTH } from "../../../src/demo/arena/world.ts";
import { placeIn, pointIn, readPlace } from "../../../src/demo/letter/pointer-place.ts";

const START = { x: 500, y: 300 };
const RIGHT = { x: 1, y: 0 };

test("a move has its time by the rest that was sent: none to come, and nothing else counts", () => {
  const now = 1_790_000_000_500;
  expect(timeOfRest((now - 40) % TIME_PERIOD_MS, now)).toBe(now - 40);
  expect(timeOfRest((now + 400_000) % TIME_PERIOD_MS, now)).toBe(now);
  for (const rest of [1e308, -1, Number.NaN, TIME_PERIOD_MS, "1", null])
    expect(timeOfRest(rest, now)).toBeUndefined();
});

describe("one's own place", () => {
  test("[EPH-6] has every input at once, and is the same when the room has echoed them", () => {
    const own = new Prediction(START);
    for (let at = 0; at < 3; at++) own.apply(RIGHT, at * 50);
    expect(own.place).toEqual({ x: 542, y: 300 });
    own.echoed(2);
    expect(own.place).toEqual({ x: 542, y: 300 });
    own.echoed(3);
    expect(own.place).toEqual({ x: 542, y: 300 });
  });

  test("goes back to what the others have seen where inputs were lost", () => {
    const own = new Prediction(START);
    own.apply(RIGHT, 0);
    own.echoed(1);
    for (let at = 50; at <= 200; at += 50) own.apply(RIGHT, at);
    expect(own.place.x).toBe(570);
    expect(own.takeBackLost(1_000)).toBe(false);
    expect(own.takeBackLost(1_300)).toBe(true);
    expect(own.place).toEqual({ x: 514, y: 300 });
  });

  test("stays within the arena", () => {
    let place = START;
    for (let tick = 0; tick < 200; tick++) place = step(place, RIGHT);
    expect(place.x).toBeLessThan(WIDTH);
    expect(step(place, RIGHT)).toEqual(place);
  });

  test("rests near the finger that holds it", () => {
    expect(towards(START, { x: 503, y: 304 })).toEqual(STILL);
    expect(towards(START, { x: 500, y: 100 })).toEqual({ x: 0, y: -1 });
  });
});

describe("another player", () => {
  test("is drawn between two places, whatever the time between them", () => {
    const track = new Track();
    track.add(1_000, { x: 0, y: 0 });
    track.add(1_050, { x: 10, y: 20 });
    track.add(1_150, { x: 30, y: 20 });
    expect(track.placeAt(1_025)).toEqual({ x: 5, y: 10 });
    expect(track.placeAt(1_100)).toEqual({ x: 20, y: 20 });
  });

  test("stands still before the first place and behind the newest", () => {
    const track = new Track();
    expect(track.placeAt(1_000)).toBeUndefined();
    track.add(1_000, { x: 1, y: 1 });
    track.add(1_050, { x: 2, y: 2 });
    expect([track.placeAt(900), track.placeAt(2_000)]).toEqual([
      { x: 1, y: 1 },
      { x: 2, y: 2 },
    ]);
  });

  test("does not go back where a signal overtook another", () => {
    const track = new Track();
    track.add(1_050, { x: 2, y: 2 });
    track.add(1_000, { x: 1, y: 1 });
    expect([track.newestAt, track.placeAt(1_000)]).toEqual([1_050, { x: 2, y: 2 }]);
  });
});

describe("the stars", () => {
  const sky = { star: START, scores: { ana: 2 } };

  test("are counted by one player: the one whose id sorts first", () => {
    const keeper = new CountKeeper(0);
    expect(keeper.keeps("ana", ["bo", "cy"], 100)).toBe(true);
    expect(keeper.keeps("bo", ["ana", "cy"], 100)).toBe(false);
    expect(keeper.keeps("ana", [], 100)).toBe(true);
  });

  test("are counted on by who began, until they send nothing any more", () => {
    const keeper = new CountKeeper(0);
    expect(keeper.heard("cy", 100)).toBe(true);
    expect([keeper.keeps("ana", ["cy"], 200), keeper.keeps("cy", ["ana"], 200)]).toEqual([false, true]);
    expect(keeper.keeps("bo", ["ana", "cy"], 3_200)).toBe(true);
  });

  test("are counted by the one of two whose id sorts first", () => {
    const keeper = new CountKeeper(0);
    expect([keeper.heard("bo", 100), keeper.heard("cy", 110), keeper.heard("ana", 120)]).toEqual([
      true,
      false,
      true,
    ]);
    expect([keeper.keeps("ana", [], 200), keeper.keeps("bo", [], 200)]).toEqual([true, false]);
    expect(keeper.heard("cy", 3_200)).toBe(true);
  });

  test("go to the player who reaches one, and the next is elsewhere", () => {
    const players = new Map([
      ["bo", { x: 100, y: 100 }],
      ["ana", { x: 520, y: 310 }],
    ]);
    const after = caught(sky, players, () => 0.25);
    expect(after?.scores).toEqual({ ana: 3 });
    expect(after?.star).not.toEqual(sky.star);
    expect(caught(sky, new Map([["bo", { x: 100, y: 100 }]]), () => 0)).toBeUndefined();
  });

  test.each([[null], [[]], [{}], [{ star: { x: "1", y: 2 }, scores: {} }], [{ star: START }]])(
    "that %j says are none",
    (data) => expect(readSky(data)).toBeUndefined(),
  );

  test("of which a count is no number are left out", () => {
    expect(readSky({ star: START, scores: { ana: 1, bo: "many" } })).toEqual({
      star: START,
      scores: { ana: 1 },
    });
  });
});

describe("a cursor over a text", () => {
  const box = { left: 100, right: 500, top: 50, width: 400, height: 100 };

  test("is at the same share of the line for readers of both directions", () => {
    const place = readPlace(placeIn(1, box, { x: 200, y: 75 }, false), 3);
    expect(place).toEqual({ block: 1, inline: 0.25, down: 0.25 });
    if (place === undefined) throw new Error("a place");
    expect(pointIn(place, { width: 200, height: 40 }, false)).toEqual({ x: 50, y: 10 });
    expect(pointIn(place, { width: 200, height: 40 }, true)).toEqual({ x: 150, y: 10 });
    expect(placeIn(1, box, { x: 400, y: 75 }, true)).toEqual([1, 250, 250]);
  });

  test.each([[null], [[3, 0, 0]], [[-1, 0, 0]], [[0, 9_000, 0]], [[0, "a", 0]], [[0.5, 0, 0]]])(
    "that %j says is none",
    (data) => expect(readPlace(data, 3)).toBeUndefined(),
  );
});
