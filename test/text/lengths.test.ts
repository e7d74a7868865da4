import fc from "fast-check";
import { expect, test } from "vitest";
import { exceedsBytes, exceedsGraphemes, truncateBytes, utf8Bytes } from "../../src/text/lengths.ts";

const anyText = fc.string({ unit: "binary" });

test("utf8Bytes counts what TextEncoder writes, lone surrogates too", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(utf8Bytes(text)).toBe(new TextEncoder().encode(text).length);
    }),
  );
});

test("exceedsBytes and exceedsGraphemes agree with the exact counts at every limit", () => {
  fc.assert(
    fc.property(anyText, fc.nat(64), (text, limit) => {
      expect(exceedsBytes(text, limit)).toBe(utf8Bytes(text) > limit);
      expect(exceedsGraphemes(text, limit)).toBe([...new Intl.Segmenter().segment(text)].length > limit);
    }),
  );
});

test("truncateBytes cuts between code points and stays within its bytes", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.nat(40), (text, limit) => {
      const cut = truncateBytes(text, limit);
      expect(text.startsWith(cut)).toBe(true);
      expect(utf8Bytes(cut)).toBeLessThanOrEqual(limit);
      expect(cut.isWellFormed()).toBe(true);
    }),
  );
  expect(truncateBytes("ééé", 5)).toBe("éé");
});
