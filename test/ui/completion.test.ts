import { describe, expect, test } from "vitest";
import { arabicTable, englishTable } from "../../src/build/emoji-tables.ts";
import { Completing } from "../../src/ui/conversation/completing.ts";
import {
  likelyMeant,
  matchingPeople,
  mentionOf,
  shortNameAt,
  triggerAt,
} from "../../src/ui/models/completion.ts";
import { EmojiTable } from "../../src/ui/models/emoji-table.ts";
import { buildRows } from "../../src/ui/models/rows.ts";
import { parseInline } from "../../src/text/markdown-inline.ts";
import { message } from "./support/sample.ts";

const person = (name: string) => ({ id: `id-${name}`, name });
const people = ["Sara", "أحمد", "Ana Maria", "Sam", "sara", "فاطمة"].map(person);
const names = (query: string) => matchingPeople(query, people).map(({ name }) => name);

/** What is at the cursor, which stands at `|`. */
function at(text: string) {
  const cursor = text.indexOf("|");
  return triggerAt(text.replace("|", ""), cursor);
}

describe("what is completed", () => {
  test.each([
    ["@|", "mention", ""],
    ["hello @sa| there", "mention", "sa"],
    ["(@sa|", "mention", "sa"],
    ["مرحبا @اح|", "mention", "اح"],
    ["@ana m|", "mention", "ana m"],
    ["@ana and @|", "mention", ""],
    [":te|", "emoji", "te"],
    ["good :tea_c|", "emoji", "tea_c"],
    [":شا|", "emoji", "شا"],
  ])("at %s", (text, kind, query) => {
    expect(at(text)).toMatchObject({ kind, query });
  });

  test.each([
    "ana@sa|",
    "@sara |",
    "@sa\n|",
    ":t|",
    "5:30|",
    "https://a|",
    "::te|",
    "a|",
    "|",
    "hello @|sa".slice(0, 7),
  ])("nothing at %s", (text) => {
    expect(at(text)).toBeUndefined();
  });

  test("a short name that was closed", () => {
    expect(shortNameAt("is :tea:", 8)).toMatchObject({ start: 3, end: 8, query: "tea" });
    expect(shortNameAt("10:30:", 6)).toBeUndefined();
    expect(shortNameAt("::", 2)).toBeUndefined();
  });
});

describe("people are found", () => {
  test.each([
    ["sa", ["Sara", "Sam"]],
    ["SAR", ["Sara"]],
    ["احم", ["أحمد"]],
    ["فاطمه", ["فاطمة"]],
    ["maria", ["Ana Maria"]],
    ["ana m", ["Ana Maria"]],
    ["xy", []],
  ])("by %s", (query, expected) => {
    expect(names(query)).toEqual(expected);
  });

  test("who spoke last first, and never oneself", () => {
    const rows = buildRows(
      {
        messages: [
          message(1, { from: person("Bo") }),
          message(2, { from: person("Ana") }),
          message(3, { from: person("Me") }),
        ],
        pending: [],
        self: undefined,
        unread: undefined,
      },
      [],
    );
    const meant = likelyMeant({ rows, members: [person("Me"), person("Zed")], self: person("Me") });
    expect(matchingPeople("", meant).map(({ name }) => name)).toEqual(["Ana", "Bo", "Zed"]);
  });

  test("a name of several words is one mention", () => {
    expect(parseInline(`${mentionOf("Ana Maria Sol")} hello`)).toEqual([
      { kind: "mention", text: "@Ana\u00a0Maria\u00a0Sol" },
      { kind: "text", text: " hello" },
    ]);
  });
});

describe("completing", () => {
  const table = new EmojiTable({ english: englishTable(), arabic: arabicTable(), shows: "english" });
  const taken: string[] = [];
  const open = () =>
    new Completing({
      people: () => people,
      emoji: () => Promise.resolve(table),
      toned: (emoji) => emoji,
      onEmoji: (emoji) => taken.push(emoji),
    });

  test("walks round the options, and the chosen one takes the place of what was written", async () => {
    const completing = open();
    await completing.look("hi @sa", 6);
    expect(completing.options.value?.options).toHaveLength(2);
    completing.move(1);
    completing.move(1);
    completing.move(-1);
    expect(completing.choose()).toEqual({ start: 3, end: 6, text: "@Sam " });
    expect(completing.options.value).toBeUndefined();
  });

  test("what was waved away stays away until another name is begun", async () => {
    const completing = open();
    await completing.look("@s", 2);
    expect(completing.dismiss()).toBe(true);
    expect(completing.dismiss()).toBe(false);
    await completing.look("@sa", 3);
    expect(completing.options.value).toBeUndefined();
    await completing.look("@sa @s", 6);
    expect(completing.options.value).toBeDefined();
  });

  test("an emoji by its name, written out or begun", async () => {
    const completing = open();
    await completing.look("a :tea", 6);
    expect(completing.options.value?.options[0]).toMatchObject({ emoji: "🍵", shortName: "tea" });
    expect(completing.choose()).toEqual({ start: 2, end: 6, text: "🍵 " });
    expect(await completing.closed("a :tea:", 7)).toEqual({ start: 2, end: 7, text: "🍵" });
    expect(await completing.closed("a :nothing:", 11)).toBeUndefined();
    expect(taken).toEqual(["🍵", "🍵"]);
  });

  test("what comes late for another word is not shown", async () => {
    const waiting: (() => void)[] = [];
    const completing = new Completing({
      people: () => people,
      emoji: () => new Promise((arrive) => waiting.push(() => arrive(table))),
      toned: (emoji) => emoji,
      onEmoji: () => undefined,
    });
    const late = completing.look(":te", 3);
    await completing.look("te", 2);
    waiting[0]?.();
    await late;
    expect(completing.options.value).toBeUndefined();
  });
});
