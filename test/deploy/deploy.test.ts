/** What `npm run deploy` would upload, short of uploading it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeAll, expect, test } from "vitest";
import { PROJECT_ROOT } from "../support/project-root.ts";
import { printLine } from "../support/report.ts";
import { dryRun, type DryRun } from "../support/worker-bundle.ts";

/**
 * A small Worker starts fast on a cold machine. Of its 86 KiB, 9 are the interface's words, which the Worker bundles with
 * those of its own pages, 4 the words of suggested room names, and 3 hono's negotiation, security headers and 405s.
 */
const BUDGET_BYTES = 92 * 1024;

let deploy: DryRun;

beforeAll(async () => {
  deploy = await dryRun();
});

test("the dry run of a deploy passes and names no problem", () => {
  expect(deploy.report).toContain("--dry-run: exiting now.");
  expect(deploy.report).not.toMatch(/\b(WARNING|ERROR)\b/);
});

test("the Worker is one module with the app and the room's class", () => {
  expect(deploy.source).toMatch(/export ?\{[^}]*\bRoomObject\b[^}]*\}/);
  expect(deploy.source).toMatch(/export ?\{[^}]*\bdefault\b[^}]*\}/);
});

test("the Worker stays within its budget", () => {
  const bytes = gzipSync(deploy.source, { level: 9 }).length;
  printLine(`Worker: ${(bytes / 1024).toFixed(1)} KiB gzipped, budget ${BUDGET_BYTES / 1024} KiB`);
  expect(bytes).toBeLessThan(BUDGET_BYTES);
});

test("a deploy needs the rooms and the assets, and no secret", () => {
  const bound = [...deploy.report.matchAll(/^\s*env\.(\w+)/gm)].map(([, name]) => name);
  expect(bound.sort()).toEqual(["ASSETS", "ROOM"]);
  const configuration = readFileSync(join(PROJECT_ROOT, "wrangler.toml"), "utf8");
  expect(configuration).not.toMatch(
    /^\s*\[?(vars|secrets|account_id|kv_namespaces|d1_databases|r2_buckets)\b/m,
  );
});
