/** Keeps all that a page loads at once in one file, however many parts of it are loaded later. */
import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import type { Plugin } from "esbuild";

const LAZY = { isLazy: true } as const;
const RESOLVED = { isResolved: true } as const;

/**
 * esbuild puts modules into one chunk that the same entries reach. What a later part shares with its page would be a
 * chunk of its own, and ten parts would leave the page in a dozen files, which weigh more and are asked for one by one.
 * So each later part is made to reach all of the page: `entry`, which has run long before.
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
