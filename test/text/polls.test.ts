/** Polls as texts (SPEC REACT-5). */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatPoll, MAX_POLL_OPTIONS, parsePoll } from "../../src/text/polls.ts";

describe("[REACT-5] a message is a poll", () => {
  test("if its last lines are numbered by keycaps, behind a question", () => {
    expect(parsePoll("Where to?\n\n1️⃣ Thai\n2️⃣ **Pizza**\n")).toEqual({
      question: "Where to?",
      options: [
        { emoji: "1️⃣", text: "Thai" },
        { emoji: "2️⃣", text: "**Pizza**" },
      ],
    });
  });

  test("also where a keyboard leaves out U+FE0F, and where no space follows", () => {
    expect(parsePoll("أين نأكل؟\n1\u20e3 بيتزا\n2\u20e3كشري")?.options).toEqual([
      { emoji: "1\ufe0f\u20e3", text: "بيتزا" },
      { emoji: "2\ufe0f\u20e3", text: "كشري" },
    ]);
  });

  test.each([
    ["without a question", "1️⃣ Thai\n2️⃣ Pizza"],
    ["with one option", "Where to?\n1️⃣ Thai"],
    ["that does not begin with 1", "Where to?\n2️⃣ Thai\n3️⃣ Pizza"],
    ["with a number twice", "Where to?\n1️⃣ Thai\n1️⃣ Pizza"],
    ["with words behind the options", "Where to?\n1️⃣ Thai\n2️⃣ Pizza\nSay when!"],
    ["with an empty option", "Where to?\n1️⃣ Thai\n2️⃣ "],
    ["with plain numbers", "Where to?\n1. Thai\n2. Pizza"],
    ["with more options than there are keycaps", `Which?\n${formatPoll("", Array(10).fill("a"))}\n🔟 b`],
  ])("but not one %s", (_, text) => {
    expect(parsePoll(text)).toBeUndefined();
  });
});

test("what is formatted is parsed again, whatever is typed", () => {
  const words = fc
    .string({ unit: "grapheme", minLength: 1, maxLength: 20 })
    .filter((text) => text.trim() !== "");
  const line = words.map((text) => text.replaceAll(/\s+/gu, " ").trim());
  const question = line.filter((text) => !text.includes("\u20e3"));
  fc.assert(
    fc.property(question, fc.array(line, { minLength: 2, maxLength: MAX_POLL_OPTIONS }), (asked, options) => {
      const poll = parsePoll(formatPoll(asked, options));
      expect(poll?.question).toBe(asked);
      expect(poll?.options.map(({ text }) => text)).toEqual(options);
    }),
  );
});
