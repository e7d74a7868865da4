/**
 * `npm run build`: bundles what the browser loads into public/assets. `-- --sizes` prints the size of every file.
 *
 * File names contain a hash of the content, so that they are cached for ever; public/assets/manifest.json maps each
 * page to its files, for the Worker. The SDK has a stable name, because other sites load it.
 */
import { build, type BuildOptions, type Plugin } from "esbuild";
import { readFileSync } from "node:fs";
import type { AssetManifest } from "../worker/pages/assets.ts";
import { isScripted, PAGES, type PageName } from "./budgets.ts";
import { localeModules } from "./locale-modules.ts";
import { pythonWheel } from "./python-wheel.ts";
import { singleEntryChunk } from "./single-entry-chunk.ts";
import { outputOf, manifestEntry, type BuiltFile, type Outputs, type PageEntry } from "./outputs.ts";
import { overBudget, sizeReport, sizeSummary } from "./sizes.ts";
import { buildAppShell } from "./app-shell.ts";
import { syncFolder, writeIfChanged } from "./sync-folder.ts";

const root = new URL("../..", import.meta.url).pathname;
const outdir = `${root}public/assets`;

const shared = {
  absWorkingDir: root,
  outdir,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2024",
  jsx: "automatic",
  jsxImportSource: "preact",
  legalComments: "none",
  charset: "utf8",
  metafile: true,
  write: false,
  logLevel: "warning",
} as const satisfies BuildOptions;

/** Entry points with a bundle of their own; see `standaloneBundle`. */
const STANDALONE = ["src/client/lazy-parts.ts", "src/ui/register-service-worker.ts"];

const standalone = await build({
  ...shared,
  entryNames: "[name]-[hash]",
  entryPoints: STANDALONE,
});

const pages = await Promise.all(PAGES.map(buildPage));

const sdk = await build({
  ...shared,
  entryNames: "[name]",
  entryPoints: [{ in: "src/client/index.ts", out: "majlis" }],
});

const builds = [standalone, ...pages, sdk];
const outputs: Outputs = Object.assign({}, ...builds.map(({ metafile }) => metafile.outputs)) as Outputs;
const outputFiles = builds.flatMap((result) => result.outputFiles);
const pageAssets = (page: PageName) => manifestEntry(outputs, entryOf(page));
const manifest: AssetManifest = {
  room: pageAssets("room"),
  landing: pageAssets("landing"),
  offline: pageAssets("offline"),
  plain: pageAssets("plain"),
};
const files: BuiltFile[] = outputFiles.map(({ path, contents }) => ({
  name: path.slice(outdir.length + 1),
  contents,
}));

const shell = buildAppShell(manifest, files);
const serviceWorker = await build({
  ...shared,
  format: "iife",
  entryPoints: ["src/service-worker/service-worker.ts"],
  define: { SHELL: JSON.stringify(shell) },
});
syncFolder(outdir, [
  ...files,
  { name: "manifest.json", contents: new TextEncoder().encode(`${JSON.stringify(manifest, null, 2)}\n`) },
]);

for (const { contents } of serviceWorker.outputFiles) writeIfChanged(`${root}public/sw.js`, contents);

const pythonFolder = `${root}src/client/python`;
syncFolder(`${root}public/python`, [pythonWheel(pythonFolder, readFileSync(`${root}LICENSE`))]);

const report = process.argv.includes("--sizes") ? sizeReport : sizeSummary;
console.log(report(files, manifest));
const excesses = overBudget(files, manifest);
for (const excess of excesses) console.error(excess);
if (excesses.length > 0) process.exitCode = 1;

/**
 * A build per page: code splitting between pages would add three small shared chunks to the room page, and a visitor
 * rarely loads two of the pages.
 */
function buildPage(page: PageName) {
  const { script, style } = entryOf(page);
  return build({
    ...shared,
    splitting: true,
    entryNames: "[name]-[hash]",
    chunkNames: "chunk-[hash]",
    entryPoints: [...(script === undefined ? [] : [script]), style].map((path) => ({ in: path, out: page })),
    plugins: [
      localeModules,
      ...STANDALONE.map((source) => standaloneBundle(source, outputOf(standalone.metafile.outputs, source))),
      ...(script === undefined ? [] : [singleEntryChunk(`${root}${script}`)]),
    ],
  });
}

function entryOf(page: PageName): PageEntry {
  const style = `src/ui/styles/${page}.css`;
  return isScripted(page) ? { script: `src/ui/${page}.tsx`, style } : { style };
}

/**
 * Replaces the dynamic import of `source` by its own bundle, which duplicates the code that it shares with the page.
 * Code splitting would move that code into a further chunk, and every visitor would load two larger files instead of
 * one.
 */
function standaloneBundle(source: string, output: string): Plugin {
  const filter = new RegExp(`/${source.slice(source.lastIndexOf("/") + 1).replaceAll(".", "\\.")}$`);
  const path = `./${output.slice(output.lastIndexOf("/") + 1)}`;
  return {
    name: "standalone-bundle",
    setup: ({ onResolve }) =>
      onResolve({ filter }, ({ kind }) => (kind === "dynamic-import" ? { path, external: true } : undefined)),
  };
}
