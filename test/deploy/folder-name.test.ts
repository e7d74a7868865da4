/** The project works in whatever folder it is cloned into. */
import { cpSync, existsSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runChild } from "../support/child-process.ts";
import { PROJECT_ROOT } from "../support/project-root.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const BUILD_TIMEOUT_MS = 180_000;
/** What a build reads. */
const COPIED = ["src", "LICENSE", "package.json", "package-lock.json", "tsconfig.json"];

let folder: ReturnType<typeof temporaryFolder>;

beforeEach(() => {
  folder = temporaryFolder();
});

afterEach(() => folder.remove());

test("a build in a folder with spaces, a percent sign and letters beyond ASCII writes there, and nowhere else", async () => {
  const clone = join(folder.path, "my rooms 100% مجلس");
  for (const path of COPIED) cpSync(join(PROJECT_ROOT, path), join(clone, path), { recursive: true });
  symlinkSync(join(PROJECT_ROOT, "node_modules"), join(clone, "node_modules"));
  // The one that skips what is built already would look at the record of this folder, through the link.
  await runChild(process.execPath, ["src/build/build-all.ts"], { cwd: clone, timeoutMs: BUILD_TIMEOUT_MS });
  expect(existsSync(join(clone, "public/assets/majlis.js"))).toBe(true);
  expect(readFileSync(join(clone, "public/sw.js"), "utf8")).not.toBe("");
  expect(existsSync(encodeURI(clone))).toBe(false);
});
