import { describe, expect, test } from "vitest";
import { parseInline } from "../../src/text/markdown-inline.ts";

const links = (text: string) =>
  parseInline(text).flatMap((part) => (part.kind === "link" ? [part.text] : []));

const hrefs = (text: string) =>
  parseInline(text).flatMap((part) => (part.kind === "link" ? [part.href] : []));

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
    ["a user and a password", "https://user:pass@evil.example"],
    ["another scheme", "http://http://http://evil.example"],
    ["an emoji in the host", "https://i❤.evil.example"],
    ["an escaped host", "https://bank%2eexample.evil.example/"],
    ["a backslash behind a name", "https://bank.example\\@evil.example/"],
    ["no host", "https:///evil.example"],
  ])("with %s do not become links", (_, text) => {
    expect(links(text)).toEqual([]);
  });
});

describe("a URL beside text without spaces ends before", () => {
  const cases: Readonly<Record<string, readonly (readonly [text: string, link: string])[]>> = {
    "Chinese and Japanese punctuation": [
      ["见https://example.com/docs，谢谢", "https://example.com/docs"],
      ["见 https://example.com。", "https://example.com"],
      ["https://example.com，谢谢", "https://example.com"],
      ["https://example.com/a。然后", "https://example.com/a"],
      ["https://example.com/qux、続き。", "https://example.com/qux"],
      ["https://example.com/a！", "https://example.com/a"],
      ["https://example.com/a？真的", "https://example.com/a"],
      ["https://example.com/a；b：c", "https://example.com/a"],
      ["https://example.com?x=1。", "https://example.com?x=1"],
      ["https://example.com#a、", "https://example.com#a"],
      ["https://example.com:8080/a｡", "https://example.com:8080/a"],
      ["https://例え.テスト、", "https://例え.テスト"],
    ],
    brackets: [
      ["「https://example.com」を見て", "https://example.com"],
      ["『https://example.com/a』を見て", "https://example.com/a"],
      ["全角（https://example.com/baz）です。", "https://example.com/baz"],
      ["【https://example.com/x】", "https://example.com/x"],
      ["《https://example.com/x》", "https://example.com/x"],
      ["［https://example.com/x］", "https://example.com/x"],
      ["https://example.com/docs（中文说明）了解更多", "https://example.com/docs"],
      ["⟨https://example.com/x⟩", "https://example.com/x"],
    ],
    "quotation marks": [
      ["„https://example.com/a“", "https://example.com/a"],
      ["“https://example.com/a”和", "https://example.com/a"],
      ["»https://example.com/a«", "https://example.com/a"],
      ["«https://example.com/a», dit-il", "https://example.com/a"],
      ["‹https://example.com/a›", "https://example.com/a"],
      ["‘https://example.com/a’和", "https://example.com/a"],
      ["‚https://example.com/a‘", "https://example.com/a"],
      ["siehe https://example.com/a’", "https://example.com/a"],
    ],
    "marks of other scripts": [
      ["https://example.com/a। धन्यवाद", "https://example.com/a"],
      ["https://example.com।", "https://example.com"],
      ["https://example.com/a॥", "https://example.com/a"],
      ["https://example.com/a،شكرا", "https://example.com/a"],
      ["https://example.com؛ ثم", "https://example.com"],
      ["https://example.com/a۔", "https://example.com/a"],
      ["https://example.com/a؟", "https://example.com/a"],
      ["https://example.com/a። ", "https://example.com/a"],
      ["https://example.com/a។", "https://example.com/a"],
      ["https://example.com/a။", "https://example.com/a"],
    ],
    emoji: [
      ["https://example.com👍", "https://example.com"],
      ["https://example.com/a👍", "https://example.com/a"],
      ["https://example.com/a❤️ ok", "https://example.com/a"],
      ["https://example.com🇪🇬", "https://example.com"],
      ["https://example.com/a👩‍💻 ok", "https://example.com/a"],
    ],
    "particles and words after the host": [
      ["https://example.com에서", "https://example.com"],
      ["https://example.com을 보세요", "https://example.com"],
      ["https://example.comを見て", "https://example.com"],
      ["https://example.com谢谢", "https://example.com"],
      ["https://example.comครับ", "https://example.com"],
      ["https://example.comधन्यवाद", "https://example.com"],
      ["https://example.comشكرا", "https://example.com"],
      ["https://example.com:8080에서", "https://example.com:8080"],
      ["http://localhost에서", "http://localhost"],
    ],
    "Korean particles after a path": [
      ["https://example.com/b입니다", "https://example.com/b"],
      ["주소는 https://example.com/b입니다.", "https://example.com/b"],
      ["https://example.com/docs에서 봤어요", "https://example.com/docs"],
      ["https://example.com/docs에서는", "https://example.com/docs"],
      ["https://example.com/a.html을 보세요", "https://example.com/a.html"],
      ["https://example.com/v2로 가세요", "https://example.com/v2"],
      ["(https://example.com/b)는", "https://example.com/b"],
      ["https://example.com/x_(y)은", "https://example.com/x_(y)"],
      ["https://example.com/?q=1이 맞아요", "https://example.com/?q=1"],
      ["https://example.com/a#top까지", "https://example.com/a#top"],
      ["https://example.com/에서", "https://example.com/"],
      ["https://example.com/b이라고?", "https://example.com/b"],
      ["https://example.com/b예요!", "https://example.com/b"],
    ],
    "Japanese particles after a path": [
      ["https://example.com/aを見てください", "https://example.com/a"],
      ["https://example.com/aです。", "https://example.com/a"],
      ["https://example.com/v2からどうぞ", "https://example.com/v2"],
      ["https://example.com/a?b=1には", "https://example.com/a?b=1"],
      ["https://example.com/を開く", "https://example.com/"],
    ],
  };
  test.each(Object.entries(cases).flatMap(([kind, list]) => list.map((pair) => [kind, ...pair] as const)))(
    "%s: %j",
    (_, text, link) => {
      expect(links(text)).toEqual([link]);
    },
  );
});

