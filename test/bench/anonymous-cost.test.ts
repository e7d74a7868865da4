import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { DEFAULT_LIMITS } from "../../src/protocol/limits.ts";
import { PROJECT_ROOT } from "../support/project-root.ts";
import { attacks, attackTable, ROOMS_PER_MINUTE } from "./anonymous-cost.ts";

const SECURITY = readFileSync(join(PROJECT_ROOT, ".github/SECURITY.md"), "utf8");

function shownTable(): string[][] {
  const [, section = ""] = SECURITY.split("## What an anonymous person can cost you");
  const lines = section.split("\n").filter((line) => line.startsWith("|") && !/^\|[ :|-]+\|$/.test(line));
  return lines.map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

test("SECURITY.md shows what the limits and the list prices say an anonymous person can cost", () => {
  expect(shownTable()).toEqual(attackTable(attacks()));
});

test("SECURITY.md says what an address may do in all rooms together", () => {
  const configuration = readFileSync(join(PROJECT_ROOT, "wrangler.toml"), "utf8");
  const hourly = (name: string) => {
    const [, limit = "", period] =
      new RegExp(`name = "${name}"\\n.*\\nsimple = \\{ limit = ([\\d_]+), period = (\\d+)`).exec(
        configuration,
      ) ?? [];
    return ((Number(limit.replaceAll("_", "")) * 3_600) / Number(period)).toLocaleString("en-US");
  };
  expect(SECURITY).toContain(`${hourly("REQUESTS_PER_ADDRESS")} requests an hour`);
  expect(SECURITY).toContain(`${hourly("GUESTS_PER_ADDRESS")} of them`);
  expect((ROOMS_PER_MINUTE * 60).toLocaleString("en-US")).toBe(hourly("GUESTS_PER_ADDRESS"));
});

test("a higher limit costs more", () => {
  const doubled = attacks({ ...DEFAULT_LIMITS, addressRate: { perSecond: 100, burst: 400 } });
  const dollars = (all: typeof doubled) => all.find(({ name }) => name.startsWith("messages"))?.dollars ?? 0;
  expect(dollars(doubled)).toBeGreaterThan(dollars(attacks()) * 1.5);
});
