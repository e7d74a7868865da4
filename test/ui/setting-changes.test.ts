/** Changed settings, before they are saved (SPEC SET-2, SET-7, SET-8, EMBED-5). */
import { describe, expect, test } from "vitest";
import { originsProblem, parseOrigins } from "../../src/ui/models/embed-origins.ts";
import { fromLocalTime, toLocalTime } from "../../src/ui/models/local-time.ts";
import { areSettingsValid, warningsOf } from "../../src/ui/models/setting-changes.ts";
import { NOON } from "./support/sample.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

describe("[EMBED-5] the sites that an owner types", () => {
  test("are one a line, as the origin of what was pasted, each once", () => {
    const text =
      " shop.example \nhttps://Shop.example/tea?x=1#y\n\nhttp://localhost:8080\nhttps://شاي.example";
    expect(parseOrigins(text)).toEqual([
      "https://shop.example",
      "http://localhost:8080",
      "https://xn--mgbz8d.example",
    ]);
    expect(originsProblem(parseOrigins(text))).toBeUndefined();
    expect(parseOrigins(" \n")).toEqual([]);
  });

  test.each(["two words", "ftp://shop.example", "javascript:alert(1)", "https://", "*.shop.example"])(
    "name what is none: %s",
    (line) => {
      const origins = parseOrigins(`https://shop.example\n${line}`);
      expect(origins).toEqual(["https://shop.example", line]);
      expect(originsProblem(origins)).toEqual({ name: "no_origin", line });
      expect(areSettingsValid({ embedOrigins: origins }, NOON)).toBe(false);
    },
  );

  test("are at most twenty", () => {
    const sites = (count: number) => Array.from({ length: count }, (_, at) => `https://${at}.example`);
    expect(originsProblem(sites(20))).toBeUndefined();
    expect(originsProblem(sites(21))).toEqual({ name: "too_many", max: 20 });
  });
});

describe("[SET-8] the time at which a room ends", () => {
  test("is written in the reader's time zone, to the minute", () => {
    expect(fromLocalTime(toLocalTime(NOON))).toBe(NOON);
    expect(toLocalTime(new Date(2026, 11, 4, 14, 30).getTime())).toBe("2026-12-04T14:30");
    expect(toLocalTime(fromLocalTime(""))).toBe("");
  });

  test("is still to come, or never", () => {
    expect(areSettingsValid({ expiresAt: 0 }, NOON)).toBe(true);
    expect(areSettingsValid({ expiresAt: NOON + 1 }, NOON)).toBe(true);
    expect(areSettingsValid({ expiresAt: NOON }, NOON)).toBe(false);
    expect(areSettingsValid({ expiresAt: fromLocalTime("") }, NOON)).toBe(false);
  });
});

test("a text that is too long is not saved", () => {
  expect(areSettingsValid({ title: "x".repeat(100) }, NOON)).toBe(true);
  expect(areSettingsValid({ title: "x".repeat(101) }, NOON)).toBe(false);
});

describe("what cannot be undone is asked for before it is saved", () => {
  test("[SET-8] a room that ends within a day", () => {
    expect(warningsOf({}, { expiresAt: NOON + DAY_MS - 1 }, NOON)).toEqual(["expires_soon"]);
    expect(warningsOf({}, { expiresAt: NOON + DAY_MS }, NOON)).toEqual([]);
    expect(warningsOf({ expiresAt: NOON + HOUR_MS }, { title: "Tea" }, NOON)).toEqual([]);
    expect(warningsOf({ expiresAt: NOON + HOUR_MS }, { expiresAt: 0 }, NOON)).toEqual([]);
  });

  test("[SET-7] messages that are kept for less time than before", () => {
    expect(warningsOf({}, { retentionHours: 720 }, NOON)).toEqual(["deletes_messages"]);
    expect(warningsOf({ retentionHours: 24 }, { retentionHours: 1 }, NOON)).toEqual(["deletes_messages"]);
    expect(warningsOf({ retentionHours: 24 }, { retentionHours: 168 }, NOON)).toEqual([]);
    expect(warningsOf({ retentionHours: 24 }, { retentionHours: 0 }, NOON)).toEqual([]);
  });
});
