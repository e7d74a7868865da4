import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { cloudflareTest } from "@cloudflare/vitest-pool-workers";
import { defineConfig } from "vitest/config";
import { LongestFirst } from "./support/longest-first.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** As in support/eventually.ts: only ends a test that fails. Vitest's default of 1 s is less than a busy machine takes for a page. */
const POLLING = { expect: { poll: { timeout: 60_000 } } } as const;

/** One file a processor, on the smallest machines too: there vitest's own choice is one file after another. */
const COMPUTING = {
  maxWorkers: Math.max(2, availableParallelism()),
  sequence: { groupOrder: 0 },
  ...POLLING,
};

/**
 * Each file starts servers and browsers: few files at a time, apart from the other projects. While those of the process project
 * wait, for servers and timers, those of the browser project compute: three at a time keep two processors busy.
 */
const STARTING = { maxWorkers: 3, sequence: { groupOrder: 1 }, ...POLLING };

/**
 * Only ends a test that waits for ever. How much the unit and runtime tests do is counted in runs and events, and a
 * busy machine takes many times as long for it: vitest's default of 5 s fails them there.
 */
const HANG_TIMEOUT_MS = 180_000;

/** What runs anywhere is tested in plain Node; what needs the platform, in the platform's runtime. */
export default defineConfig({
  root,
  test: {
    reporters: ["default", "./test/support/summary-reporter.ts"],
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        root,
        test: {
          name: "unit",
          // node:sqlite calls itself experimental, once a file.
          execArgv: ["--disable-warning=ExperimentalWarning"],
          include: [
            "test/{text,protocol,room,storage,client,ui,embed,simulation}/**/*.test.ts",
            "test/bench/**/*.test.ts",
            "test/support/**/*.test.ts",
          ],
          // To load the sources for each file takes a third of the project's time. Their modules keep no state.
          isolate: false,
          ...COMPUTING,
          testTimeout: HANG_TIMEOUT_MS,
        },
      },
      {
        root,
        plugins: [cloudflareTest({ wrangler: { configPath: "./wrangler.toml" } })],
        test: {
          name: "runtime",
          include: ["test/{transport,durable-object,worker}/**/*.test.ts"],
          // To start the runtime for each file takes as long as all the tests.
          isolate: false,
          setupFiles: "test/support/runtime/own-environment.ts",
          ...COMPUTING,
          testTimeout: HANG_TIMEOUT_MS,
          hookTimeout: HANG_TIMEOUT_MS,
        },
      },
      {
        root,
        test: {
          name: "process",
          include: ["test/{interop,faults,deploy}/**/*.test.ts"],
          // A worker of its own for each file takes half a second more.
          isolate: false,
          ...STARTING,
          testTimeout: 300_000,
          hookTimeout: 120_000,
        },
      },
      {
        root,
        test: {
          name: "browser",
          include: ["test/browser/**/*.test.ts"],
          globalSetup: "test/support/setup/build-program.ts",
          ...STARTING,
          // To load Playwright for each file takes longer than many of these tests.
          isolate: false,
          testTimeout: 300_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