describe("a URL keeps", () => {
  test.each([
    "https://ko.wikipedia.org/wiki/대한민국",
    "https://ko.wikipedia.org/wiki/가",
    "https://ko.wikipedia.org/wiki/에서",
    "https://ko.wikipedia.org/wiki/K팝",
    "https://ko.wikipedia.org/wiki/A형_간염",
    "https://ko.wikipedia.org/wiki/C_이",
    "https://example.com/b에서/c",
    "https://example.com/search?q=가",
    "https://ja.wikipedia.org/wiki/Xの悲劇",
    "https://ja.wikipedia.org/wiki/Tシャツ",
    "https://example.com/はじめに",
    "https://ja.wikipedia.org/wiki/スティーブ・ジョブズ",
    "https://zh.wikipedia.org/wiki/苹果_(消歧义)",
    "https://fr.wikipedia.org/wiki/L’Équipe",
    "https://hi.wikipedia.org/wiki/भारत",
    "https://example.中国/路径",
    "https://한국.example/길",
    "https://münchen.example/straße?q=ü#ß",
    "https://example.com./a",
    "https://a.example/x;y=1,2/~user/*!$&+@",
    "http://[::1]:8787/r/x",
  ])("%s", (url) => {
    expect(links(`${url} `)).toEqual([url]);
    expect(hrefs(url)).toEqual([url]);
  });
});

describe("addresses without a scheme", () => {
  test.each([
    ["www.example.com", "www.example.com", "https://www.example.com"],
    ["(see www.example.com/a?b=c).", "www.example.com/a?b=c", "https://www.example.com/a?b=c"],
    ["看www.example.com。", "www.example.com", "https://www.example.com"],
    ["WWW.Example.com", "WWW.Example.com", "https://WWW.Example.com"],
    ["**www.example.com**", "www.example.com", "https://www.example.com"],
    ["ana@example.com", "ana@example.com", "mailto:ana@example.com"],
    ["mail ana.b+c@sub.example.co.uk.", "ana.b+c@sub.example.co.uk", "mailto:ana.b%2Bc@sub.example.co.uk"],
    ["邮箱ana@example.com。", "ana@example.com", "mailto:ana@example.com"],
    ["first_last@example.com", "first_last@example.com", "mailto:first_last@example.com"],
    ["_ana@example.com_", "ana@example.com", "mailto:ana@example.com"],
    ["<ana@example.com>", "ana@example.com", "mailto:ana@example.com"],
    ["ana@example.com에 쓰세요", "ana@example.com", "mailto:ana@example.com"],
    ["ana@bücher.example", "ana@bücher.example", "mailto:ana@bücher.example"],
  ])("in %j", (text, link, href) => {
    const inner = JSON.stringify(parseInline(text, { names: [] }));
    expect(inner).toContain(JSON.stringify({ kind: "link", text: link, href }));
  });

  test.each([
    "www.example",
    "www.",
    "wwww.example.com",
    "awww.example.com",
    "example.com/x",
    "and/or",
    "file.txt",
    "ana@localhost",
    "andré@example.com",
    "@ana@example.social",
    "git@github.com:a/b.git",
    "ssh://git@example.com/a",
    "ana@bаnk.example",
    `${"a".repeat(65)}@example.com`,
    "a@b",
    "at 5 @ 6.example",
  ])("not in %j", (text) => {
    expect(links(text)).toEqual([]);
  });
});
