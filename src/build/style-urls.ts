/** The URLs of style sheets that a page loads later, as modules: `style:panels`. Typed in `ui/styles/style-urls.d.ts`. */
import type { Plugin } from "esbuild";

/** @param urls by name */
export function styleUrls(urls: Readonly<Record<string, string>>): Plugin {
  return {
    name: "style-urls",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^style:/ }, ({ path }) => ({
        path: path.slice("style:".length),
        namespace: "style",
      }));
      onLoad({ filter: /.*/, namespace: "style" }, ({ path }) => {
        const url = urls[path];
        if (url === undefined) throw new Error(`there is no style sheet ${path}`);
        return { contents: `export default ${JSON.stringify(url)};` };
      });
    },
  };
}
