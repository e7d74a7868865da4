import { describe, expect, test } from "vitest";
import { parseInline } from "../../src/text/markdown-inline.ts";

const links = (text: string) =>
  parseInline(text).flatMap((part) => (part.kind === "link" ? [part.text] : []));

describe("URLs", () => {
  test.each([
    ["see https://a.example/b.", ["https://a.example/b"]],
    ["(https://a.example/x_(y))", ["https://a.example/x_(y)"]],
    ["«https://a.example»، ثم", ["https://a.example"]],
    ["الرابط https://a.example/؟", ["https://a.example/"]],
    ["http://a.example and HTTPS://B.example/", ["http://a.example", "HTTPS://B.example/"]],
    ["javascript:alert(1) ftp://a.example data:text/html,x", []],
    ["xhttps://a.example", []],
    ["https://", []],
    ["https://a.example/\u202etxt\u2066.exe", ["https://a.example/"]],
    ["https://a.example:8080/?q=@x#@y", ["https://a.example:8080/?q=@x#@y"]],
    ["https://[::1]:8787/r/x http://localhost", ["https://[::1]:8787/r/x", "http://localhost"]],
    ["https://مجلس.example/غرفة", ["https://مجلس.example/غرفة"]],
    ["https://хорошо.example", ["https://хорошо.example"]],
  ])("in %j", (text, expected) => {
    expect(links(text)).toEqual(expected);
  });

  test.each([
    ["a name before the host", "https://bank.example@evil.example/"],
    ["a name and a password", "https://bank.example:443@evil.example/"],
    ["a slash that is none", "https://bank.example∕login.evil.example/"],
    ["a full-width slash", "https://bank.example／login.evil.example/"],
    ["a Cyrillic letter among Latin ones", "https://bаnk.example/"],
    ["an escaped host", "https://bank%2eexample.evil.example/"],
    ["a backslash behind a name", "https://bank.example\\@evil.example/"],
    ["no host", "https:///evil.example"],
  ])("with %s do not become links", (_, text) => {
    expect(links(text)).toEqual([]);
  });
});
