/** The room of a host's page (SPEC EMBED-9). */
import fc from "fast-check";
import { expect, test } from "vitest";
import { pageRoom, roomOf } from "../../src/embed/page-room.ts";
import { parseRoomName } from "../../src/text/room-names.ts";

test("[EMBED-9] [ROOM-1] any page's address has a valid room name", () => {
  const path = fc.oneof(fc.webPath(), fc.string({ unit: "binary" }));
  fc.assert(
    fc.property(fc.webUrl(), path, (url, pathname) => {
      const page = new URL(url);
      page.pathname = pathname;
      expect(parseRoomName(roomOf(page.href)).ok).toBe(true);
    }),
  );
});

test.each([
  ["https://blog.example/2026/why-tea/", /^why-tea-[a-z\d]{8,14}$/],
  ["https://blog.example/", /^blog-example-[a-z\d]{8,14}$/],
  ["https://blog.example/Tea%20%26%20Time.html", /^tea-time-html-[a-z\d]{8,14}$/],
  ["https://blog.example/%D8%B4%D8%A7%D9%8A", /^شاي-[a-z\d]{8,14}$/],
  ["https://blog.example/100%", /^100-[a-z\d]{8,14}$/],
  [`https://blog.example/${"a".repeat(500)}`, /^a{40}-[a-z\d]{8,14}$/],
])("[EMBED-9] the room of %s is named after it", (url, name) => {
  expect(roomOf(url)).toMatch(name);
});

test("[EMBED-9] pages that differ in more than the fragment have different rooms", () => {
  const base = "https://blog.example/tea";
  const others = [
    "http://blog.example/tea",
    "https://blog.example/tea?p=2",
    "https://shop.example/tea",
    `${base}/`,
  ];
  expect(new Set([base, ...others].map(roomOf)).size).toBe(5);
  expect(roomOf(`${base}#comments`)).toBe(roomOf(base));
});

test("[EMBED-9] ten thousand pages of one name have ten thousand rooms", () => {
  const urls = Array.from({ length: 10_000 }, (_, page) => `https://blog.example/${page}/tea`);
  expect(new Set(urls.map(roomOf)).size).toBe(urls.length);
});

test.each([
  [{ href: "https://blog.example/tea" }, "https://m.blog.example/tea?ref=1", "https://blog.example/tea"],
  [null, "https://blog.example/tea?utm=1#top", "https://blog.example/tea"],
  [{ href: "" }, "https://blog.example/tea", "https://blog.example/tea"],
])("[EMBED-9] the canonical link %j goes before the address", (canonical, url, expected) => {
  const page = { URL: url, querySelector: () => canonical } as unknown as Document;
  expect(pageRoom(page)).toBe(roomOf(expected));
});
