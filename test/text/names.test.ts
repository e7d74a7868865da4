import { describe, expect, test } from "vitest";
import { parseName } from "../../src/text/names.ts";

const MAX_GRAPHEMES = 40;

const nameOf = (raw: string) => {
  const parsed = parseName(raw, MAX_GRAPHEMES);
  return parsed.ok ? parsed.value : parsed.failure;
};

describe("[ID-7] a name is what one sees of it", () => {
  test.each([
    ["a joiner at the end", "Ana\u200d", "Ana"],
    ["a non-joiner at the end", "Ana\u200c", "Ana"],
    ["a non-joiner between Latin letters", "A\u200cna", "Ana"],
    ["a joiner between Latin letters", "An\u200da", "Ana"],
    ["a variation selector", "Ana\ufe00", "Ana"],
    ["the emoji selector after a letter", "Ana\ufe0f", "Ana"],
    ["the emoji selector after a digit", "Ana 2\ufe0f", "Ana 2"],
    ["a blank braille pattern between words", "Ana\u2800Lu", "Ana Lu"],
    ["a blank braille pattern alone", "\u2800", "empty"],
    ["a Hangul filler", "\u3164", "control"],
    ["a half-width filler in a name", "An\uffa0a", "control"],
    ["a private character", "An\ue000a", "control"],
    ["a tag", "Ana\u{e0041}", "control"],
    ["an annotation mark", "Ana\ufff9", "control"],
    ["what stands for an object", "Ana\ufffc", "control"],
    ["what stands for an object alone", "\ufffc", "control"],
  ])("%s", (_, raw, expected) => expect(nameOf(raw)).toBe(expected));

  test.each([
    ["Persian, with its non-joiner", "می\u200cنا"],
    ["Malayalam, with its joiner", "ന്\u200dസി"],
    ["Hindi, with its joiner", "क्\u200dषमा"],
    ["a family", "👨‍👩‍👧 Ana"],
    ["a heart in colour", "Ana ❤️"],
    ["a keycap", "Ana 2️⃣"],
    ["a skin tone and a profession", "👩🏽‍🚀 Mia"],
    ["a flag", "🏳️‍🌈 Lu"],
    ["marks", "Nguyễn Ánh"],
  ])("%s stays", (_, name) => expect(nameOf(name)).toBe(name.normalize("NFC")));
});

describe("[ID-7] [TXT-3] nothing in a name looks like the colon behind it, or like the asterisk of the room", () => {
  test.each([..."꞉∶﹕׃：︓ː˸։܃܄⁚︰ꓽ᠉"])("%s", (colon) => expect(nameOf(`Ana${colon} hi`)).toBe("reserved"));
  test.each([..."⁎﹡٭＊∗✱✲✳❋⁕꙳"])("%s", (asterisk) =>
    expect(nameOf(`${asterisk} Bob left`)).toBe("reserved"),
  );
  test("an asterisk inside of a name stays", () => expect(nameOf("Ana * Lu")).toBe("Ana * Lu"));
});
