/** Names that are suggested for new rooms. */
import { describe, expect, test } from "vitest";
import { ROOM_NAME_BITS, ROOM_NAME_VALUES, roomNameFrom } from "../../src/worker/room-names/suggest.ts";
import { WORDS as ARABIC } from "../../src/worker/room-names/words-ar.ts";
import { WORDS as ENGLISH } from "../../src/worker/room-names/words-en.ts";
import { MAX_ROOM_NAME_LETTERS, parseRoomName } from "../../src/text/room-names.ts";

/** Spelled in several ways, by hand and by keyboard: another spelling would be another room. */
const ARABIC_LETTERS_WITH_VARIANTS = /[\u0621-\u0626\u0629\u0640\u0649]|\p{Mn}/u;

describe.each([
  ["English", ENGLISH],
  ["Arabic", ARABIC],
])("suggested room names in %s", (_language, list) => {
  const words = list.trim().split(/\s+/u);

  test("are made of 512 different words, each a room name in canonical form", () => {
    expect(new Set(words).size).toBe(512);
    expect(words.length).toBe(512);
    for (const word of words) {
      expect(parseRoomName(word)).toEqual({ ok: true, value: word });
      expect(word).not.toMatch(ARABIC_LETTERS_WITH_VARIANTS);
    }
  });

  test("fit in a room name, even of the longest words", () => {
    const longest = Math.max(...words.map((word) => word.length));
    expect(ROOM_NAME_VALUES * (longest + 1) - 1).toBeLessThanOrEqual(MAX_ROOM_NAME_LETTERS);
  });

  test("have no word twice, whatever is drawn", () => {
    for (let value = 0; value < words.length; value++) {
      const name = roomNameFrom(new Uint16Array(ROOM_NAME_VALUES).fill(value), words);
      expect(new Set(name.split("-")).size).toBe(ROOM_NAME_VALUES);
    }
  });

  test("use each word with the same probability, and every random value", () => {
    const counts = new Map<string, number>();
    for (let value = 0; value < 1024; value++) {
      const [first] = roomNameFrom(new Uint16Array(ROOM_NAME_VALUES).fill(value), words).split("-");
      counts.set(first ?? "", (counts.get(first ?? "") ?? 0) + 1);
    }
    expect(new Set(counts.values())).toEqual(new Set([2]));
    const values = Uint16Array.of(0, 1, 2, 3, 4);
    expect(roomNameFrom(values, words).split("-")).toEqual([0, 2, 4, 6, 8].map((index) => words[index]));
  });
});

test("suggested room names have at least 44 bits of entropy", () => {
  expect(ROOM_NAME_BITS).toBeGreaterThanOrEqual(44);
  expect(() => roomNameFrom(new Uint16Array(ROOM_NAME_VALUES - 1), ["tea"])).toThrow(RangeError);
});
