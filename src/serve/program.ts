/** What workerd runs: the Worker's bundle, and the static files as they are served. */
import { build } from "esbuild";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { copyFiles } from "./served-files.ts";
import type { ServedFile } from "./runtime/served-file.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

export interface Program {
  /** absolute path of the folder with the static files */
  readonly publicFolder: string;
  /** the static files, by their URL path */
  readonly files: Readonly<Record<string, ServedFile>>;
}

/** Bundles the Worker as `worker.js` in `folder`, and copies there what `npm run build` has written. */
export async function buildProgram(folder: string): Promise<Program> {
  await build({
    absWorkingDir: root,
    entryPoints: ["src/serve/runtime/index.ts"],
    outfile: join(folder, "worker.js"),
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2024",
    conditions: ["workerd", "worker", "browser"],
    external: ["cloudflare:workers"],
    logLevel: "warning",
  });
  const publicFolder = join(folder, "public");
  return { publicFolder, files: copyFiles(join(root, "public"), publicFolder) };
}
