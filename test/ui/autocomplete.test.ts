import { describe, expect, test } from "vitest";
import { emojiNames, emojiBase } from "../../src/build/emoji-tables.ts";
import { Autocomplete } from "../../src/ui/conversation/autocomplete.ts";
import {
  mentionCandidates,
  matchingMembers,
  formatMention,
  shortNameAt,
  triggerAt,
} from "../../src/ui/models/completion.ts";
import { EmojiTable } from "../../src/ui/models/emoji-table.ts";
import { buildRows } from "../../src/ui/models/rows.ts";
import { parseInline } from "../../src/text/markdown-inline.ts";
import { FakeTimers, message } from "./support/sample.ts";

const member = (name: string) => ({ id: `id-${name}`, name });
const members = ["Sara", "أحمد", "Ana Maria", "Sam", "فاطمة"].map(member);
const names = (query: string) => matchingMembers(query, members).map(({ name }) => name);

/** The trigger at the cursor, which `|` marks. */
function triggerIn(text: string) {
  const cursor = text.indexOf("|");
  return triggerAt(text.replace("|", ""), cursor);
}

describe("an autocomplete trigger", () => {
  test.each([
    ["@|", "mention", ""],
    ["hello @sa| there", "mention", "sa"],
    ["(@sa|", "mention", "sa"],
    ["مرحبا @اح|", "mention", "اح"],
    ["@ana m|", "mention", "ana m"],
    ["@ana and @|", "mention", ""],
    [":te|", "emoji", "te"],
    ["good :tea_c|", "emoji", "tea_c"],
    ["你好@|", "mention", ""],
    ["안녕@민|", "mention", "민"],
    ["สวัสดี@สม|", "mention", "สม"],
    ["＠|", "mention", ""],
    ["你好＠小|", "mention", "小"],
    ["_@a|", "mention", "a"],
    ["：smi|", "emoji", "smi"],
    ["好:smi|", "emoji", "smi"],
    ["좋아：smi|", "emoji", "smi"],
    [":شا|", "emoji", "شا"],
  ])("is found at %s", (text, kind, query) => {
    expect(triggerIn(text)).toMatchObject({ kind, query });
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
  ])("is not found at %s", (text) => {
    expect(triggerIn(text)).toBeUndefined();
  });

  test("is a short name whose closing colon was typed", () => {
    expect(shortNameAt("is :tea:", 8)).toMatchObject({ start: 3, end: 8, query: "tea" });
    expect(shortNameAt("好：tea：", 6)).toMatchObject({ start: 1, end: 6, query: "tea" });
    expect(shortNameAt("10:30:", 6)).toBeUndefined();
    expect(shortNameAt("::", 2)).toBeUndefined();
  });
});

describe("mention candidates", () => {
  test.each([
    ["sa", ["Sara", "Sam"]],
    ["SAR", ["Sara"]],
    ["احم", ["أحمد"]],
    ["فاطمه", ["فاطمة"]],
    ["maria", ["Ana Maria"]],
    ["ana m", ["Ana Maria"]],
    ["xy", []],
  ])("match %s", (query, expected) => {
    expect(names(query)).toEqual(expected);
  });

  test("are sorted by their latest message and exclude the user", () => {
    const rows = buildRows(
      {
        messages: [
          message(1, { from: member("Bo") }),
          message(2, { from: member("Ana") }),
          message(3, { from: member("Me") }),
        ],
        pending: [],
        self: undefined,
        unread: undefined,
      },
      [],
    );
    const candidates = mentionCandidates({
      rows,
      members: [member("Me"), member("Zed")],
      self: member("Me"),
    });
    expect(matchingMembers("", candidates).map(({ name }) => name)).toEqual(["Ana", "Bo", "Zed"]);
  });

  test("of authors who left offer each name once, and none that a member present has", () => {
    const authors = [
      { id: "old", name: "Ana" },
      { id: "older", name: "Bo" },
      { id: "gone", name: "bo" },
      { id: "here", name: "Former name" },
    ];
    const rows = buildRows(
      { messages: authors.map((from, index) => message(index + 1, { from })), pending: [], self: undefined },
      [],
    );
    const present = [
      { id: "new", name: "Ana" },
      { id: "namesake", name: "Ana" },
      { id: "here", name: "Zed" },
    ];
    expect(mentionCandidates({ rows, members: present, self: undefined }).map(({ id }) => id)).toEqual([
      "here",
      "gone",
      "new",
      "namesake",
    ]);
  });

  test("with several words become one mention", () => {
    expect(parseInline(`${formatMention("Ana Maria Sol")} hello`, { names: [] })).toEqual([
      { kind: "mention", text: "@Ana\u00a0Maria\u00a0Sol", name: "", ids: [] },
      { kind: "text", text: " hello" },
    ]);
  });
});

