import { cloudflareTest } from "@cloudflare/vitest-pool-workers";
import { defineConfig } from "vitest/config";

const root = new URL("..", import.meta.url).pathname;

/** Whole products and browsers: a few files at a time, apart from all else, for they mostly wait. */
const SPACIOUS = { maxWorkers: 2, sequence: { groupOrder: 1 } } as const;

/**
 * Stories of the pages that take a machine of their own to be quick: `PAGES=all npm test` tells them too. On two cores
 * and beside others they take the whole run past the twelve minutes in which somebody waits for it.
 */
const LONG_STORIES = [
  "message-actions",
  "notifications",
  "event-source",
  "gallery/desktop",
  "gallery/phone",
  "landing",
].map((story) => `test/browser/${story}.test.ts`);

/** Tests whose subject runs anywhere run in plain Node; what needs the platform runs in the platform. */
export default defineConfig({
  root,
  test: {
    reporters: ["default", "./test/support/summary-reporter.ts"],
    projects: [
      {
        root,
        test: {
          name: "unit",
          // node:sqlite calls itself experimental, once a file.
          execArgv: ["--disable-warning=ExperimentalWarning"],
          include: [
            "test/{text,protocol,room,storage,client,ui,simulation}/**/*.test.ts",
            "test/bench/**/*.test.ts",
            "test/support/**/*.test.ts",
          ],
        },
      },
      {
        root,
        plugins: [cloudflareTest({ wrangler: { configPath: "./wrangler.toml" } })],
        test: {
          name: "runtime",
          include: ["test/{transport,durable-object,worker}/**/*.test.ts"],
        },
      },
      {
        root,
        test: {
          name: "process",
          include: ["test/{interop,faults,deploy}/**/*.test.ts"],
          ...SPACIOUS,
          testTimeout: 180_000,
          hookTimeout: 120_000,
        },
      },
      {
        root,
        test: {
          name: "browser",
          include: ["test/browser/**/*.test.ts"],
          exclude: process.env["PAGES"] === "all" ? [] : LONG_STORIES,
          // Three browsers on two cores: what fails by a moment is tried again, and what is wrong fails again.
          retry: 2,
          ...SPACIOUS,
          testTimeout: 90_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
