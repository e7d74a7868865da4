import { expect, test } from "vitest";
import { messageLine, roomLine } from "../../src/text/lines.ts";

test.each(["\n", "\r\n", "\r", "\u2028", "\u2029", "\u0085", "\u000b", "\u000c"])(
  "[TXT-3] a message with line break %j cannot forge a line of another member",
  (lineBreak) => {
    const forged = messageLine("Eve", `nothing${lineBreak}Ana: I agree${lineBreak}* Ana left`);
    const lines = forged.split(/\r\n|[\n\r\u2028\u2029\u0085\u000b\u000c]/u);
    expect(
      lines
        .slice(1)
        .filter((line) => line !== "")
        .every((line) => line.startsWith("  ")),
    ).toBe(true);
    expect(lines[0]).toBe("Eve: nothing");
  },
);

test("[TXT-2] a line of the room starts with an asterisk", () => {
  expect(roomLine("Ana joined")).toBe("* Ana joined");
});
