import fc from "fast-check";
import { expect, test } from "vitest";
import { mentionsName } from "../../src/text/mentions.ts";
import { cpuTimeMs } from "../support/cpu-time.ts";

test.each([
  ["@Sara, look", "Sara"],
  ["look (@sara)", "Sara"],
  ["@sara's tea", "Sara"],
  ["مرحبا @أحمد، كيف حالك؟", "احمد"],
  ["مرحبا @احمد", "أَحْمَد"],
  ["@فاطمه", "فاطمة"],
  ["@Ana Maria!", "Ana Maria"],
  ["@Ana\u00a0Maria!", "Ana Maria"],
  ["@ana  maria", "Ana Maria"],
  ["@ana\nmaria", "Ana Maria"],
  ["＠Ｓａｒａ", "Sara"],
  ["mail ana@sara.example, then @Sara.", "Sara"],
  ["@guest-7f3a", "guest-7f3a"],
  ["@Ana 🌸 hello", "Ana 🌸"],
  ["@Sarah and @Sara", "Sara"],
])("%j mentions %s", (text, name) => {
  expect(mentionsName(text, name)).toBe(true);
});

test.each([
  ["Sara", "Sara"],
  ["@Sarah", "Sara"],
  ["ana@sara", "Sara"],
  ["@guest-7f3a", "guest"],
  ["@sara.example", "Sara"],
  ["@سارة٢", "سارة"],
  ["@Ana", "Ana Maria"],
  ["@Ana\u00a0Maria", "Ana"],
  ["@", "Sara"],
  ["@ @", "\u0640"],
])("%j does not mention %s", (text, name) => {
  expect(mentionsName(text, name)).toBe(false);
});

test("a mention is found at any position between spaces", () => {
  const word = fc.stringMatching(/^[\p{L}]{1,8}$/u).filter((name) => name.normalize("NFC") === name);
  fc.assert(
    fc.property(word, fc.string(), (name, rest) => {
      expect(mentionsName(`${rest} @${name} ${rest}`, name)).toBe(true);
    }),
  );
});

test("a long text of nothing but @ is searched in linear time", () => {
  const tookMs = cpuTimeMs(() => {
    mentionsName("@".repeat(16_000), "@@@@");
    mentionsName("@sar".repeat(4_000), "Sara");
  });
  expect(tookMs).toBeLessThan(1_000);
});
