import { expect, test } from "vitest";
import { isEmoji } from "../../src/text/emoji.ts";

test.each(["👍", "❤️", "🇪🇬", "👨‍👩‍👧‍👦", "👍🏽", "1️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"])("[REACT-1] %s is one emoji", (text) => {
  expect(isEmoji(text)).toBe(true);
});

test.each(["", "a", "1", "👍👍", "👍 ", ":+1:", "<b>", "\u200d", "❤️\u0301", "👍".repeat(50)])(
  "[REACT-1] %j is not",
  (text) => {
    expect(isEmoji(text)).toBe(false);
  },
);
