/** Keeps the code that a page loads at once in one chunk, however many lazy chunks it has. */
import { dirname, relative } from "node:path";
import type { Plugin } from "esbuild";

const NAMESPACE = "lazy";
const RESOLVED = { isResolved: true } as const;

/**
 * esbuild groups modules into chunks by the entry points that reach them. Code that a lazy chunk shares with the page
 * would become a chunk of its own: ten lazy chunks would split the page into a dozen files, which compress worse and
 * load one after the other. So a dynamic import gets a module in between, which also imports `entry`: the page has
 * executed it long before. The lazy module itself is left as it is, since others may import it statically.
 */
export function singleEntryChunk(entry: string): Plugin {
  const folder = dirname(entry);
  return {
    name: "single-entry-chunk",
    setup({ onResolve, onLoad, resolve }) {
      onResolve({ filter: /^\.\.?\// }, async ({ path, kind, importer, resolveDir, pluginData }) => {
        if (kind !== "dynamic-import" || pluginData === RESOLVED) return undefined;
        const found = await resolve(path, { kind, importer, resolveDir, pluginData: RESOLVED });
        if (found.external) return found;
        // Relative, so that the names of the chunks do not depend on where the project is.
        return { path: `./${relative(folder, found.path)}`, namespace: NAMESPACE };
      });
      onLoad({ filter: /.*/, namespace: NAMESPACE }, ({ path }) => ({
        contents: `import ${JSON.stringify(entry)};\nexport * from ${JSON.stringify(path)};\n`,
        resolveDir: folder,
      }));
    },
  };
}
