/** Applications that use the package of the client, compiled as their own builds do it. */
import { build, type Loader, type Plugin } from "esbuild";
import { compile as compileSvelte } from "svelte/compiler";
import { compileScript, parse } from "vue/compiler-sfc";
import { join } from "node:path";
import { PROJECT_ROOT } from "./project-root.ts";

export interface AppSource {
  /** the module that starts the application */
  readonly main: string;
  /** other modules by name, such as `Room.vue`; `main` imports them as `./Room.vue` */
  readonly modules?: Readonly<Record<string, string>>;
}

const NAMESPACE = "app";

/** One module for a page, of the sources and the packages that they import. */
export async function bundleApp({ main, modules = {} }: AppSource): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: main, loader: "tsx", resolveDir: PROJECT_ROOT, sourcefile: "main.tsx" },
    plugins: [appModules(modules)],
    alias: { majlis: join(PROJECT_ROOT, ".package") },
    bundle: true,
    write: false,
    format: "esm",
    target: "es2024",
    jsx: "automatic",
    jsxImportSource: "react",
    conditions: ["browser"],
    define: {
      "process.env.NODE_ENV": '"development"',
      __VUE_OPTIONS_API__: "true",
      __VUE_PROD_DEVTOOLS__: "false",
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false",
    },
    logLevel: "silent",
  });
  return outputFiles[0]?.text ?? "";
}

/** A page's element with that module. */
export function moduleScript(bundle: string): string {
  return `<script type="module">${bundle.replaceAll("</script", String.raw`<\/script`)}</script>`;
}

function appModules(modules: Readonly<Record<string, string>>): Plugin {
  return {
    name: "app-modules",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\.\// }, ({ path }) =>
        modules[path.slice(2)] === undefined ? undefined : { path: path.slice(2), namespace: NAMESPACE },
      );
      onLoad({ filter: /.*/, namespace: NAMESPACE }, ({ path }) => ({
        ...compiled(path, modules[path] ?? ""),
        resolveDir: PROJECT_ROOT,
      }));
    },
  };
}

function compiled(name: string, source: string): { readonly contents: string; readonly loader: Loader } {
  if (name.endsWith(".vue")) return { contents: vueModule(source), loader: "ts" };
  if (name.endsWith(".svelte"))
    return { contents: compileSvelte(source, { filename: name, generate: "client" }).js.code, loader: "js" };
  return { contents: source, loader: "tsx" };
}

/** As Vite's plugin for Vue does, with the option that the documents name. */
function vueModule(source: string): string {
  const compilerOptions = { isCustomElement: (tag: string) => tag === "majlis-room" };
  const { descriptor, errors } = parse(source, { templateParseOptions: compilerOptions });
  if (errors.length > 0) throw errors[0];
  const { content } = compileScript(descriptor, {
    id: "sample",
    inlineTemplate: true,
    templateOptions: { compilerOptions },
  });
  return content;
}
