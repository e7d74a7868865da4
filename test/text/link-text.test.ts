import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { breakableSegments, linkParts } from "../../src/text/link-text.ts";
import { displayHost } from "../../src/text/host-display.ts";
import { urlAt } from "../../src/text/urls.ts";

/** What is shown of an address, with an ellipsis where something is cut out. */
function shownOf(address: string): string {
  return linkParts(address)
    .map(({ kind, text }) => (kind === "hidden" ? "" : kind === "tail" ? `…${text}` : text))
    .join("");
}

describe("what is shown of an address", () => {
  test.each([
    ["https://example.com", "example.com"],
    ["https://example.com/", "example.com"],
    ["HTTP://www.example.com/", "example.com"],
    ["www.example.com", "example.com"],
    ["https://www.com/a", "www.com/a"],
    ["https://example.com/docs", "example.com/docs"],
    ["https://example.com:8080/?q=1", "example.com:8080/?q=1"],
    ["https://[::1]:8080/docs", "[::1]:8080/docs"],
    [
      "https://docs.example.org/a/really/long/path/to/some/page.html?with=query",
      "docs.example.org/a/really/…?with=query",
    ],
    [
      "https://example.com/AbCdEfGhIjKlMnOpQrStUvWxYz0123456789",
      "example.com/AbCdEfGhIjKlMnO…WxYz0123456789",
    ],
    ["https://ar.example.org/%D8%A7%D9%84%D8%B4%D8%A7%D9%8A/%D8%A7", "ar.example.org/%D8%A7%D9%84…/%D8%A7"],
  ])("%s is shown as %s", (address, shown) => {
    expect(shownOf(address)).toBe(shown);
  });

  test("is at most 42 characters for hosts of ordinary length, and the host is always whole", () => {
    const long = "https://example.com/" + "segment/".repeat(20);
    expect(shownOf(long).length).toBeLessThanOrEqual(42);
    const host = `${"login.account.".repeat(5)}evil.example`;
    expect(shownOf(`https://${host}/${"paypal.com/".repeat(9)}`)).toMatch(new RegExp(`^${host}/.*…`, "u"));
  });

  test("a host that may imitate another keeps its www.", () => {
    expect(shownOf("https://www.аррӏе.com/id")).toBe("www.аррӏе.com/id");
  });
});

const PATH_CHARACTER = fc.oneof(
  fc.constantFrom(..."abcXYZ019/?&.-=#%_~:@!$'()*+,;", "%D9%85", "é", "م", "中", "e\u0301", "𝒳"),
);

test("the parts are the address, and what follows the host's first character is cut, never the host", () => {
  fc.assert(
    fc.property(
      fc.constantFrom("https://", "http://www.", "www."),
      fc.constantFrom(
        "example.com",
        "a.b.c.example.org:8080",
        "xn--80ak6aa92e.com",
        "аррӏе.com",
        "مثال.إختبار",
      ),
      fc.array(PATH_CHARACTER, { maxLength: 120 }),
      (start, host, path) => {
        const match = urlAt(`${start}${host}/${path.join("")}`, 0);
        fc.pre(typeof match === "object");
        const parts = linkParts(match.text);
        expect(parts.map(({ text }) => text).join("")).toBe(match.text);
        const first = parts.find(({ kind }) => kind === "shown")?.text ?? "";
        expect(first.replace(/^www\./u, "").startsWith(displayHost(host))).toBe(true);
        // Between the host and a cut stands the first character of the path at least.
        if (parts.some(({ kind }) => kind === "tail"))
          expect(first.replace(/^www\./u, "").length).toBeGreaterThan(displayHost(host).length);
        for (const { text } of parts) expect(text.isWellFormed()).toBe(true);
      },
    ),
  );
});

test("lines are broken after separators only", () => {
  expect(breakableSegments("a.example/b-c?d=e&f")).toEqual(["a.", "example/", "b-", "c?", "d=", "e&", "f"]);
  expect(breakableSegments("//a")).toEqual(["//", "a"]);
  expect(breakableSegments("")).toEqual([]);
});

test("an address of many labels has no more segments than another, and loses nothing", () => {
  const segments = breakableSegments("a.".repeat(2_000));
  expect(segments.length).toBeLessThanOrEqual(32);
  expect(segments.join("")).toBe("a.".repeat(2_000));
});
