/**
 * `npm run build`: bundles what the browser loads into public/assets.
 *
 * Names carry a hash of their content, so that they can be cached for ever; public/assets/manifest.json tells the
 * Worker what they are called now. The SDK keeps one stable name, because other people's pages load it.
 */
import { build, type BuildOptions, type Plugin } from "esbuild";
import { isScripted, PAGES, type PageName } from "./budgets.ts";
import { emojiTables } from "./emoji-tables.ts";
import { singleEntryChunk } from "./single-entry-chunk.ts";
import { outputOf, manifestEntry, type BuiltFile, type Outputs, type PageEntry } from "./outputs.ts";
import { overBudget, sizeReport } from "./sizes.ts";
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

const FALLBACKS = "src/client/transports/fallbacks.ts";

const INSTALL = "src/ui/register-service-worker.ts";

const standalone = await build({
  ...shared,
  entryNames: "[name]-[hash]",
  entryPoints: [FALLBACKS, INSTALL],
});

const pages = await build({
  ...shared,
  splitting: true,
  entryNames: "[name]-[hash]",
  chunkNames: "chunk-[hash]",
  entryPoints: PAGES.flatMap((page) => {
    const { script, style } = entryOf(page);
    return [...(script === undefined ? [] : [script]), style].map((path) => ({ in: path, out: page }));
  }),
  plugins: [
    emojiTables,
    standaloneBundle(/\/fallbacks\.ts$/, outputOf(standalone.metafile.outputs, FALLBACKS)),
    standaloneBundle(/\/install\.ts$/, outputOf(standalone.metafile.outputs, INSTALL)),
    singleEntryChunk(`${root}${entryOf("room").script ?? ""}`),
  ],
});

const sdk = await build({
  ...shared,
  entryNames: "[name]",
  entryPoints: [{ in: "src/client/index.ts", out: "majlis" }],
});

const outputs: Outputs = { ...pages.metafile.outputs, ...sdk.metafile.outputs };
const outputFiles = [...standalone.outputFiles, ...pages.outputFiles, ...sdk.outputFiles];
const manifest = Object.fromEntries(PAGES.map((page) => [page, manifestEntry(outputs, entryOf(page))]));
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

console.log(sizeReport(files, manifest));
const excesses = overBudget(files, manifest);
for (const excess of excesses) console.error(excess);
if (excesses.length > 0) process.exitCode = 1;

function entryOf(page: PageName): PageEntry {
  const style = `src/ui/styles/${page}.css`;
  return isScripted(page) ? { script: `src/ui/${page}.tsx`, style } : { style };
}

/**
 * Bundled by itself, what is loaded late or only behind bad networks has its own copy of what a page has too. Split off
 * the page, it would cut the page in two pieces that weigh more, and everybody would pay for it.
 */
function standaloneBundle(filter: RegExp, output: string): Plugin {
  const path = `./${output.slice(output.lastIndexOf("/") + 1)}`;
  return {
    name: "standalone-bundle",
    setup: ({ onResolve }) =>
      onResolve({ filter }, ({ kind }) => (kind === "dynamic-import" ? { path, external: true } : undefined)),
  };
}
