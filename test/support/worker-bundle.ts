/** The Worker bundle that `npm run deploy` would upload. */
import { createHash } from "node:crypto";
import { globSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { runChild } from "./child-process.ts";
import { PROJECT_ROOT } from "./project-root.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const BUILD_TIMEOUT_MS = 110_000;

/** Cache of the last bundle, by the hash of its sources. */
const CACHE = join(PROJECT_ROOT, "node_modules/.cache/majlis-worker");

export interface DryRun {
  /** the one module of the Worker */
  readonly source: string;
  /** wrangler's output */
  readonly report: string;
}

/** The bundle of the current sources, built once for all test files. */
export async function workerBundle(): Promise<string> {
  const cachedName = `${sourceHash()}.js`;
  const cachedPath = join(CACHE, cachedName);
  try {
    return readFileSync(cachedPath, "utf8");
  } catch {
    const { source } = await dryRun();
    mkdirSync(CACHE, { recursive: true });
    // Other processes may be at the same place: what they write has the same name, and is not deleted.
    for (const name of readdirSync(CACHE))
      if (!name.startsWith(cachedName)) rmSync(join(CACHE, name), { force: true });
    const temporaryPath = `${cachedPath}.${process.pid}`;
    writeFileSync(temporaryPath, source);
    renameSync(temporaryPath, cachedPath);
    return source;
  }
}

/** Runs `wrangler deploy --dry-run`: a deploy without the upload. */
export async function dryRun(): Promise<DryRun> {
  const folder = temporaryFolder();
  try {
    const report = await runChild(
      process.execPath,
      [wranglerCommand(), "deploy", "--dry-run", "--outdir", folder.path],
      {
        cwd: PROJECT_ROOT,
        env: { ...process.env, CI: "1", WRANGLER_SEND_METRICS: "false", WRANGLER_LOG_PATH: folder.path },
        timeoutMs: BUILD_TIMEOUT_MS,
      },
    );
    return { source: readFileSync(join(folder.path, "index.js"), "utf8"), report };
  } finally {
    folder.remove();
  }
}

function wranglerCommand(): string {
  const require = createRequire(import.meta.url);
  const manifest = require.resolve("wrangler/package.json");
  const { bin } = require(manifest) as { bin: { wrangler: string } };
  return join(manifest, "..", bin.wrangler);
}

function sourceHash(): string {
  const hash = createHash("sha256");
  const files = globSync(["src/**/*.{ts,tsx,css}", "wrangler.toml", "package-lock.json"], {
    cwd: PROJECT_ROOT,
  });
  for (const file of files.sort()) hash.update(`${file}\n`).update(readFileSync(join(PROJECT_ROOT, file)));
  return hash.digest("hex").slice(0, 16);
}
