import { Buffer } from "node:buffer";
import { expect, test } from "vitest";
import { DEFAULT_LIMITS } from "../../../src/protocol/limits.ts";
import { parseText } from "../../../src/text/message-text.ts";
import { textFor } from "../transports/delivery-record.ts";
import { NUMBER_MARK, numberAt, TEXT_BYTES, textOf } from "./message-text.ts";
import { TEXT_KINDS } from "./phrases.ts";
import { PROTOCOLS } from "./protocols.ts";

const NUMBERS = [...Array.from({ length: 2_000 }, (_, number) => number), 41_999, 9_999_999];

test("every text has 64 bytes of UTF-8 and is stored by a room as it is", () => {
  const texts = NUMBERS.flatMap((number) => [
    ...TEXT_KINDS.map((kind) => textOf(number, kind)),
    textFor(number / 10, number),
  ]);
  for (const text of texts) {
    expect(Buffer.byteLength(text), text).toBe(TEXT_BYTES);
    expect(parseText(text, DEFAULT_LIMITS)).toEqual({ ok: true, value: text });
  }
});

test("a text carries its number, and JSON carries the text without escapes", () => {
  for (const number of NUMBERS) {
    const bytes = Buffer.from(PROTOCOLS.majlis.frameOf(textOf(number), () => "k3xq7m0"));
    expect(numberAt(bytes, bytes.indexOf(NUMBER_MARK))).toBe(number);
    expect(bytes.includes(textOf(number))).toBe(true);
  }
});

test("a delivery time is read back from the text that carries it", () => {
  expect(Number.parseFloat(textFor(123_456.78, 3))).toBe(123_456.78);
});

test("of ten messages in a row two are Arabic, two Japanese, the others Latin, and three have emoji", () => {
  const scripts = [/\p{Script=Arabic}/u, /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u];
  for (const first of [0, 10, 5_000]) {
    const texts = Array.from({ length: 10 }, (_, index) => textOf(first + index));
    expect(texts.filter((text) => /\p{Emoji_Presentation}/u.test(text))).toHaveLength(3);
    for (const script of scripts) expect(texts.filter((text) => script.test(text))).toHaveLength(2);
  }
  expect(textOf(3, "ascii")).toMatch(/^[\x20-\x7e]+$/);
});

test("no text of a window is another one's, so that compression finds no more than in what people write", () => {
  const texts = NUMBERS.slice(0, 1_000).map((number) => textOf(number).slice(NUMBER_MARK.length + 8));
  expect(new Set(texts).size).toBeGreaterThan(990);
});
