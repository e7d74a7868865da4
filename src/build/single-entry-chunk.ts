/** Keeps the code that a page loads at once in one chunk, however many lazy chunks it has. */
import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import type { Plugin } from "esbuild";

const LAZY = { isLazy: true } as const;
const RESOLVED = { isResolved: true } as const;

/**
 * esbuild groups modules into chunks by the entry points that reach them. Code that a lazy chunk shares with the page
 * would become a chunk of its own: ten lazy chunks would split the page into a dozen files, which compress worse and
 * load one after the other. So each lazy module gets an import of `entry`, which the page has executed long before.
 */
export function singleEntryChunk(entry: string): Plugin {
  return {
    name: "single-entry-chunk",
    setup({ onResolve, onLoad, resolve }) {
      onResolve({ filter: /^\.\.?\// }, async ({ path, kind, importer, resolveDir, pluginData }) => {
        if (kind !== "dynamic-import" || pluginData === RESOLVED) return undefined;
        const found = await resolve(path, { kind, importer, resolveDir, pluginData: RESOLVED });
        return found.external ? found : { ...found, pluginData: LAZY };
      });
      onLoad({ filter: /\.tsx?$/ }, async ({ path, pluginData }) => {
        if (pluginData !== LAZY) return undefined;
        const contents = `${await readFile(path, "utf8")}\nimport ${JSON.stringify(entry)};\n`;
        return { contents, loader: extname(path) === ".tsx" ? "tsx" : "ts" };
      });
    },
  };
}
