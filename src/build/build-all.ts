/**
 * Bundles what the browser loads into public/assets.
 *
 * File names contain a hash of the content, so that they are cached for ever; public/assets/manifest.json maps each
 * page to its files, for the Worker. The SDK has a stable name too, because other sites load it.
 */
import { build, type BuildOptions, type OutputFile, type Plugin } from "esbuild";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { AssetManifest } from "../worker/pages/assets.ts";
import { isScripted, PAGES, type PageName } from "./budgets.ts";
import { minifyScripts } from "./minify-scripts.ts";
import { pageModules } from "./page-modules.ts";
import { localeModules } from "./locale-modules.ts";
import { pageWordFiles } from "./page-words.ts";
import { pythonWheel } from "./python-wheel.ts";
import { singleEntryChunk } from "./single-entry-chunk.ts";
import {
  assetUrl,
  outputOf,
  manifestEntry,
  type BuiltFile,
  type Outputs,
  type PageEntry,
} from "./outputs.ts";
import { buildDemo } from "./demo/build-demo.ts";
import { openApiDocument } from "./openapi/document.ts";
import { LICENCE_PATH, OPENAPI_PATH, PROTOCOL_PATH } from "../protocol/served-texts.ts";
import { styleUrls } from "./style-urls.ts";
import { embedOverBudget, overBudget, sizeReport, sizeSummary } from "./sizes.ts";
import { buildAppShell } from "./app-shell.ts";
import { syncFolder, writeIfChanged } from "./sync-folder.ts";
import { cachedDeclarations } from "./declarations/cached-declarations.ts";
import { clientPackage } from "./package/client-package.ts";
import { sdkFiles } from "./sdk.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const publicFolder = `${root}public`;
const outdir = `${publicFolder}/assets`;

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
const STANDALONE = [
  "src/client/lazy-parts.ts",
  "src/ui/register-service-worker.ts",
  // Its namespaces are objects, made by a function of which esbuild would make a chunk that each chunk imports.
  "src/ui/models/code/highlight.ts",
];

/** The styles of the panels, which the room page loads later. */
const PANEL_STYLES = "src/ui/styles/panels.css";

const LOADER = "src/embed/embed.ts";
const EXTRAS = "src/embed/extras.ts";

const standalone = await build({
  ...shared,
  entryNames: "[name]-[hash]",
  entryPoints: [...STANDALONE, PANEL_STYLES],
  plugins: [pageModules(root)],
});
const panelStylesUrl = assetUrl(outputOf(standalone.metafile.outputs, PANEL_STYLES));

const pages = await Promise.all(PAGES.map(buildPage));

const sdk = await build({ ...shared, entryPoints: ["src/client/index.ts"] });
const declarations = cachedDeclarations(root);

/** What other sites run in their own pages: files with stable names. The loader is a classic script. */
const extras = await build({
  ...shared,
  outdir: publicFolder,
  entryNames: "embed-[name]",
  entryPoints: [EXTRAS],
});
const loader = await build({
  ...shared,
  outdir: publicFolder,
  format: "iife",
  entryPoints: [LOADER],
  // With a hash: else a page would have the new loader and a stored module of before.
  define: { EXTRAS_PATH: JSON.stringify(versionedPath("/embed-extras.js", extras.outputFiles)) },
});
const embedFiles: BuiltFile[] = [...loader.outputFiles, ...extras.outputFiles].map(({ path, contents }) => ({
  name: path.slice(publicFolder.length + 1),
  contents,
}));

const builds = [standalone, ...pages];
const outputs: Outputs = Object.assign({}, ...builds.map(({ metafile }) => metafile.outputs)) as Outputs;
const outputFiles = builds.flatMap((result) => result.outputFiles);
const pageAssets = (page: PageName) => manifestEntry(outputs, entryOf(page));
const manifest: AssetManifest = {
  room: pageAssets("room"),
  landing: pageAssets("landing"),
  offline: pageAssets("offline"),
  plain: pageAssets("plain"),
};
const files = await minifyScripts(
  outputFiles.map(({ path, contents }) => ({ name: path.slice(outdir.length + 1), contents })),
  Object.values(manifest),
);

const shell = buildAppShell(manifest, files, [panelStylesUrl]);
const serviceWorker = await build({
  ...shared,
  format: "iife",
  entryPoints: ["src/service-worker/service-worker.ts"],
  define: { SHELL: JSON.stringify(shell) },
});
syncFolder(outdir, [
  ...files,
  ...sdk.outputFiles.flatMap(({ contents }) => sdkFiles(contents, declarations.sdk)),
  ...pageWordFiles(),
  { name: "manifest.json", contents: new TextEncoder().encode(`${JSON.stringify(manifest, null, 2)}\n`) },
]);

for (const { contents } of serviceWorker.outputFiles) writeIfChanged(`${root}public/sw.js`, contents);
for (const { name, contents } of embedFiles) writeIfChanged(`${publicFolder}/${name}`, contents);

writeIfChanged(`${root}public${PROTOCOL_PATH}`, readFileSync(`${root}src/protocol/SPEC.md`));
writeIfChanged(`${root}public${LICENCE_PATH}`, readFileSync(`${root}LICENSE`));
writeIfChanged(
  `${root}public${OPENAPI_PATH}`,
  new TextEncoder().encode(`${JSON.stringify(openApiDocument(), null, 1)}\n`),
);

syncFolder(`${root}.package`, await clientPackage(root, shared, declarations));
syncFolder(`${publicFolder}/demo`, await buildDemo(shared));

const pythonFolder = `${root}src/client/python`;
syncFolder(`${root}public/python`, [pythonWheel(pythonFolder, readFileSync(`${root}LICENSE`))]);

const report = process.argv.includes("--sizes") ? sizeReport : sizeSummary;
console.log(report(files, manifest));
const excesses = [...overBudget(files, manifest), ...embedOverBudget(embedFiles)];
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
    // Of a debugger for signals, which looks for it at run time.
    define: { "window.__PREACT_SIGNALS_DEVTOOLS__": "false" },
    entryNames: "[name]-[hash]",
    chunkNames: "chunk-[hash]",
    entryPoints: [...(script === undefined ? [] : [script]), style].map((path) => ({ in: path, out: page })),
    plugins: [
      localeModules,
      pageModules(root),
      styleUrls({ panels: panelStylesUrl }),
      ...STANDALONE.map((source) => standaloneBundle(source, outputOf(standalone.metafile.outputs, source))),
      ...(script === undefined ? [] : [singleEntryChunk(`${root}${script}`)]),
    ],
  });
}

/** `path` with a query that changes with the file. */
function versionedPath(path: string, files: readonly OutputFile[]): string {
  const hash = createHash("sha256");
  for (const { contents } of files) hash.update(contents);
  return `${path}?${hash.digest("hex").slice(0, 8)}`;
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
