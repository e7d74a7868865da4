/** Which emoji the picker leaves out: those that the device draws as a box, or as several. */
import { describe, expect, test } from "vitest";
import { isDrawnAs } from "../../src/ui/browser/emoji-support.ts";

const FONT = { sample: 50, toned: 50, missing: 24 };

describe("an emoji", () => {
  test("of the width of all emoji is drawn", () => {
    expect(isDrawnAs({ ...FONT, emoji: 50 })).toBe(true);
  });

  test("that is as wide as the placeholder is not drawn", () => {
    expect(isDrawnAs({ ...FONT, emoji: 24 })).toBe(false);
  });

  test("that is drawn as its parts is not drawn as one", () => {
    expect(isDrawnAs({ ...FONT, emoji: 100 })).toBe(false);
  });

  test("is kept where there is no emoji font to compare with", () => {
    expect(isDrawnAs({ emoji: 24, sample: 24, toned: 48, missing: 24 })).toBe(true);
  });
});
