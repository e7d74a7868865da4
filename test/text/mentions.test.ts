import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseMarkdown } from "../../src/text/markdown.ts";
import { foldName, isMentionOf, MentionNames, mentionsIn } from "../../src/text/mentions.ts";

const named = (...names: string[]) => new MentionNames(names.map((name) => ({ name })));

/** The mentions of `text`, as they are drawn where `known` are the names known. */
const drawn = (text: string, ...known: string[]) =>
  mentionsIn(parseMarkdown(text, [named(...known)])).map((mention) => mention.text);

/** Whether a reader of this name, who knows the others, is mentioned. */
const mentions = (text: string, name: string, ...others: string[]) =>
  mentionsIn(parseMarkdown(text, [named(name, ...others)])).some((mention) =>
    isMentionOf(mention, { id: "me", name }),
  );

describe("by name", () => {
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
    ["＠Ｓａｒａ", "Sara"],
    ["﹫sara", "Sara"],
    ["mail ana@sara.example, then @Sara.", "Sara"],
    ["@guest-7f3a", "guest-7f3a"],
    ["@Ana 🌸 hello", "Ana 🌸"],
    ["@Sarah and @Sara", "Sara"],
    ["@soren and @lukasz", "Łukasz"],
    ["**@Sara** and ~~@Bo~~", "Bo"],
    ["- @Sara\n- tea", "Sara"],
    ["@Sara.", "Sara"],
    ["@Sara_", "Sara"],
    ["_@Ana_", "Ana"],
    ["*@Ana*", "Ana"],
    ["@@Ana", "Ana"],
    ["merci @Ana\u00a0!", "Ana"],
    ["@Ana\u00a0: oui", "Ana"],
    ["@Ana, oui", "Ana"],
    // Tatweel stretches a word, wherever it stands in it.
    ["@ســارة أين أنت؟", "سارة"],
    ["@سارة", "ســارة"],
    ["@سارةــ، تعالي", "سارة"],
    ["@ـ Ana", "ـ Ana"],
    // Letters of which folding leaves nothing, or a space: marks in presentation forms.
    ["@\ufcf2A", "\ufcf2A"],
    ["@A\ufcf2B", "A\ufcf2B"],
    ["@A\ufcf2", "A"],
    ["@\ufc5eA\ufc5eB\ufc5e", "\ufc5eA\ufc5eB\ufc5e"],
    // Letters that would be one syllable if they were not written apart.
    ["@ㄱㅏ", "ㄱㅏ"],
  ])("%j mentions %s", (text, name) => {
    expect(mentions(text, name)).toBe(true);
  });

  test.each([
    ["Sara", "Sara"],
    ["@Sarah", "Sara"],
    ["ana@sara", "Sara"],
    ["ana_@sara", "Sara"],
    ["@guest-7f3a", "guest"],
    ["@sara.example", "Sara"],
    ["@sara_b", "Sara"],
    ["@سارة٢", "سارة"],
    ["@Ana", "Ana Maria"],
    ["@", "Sara"],
    ["@ @", "\u0640"],
    ["@ Sara", "Sara"],
    ["@\u00a0Sara", "Sara"],
    ["@سارةـب", "سارة"],
  ])("%j does not mention %s", (text, name) => {
    expect(mentions(text, name)).toBe(false);
  });

  test.each([
    ["@Ana\u00a0(work)"],
    ["@Ana\u00a0&\u00a0Bo"],
    ["@Ana,\u00a0PhD"],
    ["@Ana\u00a0Maria"],
    ["@Ana\u00a0🌸"],
    ["@Ana\u00a0– ops"],
  ])("the name goes on after a no-break space, whatever comes: %j does not mention Ana", (text) => {
    expect(mentions(text, "Ana")).toBe(false);
  });

  test.each([
    ["@Ana (work) hi", "Ana (work)"],
    ["@Ana & Bo hi", "Ana & Bo"],
    ["@Ana, PhD hi", "Ana, PhD"],
    ["@Ana Maria", "Ana Maria"],
  ])("the longest known name is mentioned: %j not Ana but %s", (text, longer) => {
    expect(mentions(text, "Ana", longer)).toBe(false);
    expect(mentions(text, longer, "Ana")).toBe(true);
  });
});

describe("not in", () => {
  test.each([
    ["code", "`@Ana` in code"],
    ["double backticks", "``@Ana ` ``"],
    ["fenced code", "```\nnpm i @ana/core @Ana\n```"],
    ["code after words", "look: ```\n@Ana\n```"],
    ["a URL", "look https://social.example/@Ana/1"],
    ["a URL's user", "https://social.example/@Ana"],
    ["a mail address", "bo@ana.example"],
    ["a quote", "> @Ana said so"],
    ["a quote without a space", ">said @Ana"],
    ["a quote in a quote", "> > @Ana\n> said"],
  ])("%s: %j", (_, text) => {
    expect(mentions(text, "Ana")).toBe(false);
    expect(drawn(text, "Ana")).toEqual([]);
  });
});

