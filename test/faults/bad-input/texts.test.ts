/**
 * Invalid texts (SPEC PUB-1, TXT-1 to TXT-3): each is answered by its error or
 * close code, stores nothing, and leaves a control pair unaffected.
 */
import { describe, expect, test } from "vitest";
import { eventually } from "../../support/eventually.ts";
import { isType, setUpVisitors, waitForError } from "../../support/visitors.ts";

const TEXT_GRAPHEMES = 4_000;
const TEXT_BYTES = 16 * 1024;

const visitors = setUpVisitors();

describe("texts", () => {
  const FAMILY = "👨‍👩‍👧‍👦";
  const familyBytes = Buffer.byteLength(FAMILY);
  const fillTo = (bytes: number) =>
    FAMILY.repeat(Math.floor(bytes / familyBytes)) + "a".repeat(bytes % familyBytes);

  test.each([
    ["graphemes", "e\u0301".repeat(TEXT_GRAPHEMES), `${"e\u0301".repeat(TEXT_GRAPHEMES)}e`],
    ["letters", "x".repeat(TEXT_GRAPHEMES), "x".repeat(TEXT_GRAPHEMES + 1)],
    ["bytes", fillTo(TEXT_BYTES), fillTo(TEXT_BYTES + 1)],
  ])(
    "[PUB-1] a text at the limit of %s is stored unchanged, one more is too large",
    async (_, most, more) => {
      const mallory = await visitors.join();
      mallory.sendJson({ type: "publish", id: "most", text: most });
      expect((await mallory.waitForEvent("the message", isType("message"))).text).toBe(most);
      mallory.sendJson({ type: "publish", id: "more", text: more });
      expect(await waitForError(mallory, "more")).toMatchObject({ code: "too_large" });
      await visitors.controlPair.expectUnaffected({ others: [most] });
    },
  );

  test.each([
    ["a lone high surrogate", '"\\ud83d"', "invalid_text"],
    ["a lone low surrogate", '"hi \\udc4d"', "invalid_text"],
    ["surrogates in the wrong order", '"\\udc4d\\ud83d"', "invalid_text"],
    ["NUL", '"hi\\u0000"', "invalid_text"],
    ["a bell", '"\\u0007ding"', "invalid_text"],
    ["an escape sequence", '"\\u001b[2Jgone"', "invalid_text"],
    ["a C1 control", '"\\u009b2J"', "invalid_text"],
    ["a pile of combining marks", `"a${"\u0345\u0327".repeat(8)}\u0300"`, "invalid_text"],
    ["no characters", '""', "empty_text"],
    ["spaces and line breaks", '" \\n\\t "', "empty_text"],
    ["invisible characters", '"\\u200b\\u2060\\ufeff"', "empty_text"],
    ["direction overrides only", '"\\u202e\\u202d"', "empty_text"],
  ])("[PUB-1] a text of %s is refused", async (_, text, code) => {
    const mallory = await visitors.join();
    mallory.sendText(`{"type":"publish","id":"a","text":${text}}`);
    expect(await waitForError(mallory, "a")).toMatchObject({ code });
    await visitors.controlPair.expectUnaffected();
  });

  test("[PUB-1] direction overrides are removed, and line breaks of every kind become line feeds", async () => {
    const mallory = await visitors.join();
    mallory.sendJson({ type: "publish", id: "a", text: "a\u202eb\u202cc\r\nd\re\u2028f\u2029g\u0085h" });
    expect((await mallory.waitForEvent("the message", isType("message"))).text).toBe("abc\nd\ne\nf\ng\nh");
  });

  test.each([
    ["a line feed", "x\nAna: hi"],
    ["a carriage return", "x\rAna: hi"],
    ["both", "x\r\nAna: hi"],
    ["a line separator", "x\u2028Ana: hi"],
    ["a paragraph separator", "x\u2029Ana: hi"],
    ["a next line", "x\u0085Ana: hi"],
    ["an empty line before", "\n\nAna: hi"],
    ["the room's prefix", "* Ana left"],
    ["the room's prefix on a continuation line", "x\n* Ana left"],
  ])("[TXT-2] [TXT-3] a message cannot forge a plain-text line with %s", async (_, forgery) => {
    const mallory = await visitors.open();
    await eventually("Mallory has joined", () => mallory.texts.length > 0);
    mallory.sendText(forgery);
    const arrived = () => visitors.controlPair.lines.find((line) => line.startsWith("Mallory: "));
    await eventually("Bo receives it", () => arrived() !== undefined);
    const lines = (arrived() ?? "").split(/[\n\v\f\r\u0085\u2028\u2029]/u);
    expect(lines[0]).toMatch(/^Mallory: /);
    for (const line of lines.slice(1)) expect(line).toMatch(/^ {2}/);
    const transcript = await (await fetch(visitors.url("/transcript"))).text();
    const forged = transcript
      .split(/[\n\v\f\r\u0085\u2028\u2029]/u)
      .filter((line) => /^(Ana:|\*)/.test(line));
    expect(forged).toEqual([]);
    await visitors.controlPair.expectUnaffected({
      others: [forgery.replace(/\r\n?|[\u0085\u2028\u2029]/gu, "\n")],
    });
  });

  test("[TXT-1] [TXT-2] a refused plain-text message is answered by a line of the room", async () => {
    const mallory = await visitors.open();
    await eventually("Mallory has joined", () => mallory.texts.length > 0);
    mallory.sendText("ding \u0007");
    mallory.sendText(`a${"\u0327".repeat(17)}`);
    mallory.sendText("  \n ");
    mallory.sendText("x".repeat(TEXT_GRAPHEMES + 1));
    await eventually("both are answered", () => mallory.texts.length >= 4);
    expect(mallory.texts.slice(1)).toEqual([
      "* The text has a character that cannot be stored: U+0007 at 5.",
      "* The text has a character that cannot be stored: U+0327 at 17 (more than 16 marks on a letter).",
      `* A text has at most ${TEXT_GRAPHEMES} characters and ${TEXT_BYTES} bytes of UTF-8.`,
    ]);
    await visitors.controlPair.expectUnaffected();
  });
});
