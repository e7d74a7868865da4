/** Before the tests in browsers: builds what they load, once for all of them. */
import type { TestProject } from "vitest/node";
import { buildProgram, type Program } from "../../../src/serve/program.ts";
import { runChild } from "../child-process.ts";
import { PROJECT_ROOT } from "../project-root.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const BUILD_TIMEOUT_MS = 120_000;

declare module "vitest" {
  interface ProvidedContext {
    /** with `worker.js` in `folder` */
    program: Program & { readonly folder: string };
  }
}

export default async function buildForTests({ provide }: TestProject): Promise<() => void> {
  await runChild(process.execPath, ["src/build/build.ts"], {
    cwd: PROJECT_ROOT,
    timeoutMs: BUILD_TIMEOUT_MS,
  });
  const folder = temporaryFolder();
  provide("program", { folder: folder.path, ...(await buildProgram(folder.path)) });
  return folder.remove;
}