describe("scripts without spaces, and Hangul", () => {
  test.each([
    ["你好@小明 在吗", "小明"],
    ["@小明你好", "小明"],
    ["你好@小明", "小明"],
    ["@小明3点开会", "小明"],
    ["こんにちは@太郎", "太郎"],
    ["@太郎さん", "太郎"],
    ["サーバー@太郎", "太郎"],
    ["＠太郎 お願い", "太郎"],
    ["안녕@민수", "민수"],
    ["@민수님", "민수"],
    ["สวัสดี@สมชาย", "สมชาย"],
    ["@สมชายครับ", "สมชาย"],
    ["ສະບາຍດີ@ສົມຊາຍ", "ສົມຊາຍ"],
    ["សួស្តី@សុខា", "សុខា"],
    ["မင်္ဂလာပါ@အောင်", "အောင်"],
    ["你好@Ana你好", "Ana"],
    ["@Ana님", "Ana"],
  ])("%j mentions %s, which is drawn alone", (text, name) => {
    expect(mentions(text, name)).toBe(true);
    expect(drawn(text, name).map((mention) => mention.slice(1))).toEqual([name]);
  });

  test.each([
    ["你好@小明明", "小明", "小明明"],
    ["@민수정", "민수", "민수정"],
    ["@太郎丸", "太郎", "太郎丸"],
  ])("%j does not mention %s where %s is known", (text, name, longer) => {
    expect(mentions(text, name, longer)).toBe(false);
  });
});

describe("a known name is drawn and mentioned as a whole", () => {
  test.each([
    "Ana (work)",
    "J.J.",
    "C++ dev",
    "a/b",
    "2pac",
    "404",
    "[bot] ci",
    "👩🏽‍💻 Ana",
    "Ana_",
    "*star*",
    "`tick`",
    "a@b",
    "@ana",
    "O'Neil",
    "www.ana.example",
    "نور 🌙",
    "First Last",
    "🇪🇬 Nour",
    "...",
    "Ana & Bo",
    "Ana, PhD",
    "_x_",
  ])("%s", (name) => {
    for (const text of [`@${name} hello`, `hello @${name}`, `(@${name.replaceAll(" ", "\u00a0")})`]) {
      expect(mentions(text, name)).toBe(true);
      expect(drawn(text, name)).toEqual([text.includes("\u00a0") ? text.slice(1, -1) : `@${name}`]);
    }
  });
});

test.each([
  ["hi @Sara, and @أحمد!", ["@Sara", "@أحمد"]],
  ["@Ana\u00a0Maria hello", ["@Ana\u00a0Maria"]],
  ["@Ana\u00a0(work), hi", ["@Ana\u00a0(work)"]],
  ["(@Ana\u00a0Maria)", ["@Ana\u00a0Maria"]],
  ["@guest-7f3a's", ["@guest-7f3a's"]],
  ["@👩🏽‍💻", ["@👩🏽‍💻"]],
  ["_@Ana_", ["@Ana"]],
  ["＠太郎", ["＠太郎"]],
  ["at @5pm @ noon", []],
])("an unknown name is drawn to the end of its word: %j", (text, expected) => {
  expect(drawn(text)).toEqual(expected);
});

describe("[MENT-3] by id", () => {
  const ana = { id: "1", name: "Ana" };
  const other = { id: "2", name: "Ana" };
  const find = (text: string, listed: readonly { id: string; name: string }[], ...known: string[]) =>
    mentionsIn(parseMarkdown(text, [new MentionNames(listed), named(...known)]));

  test("only the listed member of a name is mentioned", () => {
    const [mention] = find("@Ana hi", [ana], "Ana");
    expect(mention).toEqual({ kind: "mention", text: "@Ana", name: "ana", ids: ["1"] });
    if (mention === undefined) throw new Error("none");
    expect([ana, other].map((member) => isMentionOf(mention, member))).toEqual([true, false]);
  });

  test("two members of one name are both mentioned if both are listed", () => {
    expect(find("@Ana", [ana, other])).toMatchObject([{ ids: ["1", "2"] }]);
  });

  test("a listed name wins over a longer one that only the reader knows", () => {
    expect(find("@Ana Maria", [ana], "Ana Maria")).toMatchObject([{ text: "@Ana", ids: ["1"] }]);
  });

  test("a name beside the list is mentioned by name", () => {
    expect(find("@Ana and @Bo", [ana], "Bo")).toMatchObject([{ ids: ["1"] }, { name: "bo", ids: [] }]);
  });
});

const segmenter = new Intl.Segmenter("und", { granularity: "grapheme" });

/** False if the last letter is written on the one that follows (Prepend in UAX #29), and so ends no word. */
const endsBeforeSpace = (name: string) => Array.from(segmenter.segment(`${name} `)).at(-1)?.segment === " ";

test("a mention is found at any position between spaces", () => {
  const word = fc
    .stringMatching(/^[\p{L}]{1,8}$/u)
    .filter((name) => name.normalize("NFC") === name && foldName(name) !== "" && endsBeforeSpace(name));
  const rest = fc.stringMatching(/^[^`>~*_@/.]*$/u).map((text) => text.replaceAll(/\s/gu, " "));
  fc.assert(
    fc.property(word, rest, (name, around) => {
      expect(mentions(`${around} @${name} ${around}`, name)).toBe(true);
    }),
  );
});
