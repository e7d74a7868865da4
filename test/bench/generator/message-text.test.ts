import { Buffer } from "node:buffer";
import { expect, test } from "vitest";
import { DEFAULT_LIMITS } from "../../../src/protocol/limits.ts";
import { parseText } from "../../../src/text/message-text.ts";
import { textFor } from "../transports/delivery-record.ts";
import { NUMBER_MARK, numberAt, payloadOf, TEXT_BYTES, textOf } from "./message-text.ts";
import { textOfBytes } from "./phrases.ts";

const NUMBERS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 41_999, 9_999_999];

test("every text has 64 bytes of UTF-8 and is stored by a room as it is", () => {
  for (const text of [...NUMBERS.map(textOf), ...NUMBERS.map((number) => textFor(number / 10, number))]) {
    expect(Buffer.byteLength(text), text).toBe(TEXT_BYTES);
    expect(parseText(text, DEFAULT_LIMITS)).toEqual({ ok: true, value: text });
  }
});

test("a text carries its number, and JSON carries the text without escapes", () => {
  for (const number of NUMBERS) {
    const bytes = payloadOf(number, "majlis");
    expect(numberAt(bytes, bytes.indexOf(NUMBER_MARK))).toBe(number);
    expect(bytes.includes(textOf(number))).toBe(true);
  }
});

test("a delivery time is read back from the text that carries it", () => {
  expect(Number.parseFloat(textFor(123_456.78, 3))).toBe(123_456.78);
});

test("the texts of eight messages in a row mix Latin, accented Latin, Arabic and emoji", () => {
  const texts = NUMBERS.slice(0, 8).map(textOf);
  for (const script of [/^[\x20-\x7e]+$/, /[À-ÿ]/, /\p{Script=Arabic}/u, /\p{Extended_Pictographic}/u]) {
    expect(texts.filter((text) => script.test(text))).not.toEqual([]);
  }
  expect(textOf(8).slice(14)).toBe(textOf(0).slice(14));
});

test("a text longer than its phrase is refused instead of padded", () => {
  expect(() => textOfBytes("", 0, 200)).toThrow("no phrase has 200 bytes");
});
