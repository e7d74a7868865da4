import { describe, expect, test } from "vitest";
import { emojiBase, emojiNames } from "../../src/build/emoji-tables.ts";
import { isEmoji } from "../../src/text/emoji.ts";
import { EMOJI_GROUPS, EmojiTable } from "../../src/ui/models/emoji-table.ts";
import { nextGridIndex } from "../../src/ui/models/grid-navigation.ts";
import { recentEmoji, rememberEmoji } from "../../src/ui/models/recent-emoji.ts";
import {
  inSkinTone,
  saveSkinTone,
  SKIN_TONES,
  skinTone,
  withoutTone,
} from "../../src/ui/models/skin-tone.ts";
import { memoryStorage } from "./support/memory-storage.ts";

const english = emojiBase();
const arabic = emojiNames("ar");
const table = new EmojiTable({ english, translation: arabic });
const inEnglish = new EmojiTable({ english });

describe("the emoji in the table", () => {
  test("are in nine groups without duplicates, and each is valid as a reaction", () => {
    const all = EMOJI_GROUPS.flatMap((group) => table.group(group).map(({ emoji }) => emoji));
    for (const group of EMOJI_GROUPS) expect(table.group(group).length).toBeGreaterThan(50);
    expect(new Set(all).size).toBe(all.length);
    expect(all.length).toBeGreaterThan(1_850);
    expect(all.filter((emoji) => !isEmoji(emoji))).toEqual([]);
  });

  test("have Arabic names, except four that only CLDR's derived tables name", () => {
    const all = EMOJI_GROUPS.flatMap((group) => table.group(group));
    const others = all.filter(({ name }) => !/\p{Script=Arabic}/u.test(name)).map(({ name }) => name);
    expect(others).toEqual(["keycap: 10", "flag: England", "flag: Scotland", "flag: Wales"]);
    expect(table.get("🇪🇬")?.name).toBe("علم مصر");
    expect(table.get("👨‍👩‍👧")?.name).toBe("رجل، سيدة، فتاة");
    expect(inEnglish.get("🍵")?.name).toBe("teacup without handle");
  });
});

describe("emoji search", () => {
  test.each([
    ["tea", "🍵"],
    ["TEA", "🍵"],
    ["tears of joy", "😂"],
    ["joy", "😂"],
    ["+1", "👍"],
    ["شاي", "🍵"],
    ["قلب أحمر", "❤️"],
    ["قلب احمر", "❤️"],
    ["جَمَل", "🐪"],
    ["مصر", "🇪🇬"],
    ["egypt", "🇪🇬"],
    ["🍵", "🍵"],
  ])("finds %s", (query, expected) => {
    expect(table.find(query).map(({ emoji }) => emoji)).toContain(expected);
  });

  test("ranks an exact short name first", () => {
    expect(inEnglish.find("tea")[0]?.emoji).toBe("🍵");
    expect(inEnglish.find("heart")[0]?.emoji).toBe("❤️");
  });

  test("finds nothing for unknown words, and other languages only if their table is loaded", () => {
    expect(table.find("qwertyuiop")).toEqual([]);
    expect(table.find("  ")).toEqual([]);
    expect(inEnglish.find("شاي")).toEqual([]);
    const found = new EmojiTable({ english, searchOnly: [arabic] }).find("شاي");
    expect(found.map(({ name }) => name)).toContain("teacup without handle");
  });

  test("finds an emoji by its exact short name", () => {
    expect(inEnglish.findByShortName("tea")?.emoji).toBe("🍵");
    expect(inEnglish.findByShortName("face_with_tears_of_joy")?.emoji).toBe("😂");
    expect(inEnglish.findByShortName("te")).toBeUndefined();
  });
});

describe("skin tones", () => {
  test.each([
    ["👋", "👋🏽"],
    ["✌️", "✌🏽"],
    ["👩‍🚀", "👩🏽‍🚀"],
    ["🧑‍🤝‍🧑", "🧑🏽‍🤝‍🧑🏽"],
    ["👨‍👩‍👧", "👨‍👩‍👧"],
    ["🍵", "🍵"],
  ])("turn %s into %s", (emoji, toned) => {
    expect(inSkinTone(emoji, "🏽")).toBe(toned);
  });

  test("give a valid emoji for every emoji, and can be removed again", () => {
    for (const group of EMOJI_GROUPS)
      for (const { emoji } of table.group(group))
        for (const tone of SKIN_TONES) {
          const toned = inSkinTone(emoji, tone);
          expect(isEmoji(toned)).toBe(true);
          expect(table.get(withoutTone(toned))?.emoji).toBe(emoji);
        }
  });

  test("are stored and validated", () => {
    const storage = memoryStorage();
    expect(skinTone(storage)).toBe("");
    saveSkinTone(storage, "🏾");
    expect(skinTone(storage)).toBe("🏾");
    storage.set("majlis:skin-tone", "<b>");
    expect(skinTone(storage)).toBe("");
  });
});

test("recent emoji are the latest first, without duplicates and invalid values", () => {
  const storage = memoryStorage();
  for (const emoji of ["🍵", "👋🏽", "🍵"]) rememberEmoji(storage, emoji);
  expect(recentEmoji(storage)).toEqual(["🍵", "👋🏽"]);
  storage.set("majlis:recent-emoji", "<script> 🍵 a");
  expect(recentEmoji(storage)).toEqual(["🍵"]);
});

describe("keyboard navigation in a grid of 10 cells, 4 per row", () => {
  const grid = { count: 10, columns: 4, rightToLeft: false };
  test.each([
    ["ArrowRight", 3, 4],
    ["ArrowRight", 9, 9],
    ["ArrowLeft", 0, 0],
    ["ArrowDown", 1, 5],
    ["ArrowDown", 7, 9],
    ["ArrowDown", 9, 9],
    ["ArrowUp", 5, 1],
    ["ArrowUp", 2, -1],
    ["Home", 6, 4],
    ["End", 8, 9],
    ["PageDown", 0, 9],
    ["PageUp", 9, 0],
    ["a", 3, undefined],
  ])("%s moves from %i to %s", (key, from, to) => {
    expect(nextGridIndex(key, from, grid)).toBe(to);
  });

  test("ArrowLeft moves forward in a right-to-left grid", () => {
    expect(nextGridIndex("ArrowLeft", 3, { ...grid, rightToLeft: true })).toBe(4);
  });
});
