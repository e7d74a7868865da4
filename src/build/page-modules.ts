/** Modules of the client of which the room page has its own. */
import type { Plugin } from "esbuild";

const CLIENT_MODULE = /^\.\/error-sentences\.ts$/;
const PAGE_MODULE = "src/ui/error-sentences.ts";

/** @param root the project's folder, with a slash */
export function pageModules(root: string): Plugin {
  return {
    name: "page-modules",
    setup: ({ onResolve }) => onResolve({ filter: CLIENT_MODULE }, () => ({ path: `${root}${PAGE_MODULE}` })),
  };
}
