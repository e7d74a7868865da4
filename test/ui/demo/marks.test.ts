/** By what players of the demonstration's game are known from each other. */
import { describe, expect, test } from "vitest";
import { MARKS, Marks, SHAPE_COLOR } from "../../../src/demo/arena/marks.ts";
import { contrast, type Oklch } from "../../support/oklch.ts";

const PLAYERS = Array.from({ length: 20 }, (_, index) => `player-${index}`);

function colorOf({ color }: (typeof MARKS)[number]): Oklch {
  const [lightness = 0, chroma = 0, hue = 0] = color.slice("oklch(".length, -1).split(" ").map(Number);
  return [lightness, chroma, hue];
}

function hueDistance([, , one]: Oklch, [, , other]: Oklch): number {
  const degrees = Math.abs(one - other) % 360;
  return Math.min(degrees, 360 - degrees);
}

function permutations(ids: readonly string[]): string[][] {
  if (ids.length <= 1) return [[...ids]];
  return ids.flatMap((first) =>
    permutations(ids.filter((id) => id !== first)).map((rest) => [first, ...rest]),
  );
}

/** sRGB, as OKLCH: of the ground of the arena, and of the shapes. */
const NIGHT: Oklch = [0.22, 0.05, 275];

describe("the marks", () => {
  test("are twenty, each with a shape that no other has", () => {
    expect(new Set(MARKS.map(({ path }) => path)).size).toBe(20);
    expect(MARKS).toHaveLength(20);
    expect(SHAPE_COLOR).toMatch(/^#10142a$/);
  });

  test("differ in hue, those next to each other in lightness too", () => {
    const colors = MARKS.map(colorOf);
    for (const [index, color] of colors.entries())
      for (const other of colors.slice(0, index)) {
        const isLighter = Math.abs(color[0] - other[0]) > 0.1;
        expect(hueDistance(color, other)).toBeGreaterThanOrEqual(isLighter ? 18 : 36);
      }
  });

  test("of few players are far from each other", () => {
    const colors = MARKS.slice(0, 4).map(colorOf);
    for (const [index, color] of colors.entries())
      for (const other of colors.slice(0, index))
        expect(hueDistance(color, other)).toBeGreaterThanOrEqual(72);
  });

  test("are seen on the night, and their shapes on them", () => {
    for (const mark of MARKS) expect(contrast(colorOf(mark), NIGHT)).toBeGreaterThanOrEqual(4.5);
  });
});

describe("of twenty players", () => {
  test("no two have the same mark, and each keeps theirs while others come and go", () => {
    const marks = new Marks();
    const before = new Map(PLAYERS.slice(0, 10).map((id) => [id, marks.numberOf(id)]));
    const left = PLAYERS.slice(0, 3);
    marks.keep(PLAYERS.slice(3, 10));
    for (const id of [...PLAYERS.slice(10), ...left]) marks.numberOf(id);
    for (const id of PLAYERS.slice(3, 10)) expect(marks.numberOf(id)).toBe(before.get(id));
    expect(new Set(PLAYERS.map((id) => marks.numberOf(id))).size).toBe(20);
  });

  test("one more has one that another has", () => {
    const marks = new Marks();
    for (const id of PLAYERS) marks.numberOf(id);
    expect(MARKS[marks.numberOf("one more")]).toBeDefined();
  });
});

describe("the mark that a player sends", () => {
  test("is theirs on every screen, whatever the order in which others came", () => {
    const [one, other] = [new Marks(), new Marks()];
    for (const [marks, order] of [
      [one, ["a", "b"]],
      [other, ["b", "a"]],
    ] as const)
      for (const id of order) marks.claim(id, id === "a" ? 7 : 4);
    expect(["a", "b"].map((id) => one.numberOf(id))).toEqual([7, 4]);
    expect(["a", "b"].map((id) => other.numberOf(id))).toEqual([7, 4]);
  });

  test("may not be another's, or none", () => {
    const marks = new Marks();
    marks.claim("a", 7);
    for (const sent of [7, -1, 20, 1.5, "3", null, undefined]) {
      marks.claim("b", sent);
      expect(marks.numberOf("b")).toBe(0);
    }
  });

  test("is taken from the one of two whose id sorts later", () => {
    const marks = new Marks();
    expect(marks.numberOf("m")).toBe(0);
    marks.claim("z", 0);
    expect([marks.numberOf("z"), marks.numberOf("m")]).toEqual([1, 0]);
    marks.claim("a", 0);
    expect([marks.numberOf("a"), marks.numberOf("m")]).toEqual([0, 2]);
  });

  test.each(permutations(["a", "b", "c"]).map((order) => [order] as const))(
    "is the same on every screen, a spectator's too, where three begin at once and are heard in the order %s",
    (heard) => {
      const players = heard.toSorted();
      const screens = new Map([...players, "spectator"].map((id) => [id, new Marks()]));
      const numberOn = (screen: string, id: string) => screens.get(screen)?.numberOf(id);
      // Each sends what they had before they heard the others, as often as there are marks to give way to.
      for (const _ of players) {
        const sent = new Map(players.map((id) => [id, numberOn(id, id)]));
        for (const [screen, marks] of screens)
          for (const id of heard) if (id !== screen) marks.claim(id, sent.get(id));
      }
      for (const screen of screens.keys())
        expect(players.map((id) => [screen, numberOn(screen, id)])).toEqual(
          players.map((id) => [screen, numberOn(id, id)]),
        );
      expect(new Set(players.map((id) => numberOn(id, id))).size).toBe(players.length);
    },
  );
});
