import { expect, test } from "vitest";
import { roomChoices } from "../../src/ui/models/room-choices.ts";

const RECENT = ["tea-garden", "ثلج-وشاي", "harbour"];

test.each([
  [
    "",
    [
      ["recent", "tea-garden"],
      ["recent", "ثلج-وشاي"],
      ["recent", "harbour"],
    ],
  ],
  [
    "GARD",
    [
      ["recent", "tea-garden"],
      ["new", "gard"],
    ],
  ],
  ["Tea Garden", [["recent", "tea-garden"]]],
  [
    "شاي",
    [
      ["recent", "ثلج-وشاي"],
      ["new", "شاي"],
    ],
  ],
  ["?!", []],
] as const)("typing %j in the room switcher offers %j", (typed, expected) => {
  expect(roomChoices(RECENT, typed).map(({ kind, name }) => [kind, name])).toEqual(expected);
});
