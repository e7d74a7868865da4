import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { messageLine, roomLine } from "../../src/text/lines.ts";
import { terminalMessageLine, terminalRoomLine } from "../../src/text/terminal.ts";

const [FSI, PDI] = ["\u2068", "\u2069"];
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/u;

describe("[HTTP-11] control characters are removed from a line", () => {
  test.each([
    ["an escape that clears the screen", "\u001b[2J\u001b[Hnothing to see"],
    ["an escape that sets the window's title", "\u001b]0;owned\u0007"],
    ["the same in one character of C1", "\u009b2J"],
    ["a carriage return that overwrites the name", "nice\rAna: I agree"],
    ["a backspace", "nic\b\b\be"],
    ["a delete", "nice\u007f"],
    ["a null", "ni\u0000ce"],
    ["a bell", "\u0007"],
  ])("%s", (_what, text) => {
    expect(terminalMessageLine("Eve", text)).not.toMatch(CONTROL);
    expect(terminalMessageLine(text, "hello")).not.toMatch(CONTROL);
    expect(terminalRoomLine(text, "took a message back")).not.toMatch(CONTROL);
  });

  test("any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (name, text) => {
        expect(terminalMessageLine(name, text)).not.toMatch(CONTROL);
      }),
    );
  });
});

test("[HTTP-11] [TXT-3] no line of a text can imitate another member's line", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const lines = terminalMessageLine("Eve", text).split("\n");
      expect(lines[0]?.startsWith("Eve: ")).toBe(true);
      expect(lines.slice(1).every((line) => line.startsWith("  "))).toBe(true);
    }),
  );
  expect(terminalMessageLine("Eve", "nothing\r\nAna: I agree\u2028* Ana left")).toBe(
    "Eve: nothing\n  \n  Ana: I agree\n  * Ana left",
  );
});

test("[HTTP-11] tabs, line breaks and composed emoji are kept", () => {
  expect(terminalMessageLine("Ana", "a\tb\n👩‍👩‍👧 c")).toBe("Ana: a\tb\n  👩‍👩‍👧 c");
});

describe("[HTTP-11] a line without right-to-left letters has no isolates, so that grep finds it", () => {
  test.each([
    ["Ana", "hello"],
    ["Zoë", "¿qué tal? — 好的 👍"],
    ["Ольга", "привет"],
    ["guest-7f3a", "1+1=2 (3)"],
  ])("%s: %s", (name, text) => {
    expect(terminalMessageLine(name, text)).toBe(messageLine(name, text));
    expect(terminalRoomLine(name, "took a message back")).toBe(roomLine(`${name} took a message back`));
  });
});

describe("[HTTP-11] beside a name without right-to-left letters a text with some is isolated, not the name", () => {
  test.each([
    ["Arabic", "Ana", "مرحبا"],
    ["Hebrew", "Ana", "שלום, 12:30"],
    ["Arabic in presentation forms", "Ana", "\ufe8d\ufedf"],
    ["Hebrew in presentation forms", "Ana", "\ufb2a"],
    ["Syriac", "Ana", "ܫܠܡܐ"],
    ["Adlam", "Ana", "\u{1e900}\u{1e901}"],
    ["a right-to-left mark", "Ana", "hello\u200f!"],
    ["a letter mark", "Ana", "12\u061c34"],
    ["both directions", "Ольга", "hello مرحبا"],
    ["beside a name of digits", "42", "مرحبا"],
  ])("%s", (_what, name, text) => {
    expect(terminalMessageLine(name, text)).toBe(`${name}: ${FSI}${text}${PDI}`);
  });

  test("only in the first line, as a line break ends an isolate", () => {
    expect(terminalMessageLine("Ana", "مرحبا\nشكرا")).toBe(`Ana: ${FSI}مرحبا${PDI}\n  شكرا`);
    expect(terminalMessageLine("Ana", "hi\nشكرا")).toBe("Ana: hi\n  شكرا");
  });

  test("the text cannot end its isolate, and keeps its own ones", () => {
    expect(terminalMessageLine("Ana", `${PDI}a\u2067م${PDI}${PDI}م`)).toBe(
      `Ana: ${FSI}a\u2067م${PDI}م${PDI}`,
    );
  });

  test("every line of a message begins with the name or two spaces, whatever the text", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "1", " ", "م", "\n", FSI, PDI, "\u2067", "\u200f") });
    fc.assert(
      fc.property(text, (value) => {
        expect(terminalMessageLine("Ana", value)).toMatch(/^Ana: [^\n]*(?:\n {2}[^\n]*)*$/u);
      }),
    );
  });
});

describe("[HTTP-11] a name with right-to-left letters is isolated", () => {
  test.each([
    ["an Arabic name", "أمل", "hello (1)"],
    ["a Hebrew name", "נועה", "hello"],
    ["an Arabic name and text", "أمل", "مرحبا"],
    ["a name in both directions", "Amal أمل", "مرحبا"],
  ])("%s", (_what, name, text) => {
    expect(terminalMessageLine(name, text)).toBe(`${FSI}${name}${PDI}: ${text}`);
  });

  test("a line of the room", () => {
    expect(terminalRoomLine("أمل", "took a message back")).toBe(`* ${FSI}أمل${PDI} took a message back`);
  });
});
