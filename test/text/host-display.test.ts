import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { displayHost } from "../../src/text/host-display.ts";
import { parseInline } from "../../src/text/markdown-inline.ts";
import { toPunycode } from "../../src/text/punycode.ts";

describe("a host that can pass for another is shown in Punycode", () => {
  test.each([
    ["аррӏе.com", "xn--80ak6aa92e.com"],
    ["АррӏЕ.com", "xn--80ak6aa92e.com"],
    ["www.аррӏе.com", "www.xn--80ak6aa92e.com"],
    ["gօօgle.com", undefined],
    ["раураӏ.com", undefined],
    ["ѕсоре.org", undefined],
    ["οnινηα.com", undefined],
    ["ɢoogle.com", undefined],
    ["googĸe.com", undefined],
    ["twıtter.com", undefined],
    ["þaypal.com", undefined],
    ["αρρινη.com", undefined],
    ["ꓖꓳꓳꓖ.com", undefined],
    ["bank.comノlogin.example", undefined],
    ["bankー.example", undefined],
    ["faceb\u0585\u0585k.com", undefined],
    ["раypal一.example", undefined],
    ["q\u0307atar.com", undefined],
    ["googlé\u0323\u0323.com", undefined],
    ["示example\u05d5.com", undefined],
    ["google.со", undefined],
    ["২২.com", undefined],
    ["გօօგ.com", undefined],
  ])("%s", (host, shown) => {
    const found = displayHost(host);
    expect(found).toMatch(/(?:^|\.)xn--/u);
    expect(found).toMatch(/^[\x20-\x7e]+$/u);
    expect(new URL(`https://${host}`).host).toBe(found);
    if (shown !== undefined) expect(found).toBe(shown);
  });
});

describe("a host in the letters of a language stays as typed", () => {
  test.each([
    "münchen.de",
    "MÜNCHEN.de",
    "例え.jp",
    "例え.テスト",
    "мвд.рф",
    "хорошо.example",
    "сор.ru",
    "почта.рус",
    "مثال.إختبار",
    "مجلس.example",
    "παράδειγμα.gr",
    "בדיקה.il",
    "उदाहरण.परीक्षा",
    "한국.kr",
    "中国.cn",
    "sony日本.jp",
    "ไทย.th",
    "đồng.vn",
    "łódź.pl",
    "ísland-þorp.is",
    "ışık.tr",
    "straße.de",
    "haırdryer.az",
    "øl.no",
    "ʻokina.example".slice(1),
    "site.example",
    "xn--80ak6aa92e.com",
  ])("%s", (host) => {
    expect(displayHost(host)).toBe(host);
  });
});

test("compatibility letters are shown as the letters that they stand for", () => {
  expect(displayHost("ｂａｎｋ.example")).toBe("bank.example");
});

test("a link and its text have the host in Punycode, and what precedes and follows as typed", () => {
  expect(parseInline("see https://аррӏе.com:8080/ä?q=ж, ana@аррӏе.com")).toEqual([
    { kind: "text", text: "see " },
    {
      kind: "link",
      text: "https://xn--80ak6aa92e.com:8080/ä?q=ж",
      href: "https://аррӏе.com:8080/ä?q=ж",
    },
    { kind: "text", text: ", " },
    { kind: "link", text: "ana@xn--80ak6aa92e.com", href: "mailto:ana@аррӏе.com" },
  ]);
  expect(parseInline("www.аррӏе.com")).toEqual([
    { kind: "link", text: "www.xn--80ak6aa92e.com", href: "https://www.аррӏе.com" },
  ]);
});

test("labels are encoded as browsers encode them", () => {
  // All from left to right: hosts that mix directions are refused.
  const letter = fc.constantFrom(..."az09äßжω字ท한ꓖ".split(""), "𐑄", "𠀋");
  fc.assert(
    fc.property(fc.array(letter, { minLength: 1, maxLength: 20 }), (letters) => {
      const label = `x${letters.join("")}ж`;
      expect(`${toPunycode(label)}.example`).toBe(new URL(`https://${label}.example`).host);
    }),
  );
});

test.each([
  ["مثال", "xn--mgbh0fb"],
  ["उदाहरण", "xn--p1b6ci4b4b3a"],
  ["bücher", "xn--bcher-kva"],
])("%s is encoded as %s", (label, encoded) => {
  expect(toPunycode(label)).toBe(new URL(`https://${label}`).host);
  expect(toPunycode(label)).toBe(encoded);
});