describe("autocomplete", () => {
  const table = new EmojiTable({
    english: emojiBase(),
    searchOnly: [emojiNames("ar")],
  });
  const usedEmoji: string[] = [];
  const open = () =>
    new Autocomplete({
      members: () => members,
      isCrowd: () => false,
      findMembers: async () => [],
      timers: new FakeTimers(),
      emoji: () => Promise.resolve(table),
      canDraw: () => true,
      applySkinTone: (emoji) => emoji,
      onEmojiUsed: (emoji) => usedEmoji.push(emoji),
    });

  test("wraps around the options, and the chosen one replaces the typed text", async () => {
    const autocomplete = open();
    await autocomplete.update("hi @sa", 6);
    expect(autocomplete.options.value?.options).toHaveLength(2);
    autocomplete.move(1);
    autocomplete.move(1);
    autocomplete.move(-1);
    expect(autocomplete.choose()).toEqual({ start: 3, end: 6, text: "@Sam ", mention: member("Sam") });
    expect(autocomplete.options.value).toBeUndefined();
  });

  test("stays closed after it was dismissed until another trigger is typed", async () => {
    const autocomplete = open();
    await autocomplete.update("@s", 2);
    expect(autocomplete.dismiss()).toBe(true);
    expect(autocomplete.dismiss()).toBe(false);
    await autocomplete.update("@sa", 3);
    expect(autocomplete.options.value).toBeUndefined();
    await autocomplete.update("@sa @s", 6);
    expect(autocomplete.options.value).toBeDefined();
  });

  test("asks the room for members of a crowd once typing pauses, and keeps the option that is active", async () => {
    const timers = new FakeTimers();
    const asked: string[] = [];
    const autocomplete = new Autocomplete({
      members: (found) => [...members, ...found.filter(({ name }) => name !== "Sam")],
      isCrowd: () => true,
      findMembers: async (prefix) => {
        asked.push(prefix);
        return [member("Sabine"), member("Sami"), member("Sam")];
      },
      timers,
      emoji: () => Promise.resolve(table),
      canDraw: () => true,
      applySkinTone: (emoji) => emoji,
      onEmojiUsed: () => undefined,
    });
    const shown = () =>
      autocomplete.options.value?.options.map((option) => option.kind === "mention" && option.member.name);
    await autocomplete.update("@", 1);
    await autocomplete.update("@s", 2);
    await autocomplete.update("@sa", 3);
    autocomplete.move(1);
    timers.advance(1_000);
    await new Promise((settled) => setTimeout(settled));
    expect(asked).toEqual(["sa"]);
    expect(shown()).toEqual(["Sara", "Sam", "Sabine", "Sami"]);
    expect(autocomplete.choose()?.text).toBe("@Sam ");
  });

  test("shows no members that are found after the list was dismissed", async () => {
    const timers = new FakeTimers();
    const autocomplete = new Autocomplete({
      members: (found) => found,
      isCrowd: () => true,
      findMembers: async () => [member("Zoe")],
      timers,
      emoji: () => Promise.resolve(table),
      canDraw: () => true,
      applySkinTone: (emoji) => emoji,
      onEmojiUsed: () => undefined,
    });
    await autocomplete.update("@z", 2);
    timers.advance(1_000);
    autocomplete.close();
    await new Promise((settled) => setTimeout(settled));
    expect(autocomplete.options.value).toBeUndefined();
  });

  describe("when others are here", () => {
    /** An autocomplete of a room, into which others come. */
    function openRoom({ found = [] }: { found?: string[] } = {}) {
      const timers = new FakeTimers();
      const asked: string[] = [];
      const room = { here: [] as string[], isCrowd: false };
      const autocomplete = new Autocomplete({
        members: (more) => [...room.here.map(member), ...more],
        isCrowd: () => room.isCrowd,
        async findMembers(prefix) {
          asked.push(prefix);
          return found.map(member);
        },
        timers,
        emoji: () => Promise.resolve(table),
        canDraw: () => true,
        applySkinTone: (emoji) => emoji,
        onEmojiUsed: () => undefined,
      });
      return {
        autocomplete,
        timers,
        asked,
        shown: () =>
          autocomplete.options.value?.options.map(
            (option) => option.kind === "mention" && option.member.name,
          ),
        nowHere(...names: string[]) {
          room.here = names;
          autocomplete.membersChanged();
        },
        becomeCrowd: () => (room.isCrowd = true),
      };
    }

    test("a name begun before is completed", async () => {
      const { autocomplete, nowHere, shown } = openRoom();
      await autocomplete.update("hi @b", 5);
      expect(shown()).toBeUndefined();
      nowHere("Bo");
      expect(shown()).toEqual(["Bo"]);
    });

    test("an open list gains them, and the option that is active stays so", async () => {
      const { autocomplete, nowHere, shown } = openRoom();
      nowHere("Bo");
      await autocomplete.update("@b", 2);
      nowHere("Basil", "Bo");
      expect(shown()).toEqual(["Basil", "Bo"]);
      expect(autocomplete.choose()?.text).toBe("@Bo ");
    });

    test("a list that was dismissed stays closed, and one of emoji stays as it is", async () => {
      const { autocomplete, nowHere, shown } = openRoom();
      await autocomplete.update(":tea", 4);
      const emoji = autocomplete.options.value;
      nowHere("Bo");
      expect(autocomplete.options.value).toBe(emoji);
      await autocomplete.update("@b", 2);
      autocomplete.dismiss();
      nowHere("Bo", "Basil");
      expect(shown()).toBeUndefined();
    });

    test("a crowd is asked once, and who was found stays in the list", async () => {
      const { autocomplete, nowHere, shown, becomeCrowd, timers, asked } = openRoom({ found: ["Bilal"] });
      await autocomplete.update("@b", 2);
      becomeCrowd();
      nowHere("Bo");
      timers.advance(1_000);
      await new Promise((settled) => setTimeout(settled));
      expect(shown()).toEqual(["Bo", "Bilal"]);
      nowHere("Bo", "Basil");
      timers.advance(1_000);
      expect(shown()).toEqual(["Bo", "Basil", "Bilal"]);
      expect(asked).toEqual(["b"]);
    });
  });

  test("completes an emoji by its full name or a prefix", async () => {
    const autocomplete = open();
    await autocomplete.update("a :tea", 6);
    expect(autocomplete.options.value?.options[0]).toMatchObject({ emoji: "🍵", shortName: "tea" });
    expect(autocomplete.choose()).toEqual({ start: 2, end: 6, text: "🍵 " });
    expect(await autocomplete.completeShortName("a :tea:", 7)).toEqual({ start: 2, end: 7, text: "🍵" });
    expect(await autocomplete.completeShortName("a :nothing:", 11)).toBeUndefined();
    expect(usedEmoji).toEqual(["🍵", "🍵"]);
  });

  test("ignores options that arrive late for an earlier word", async () => {
    const waiting: (() => void)[] = [];
    const autocomplete = new Autocomplete({
      members: () => members,
      isCrowd: () => false,
      findMembers: async () => [],
      timers: new FakeTimers(),
      emoji: () => new Promise((arrive) => waiting.push(() => arrive(table))),
      canDraw: () => true,
      applySkinTone: (emoji) => emoji,
      onEmojiUsed: () => undefined,
    });
    const late = autocomplete.update(":te", 3);
    await autocomplete.update("te", 2);
    waiting[0]?.();
    await late;
    expect(autocomplete.options.value).toBeUndefined();
  });
});
