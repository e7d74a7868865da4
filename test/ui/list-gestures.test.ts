/** Where a message's toolbar goes, and what a finger on a message does. */
import { describe, expect, test } from "vitest";
import { swipeOf, SWIPE_REPLY_PX, type Swipe } from "../../src/ui/models/swipe.ts";
import { toolbarPlacement } from "../../src/ui/models/toolbar-placement.ts";

test.each([
  ["in the middle", { top: 300, bottom: 330 }, "above"],
  ["at the top", { top: 10, bottom: 40 }, "below"],
  ["partly above the top", { top: -20, bottom: 30 }, "below"],
  ["longer than the view", { top: -200, bottom: 900 }, "inside"],
])("the toolbar of a row %s", (_, row, placement) => {
  expect(toolbarPlacement(row, 700)).toBe(placement);
});

describe("a finger on a message", () => {
  const UNDECIDED: Swipe = { name: "undecided" };

  test("is undecided at first, then swipes or scrolls", () => {
    expect(swipeOf(5, 3, 1, UNDECIDED)).toEqual(UNDECIDED);
    expect(swipeOf(20, 3, 1, UNDECIDED)).toEqual({ name: "swiping", px: 20, replies: false });
    expect(swipeOf(20, 15, 1, UNDECIDED)).toEqual({ name: "other" });
    expect(swipeOf(90, 0, 1, { name: "other" })).toEqual({ name: "other" });
  });

  test("swipes in the direction of reading only", () => {
    expect(swipeOf(-20, 0, 1, UNDECIDED)).toEqual({ name: "other" });
    expect(swipeOf(-20, 0, -1, UNDECIDED)).toMatchObject({ name: "swiping", px: 20 });
  });

  test("replies from a distance on, and not if it goes back", () => {
    const far = swipeOf(SWIPE_REPLY_PX, 0, 1, UNDECIDED);
    expect(far).toMatchObject({ replies: true });
    expect(swipeOf(300, 0, 1, far)).toMatchObject({ px: 80 });
    expect(swipeOf(10, 40, 1, far)).toMatchObject({ name: "swiping", px: 10, replies: false });
    expect(swipeOf(-10, 0, 1, far)).toMatchObject({ px: 0, replies: false });
  });
});
