import { expect, test } from "vitest";
import { roomChoices } from "../../src/ui/models/room-choices.ts";

const RECENT = [
  { name: "tea-garden", title: "tea-garden" },
  { name: "ثلج-وشاي", title: "ثلج-وشاي" },
  { name: "harbour", title: "The Old Port" },
];

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
  [
    "old p",
    [
      ["recent", "harbour"],
      ["new", "old-p"],
    ],
  ],
  ["Harbour", [["recent", "harbour"]]],
  ["?!", []],
] as const)("typing %j in the room switcher offers %j", (typed, expected) => {
  expect(roomChoices(RECENT, typed).map(({ kind, name }) => [kind, name])).toEqual(expected);
});
