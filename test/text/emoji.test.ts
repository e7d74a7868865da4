import { expect, test } from "vitest";
import { readFileSync } from "node:fs";
import { isEmoji, qualifyEmoji } from "../../src/text/emoji.ts";

test.each(["👍", "❤️", "🇪🇬", "👨‍👩‍👧‍👦", "👍🏽", "1️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"])("[REACT-1] %s is one emoji", (text) => {
  expect(isEmoji(text)).toBe(true);
});

test.each(["", "a", "1", "👍👍", "👍 ", ":+1:", "<b>", "\u200d", "❤️\u0301", "👍".repeat(50)])(
  "[REACT-1] %j is not",
  (text) => {
    expect(isEmoji(text)).toBe(false);
  },
);

test.each([
  ["❤", "❤️"],
  ["☺", "☺️"],
  ["✔", "✔️"],
  ["⁉", "⁉️"],
  ["©", "©️"],
  ["1⃣", "1️⃣"],
  ["🏳‍🌈", "🏳️‍🌈"],
  ["👁‍🗨", "👁️‍🗨️"],
  ["👁️‍🗨", "👁️‍🗨️"],
  ["❤‍🔥", "❤️‍🔥"],
  ["🕵🏻‍♂", "🕵🏻‍♂️"],
  ["👍", "👍"],
])("[REACT-1] %s without its variation selectors is %s", (typed, qualified) => {
  expect(qualifyEmoji(typed)).toBe(qualified);
});

test.each(["", "1", "#", "a", "❤️❤️", "❤❤", "❤︎", "👍️", "\ufe0f", "☺".repeat(100)])(
  "[REACT-1] %j is not one emoji in any form",
  (text) => {
    expect(qualifyEmoji(text)).toBeUndefined();
  },
);

interface EmojiData {
  readonly unicode: string;
  readonly skins?: readonly EmojiData[];
}

test("[REACT-1] every emoji is accepted without its variation selectors, and becomes the qualified one", () => {
  const url = import.meta.resolve("emojibase-data/en/compact.json");
  const data = JSON.parse(readFileSync(new URL(url), "utf8")) as readonly EmojiData[];
  const all = data
    .flatMap((emoji) => [emoji, ...(emoji.skins ?? [])])
    .map(({ unicode }) => unicode)
    .filter(isEmoji);
  expect(all.length).toBeGreaterThan(3_000);
  expect(all.filter((emoji) => qualifyEmoji(emoji.replaceAll("\ufe0f", "")) !== emoji)).toEqual([]);
});
