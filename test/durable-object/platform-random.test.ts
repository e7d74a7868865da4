import { expect, test } from "vitest";
import { platformRandom } from "../../src/durable-object/platform.ts";

/** Small and large ones, which use up what is drawn at once many times. */
const COUNTS = [16, 32, 12, 1_000, 16, 3_000, 1_024, 8];

test("random bytes are as many as asked for, and none are given out twice", () => {
  const draws = Array.from({ length: 50 }, () => COUNTS)
    .flat()
    .map((count) => platformRandom.bytes(count));
  expect(draws.slice(0, COUNTS.length).map(({ length }) => length)).toEqual(COUNTS);
  const beginnings = draws.map((bytes) => bytes.subarray(0, 8).join());
  expect(new Set(beginnings).size).toBe(draws.length);
  for (const bytes of draws) expect(bytes.some((byte) => byte !== 0)).toBe(true);
});
