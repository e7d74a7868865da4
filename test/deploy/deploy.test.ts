/** What `npm run deploy` would upload, short of uploading it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeAll, expect, test } from "vitest";
import { PROJECT_ROOT } from "../support/project-root.ts";
import { printLine } from "../support/report.ts";
import { dryRun, type DryRun } from "../support/worker-bundle.ts";

/**
 * A small Worker starts fast on a cold machine. Beyond what every room needs, 1.5 are the English words of its pages and 1.5 those of
 * suggested room names (both of other languages are static files), and 2 hono's negotiation and 405s.
 * 3 more are for the table of letters that look alike, by which each new name is compared. Who may do what in a room, the
 * deployment's policy and the tokens of sites have 30, a third of which is jose. What other sites find out of a room and ask of its frame
 * (oEmbed, the look of a frame) has 1. What adapts a room to its crowd (its pace, the page that all who join are sent) has half of one,
 * the shared state of a room 5, and what compresses its frames (fflate) 3.7. What bounds the unread bytes of answers and polls in sum, and
 * the waiting sets of requests, has 2. What lets a crowd's joins and reads take turns, and counts frames and searches by IPv6 /48, has 1.
 * What an address with many connections, readers or long texts costs others has 1.
 */
const BUDGET_BYTES = 156 * 1024;

let deploy: DryRun;

beforeAll(async () => {
  deploy = await dryRun();
});

test("the dry run of a deploy passes and names no problem", () => {
  expect(deploy.report).toContain("--dry-run: exiting now.");
  expect(deploy.report).not.toMatch(/\b(WARNING|ERROR)\b/);
});

test("the Worker is one module with the app, the room's class and that of the list of rooms", () => {
  expect(deploy.source).toMatch(/export ?\{[^}]*\bRoomObject\b[^}]*\}/);
  expect(deploy.source).toMatch(/export ?\{[^}]*\bDirectoryObject\b[^}]*\}/);
  expect(deploy.source).toMatch(/export ?\{[^}]*\bdefault\b[^}]*\}/);
});

test("the Worker stays within its budget", () => {
  const bytes = gzipSync(deploy.source, { level: 9 }).length;
  printLine(`Worker: ${(bytes / 1024).toFixed(1)} KiB gzipped, budget ${BUDGET_BYTES / 1024} KiB`);
  expect(bytes).toBeLessThan(BUDGET_BYTES);
});

test("a deploy needs the rooms and their list, the assets and the limits by address, and no secret", () => {
  const bound = [...deploy.report.matchAll(/^\s*env\.(\w+)/gm)].map(([, name]) => name);
  expect(bound.sort()).toEqual([
    "ASSETS",
    "DIRECTORY",
    "GUESTS_PER_ADDRESS",
    "GUESTS_PER_NETWORK",
    "REQUESTS_PER_ADDRESS",
    "REQUESTS_PER_NETWORK",
    "ROOM",
  ]);
  const configuration = readFileSync(join(PROJECT_ROOT, "wrangler.toml"), "utf8");
  expect(configuration).not.toMatch(
    /^\s*\[?(vars|secrets|account_id|kv_namespaces|d1_databases|r2_buckets)\b/m,
  );
});
