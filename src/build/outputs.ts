/** Reads esbuild's metafile: which files a page consists of. */
import type { Metafile } from "esbuild";
import type { PageAssets } from "../worker/pages/assets.ts";
import { firstStringsLanguage } from "./locale-modules.ts";

export type Outputs = Metafile["outputs"];

export interface BuiltFile {
  /** relative to public/assets */
  readonly name: string;
  readonly contents: Uint8Array;
}

/** The entry points of a page. */
export interface PageEntry {
  readonly script?: string;
  readonly style: string;
}

/** The manifest entry of a page. */
export function manifestEntry(outputs: Outputs, entry: PageEntry): PageAssets {
  const style = assetUrl(outputOf(outputs, entry.style));
  if (entry.script === undefined) return { style, preload: [], languages: {} };
  const script = scriptOf(outputs, outputOf(outputs, entry.script));
  return {
    script: assetUrl(script),
    style,
    preload: staticImports(outputs, script).map(assetUrl),
    languages: Object.assign(
      {},
      ...[script, ...staticImports(outputs, script)].map((chunk) => languageChunks(outputs, chunk)),
    ) as Record<string, string>,
  };
}

/** The output file of an entry point. Throws if there is none. */
export function outputOf(outputs: Outputs, entryPoint: string): string {
  const found = Object.entries(outputs).find(([, output]) => output.entryPoint === entryPoint);
  if (found === undefined) throw new Error(`nothing was built from ${entryPoint}`);
  return found[0];
}

/** The chunk with an entry's code, where that has none of its own because lazy chunks import it too: one request fewer. */
function scriptOf(outputs: Outputs, entry: string): string {
  const { inputs = {}, imports = [] } = outputs[entry] ?? {};
  const [only, ...others] = imports;
  return Object.keys(inputs).length === 0 && only !== undefined && others.length === 0 ? only.path : entry;
}

function staticImports(outputs: Outputs, from: string, seen = new Set<string>()): string[] {
  for (const { path, kind, external } of outputs[from]?.imports ?? []) {
    if (kind !== "import-statement" || external === true || seen.has(path)) continue;
    seen.add(path);
    staticImports(outputs, path, seen);
  }
  return [...seen];
}

function languageChunks(outputs: Outputs, script: string): Record<string, string> {
  const chunks = (outputs[script]?.imports ?? []).flatMap(({ path, kind }) => {
    const language =
      kind === "dynamic-import" ? firstStringsLanguage(outputs[path]?.entryPoint ?? "") : undefined;
    return language === undefined ? [] : [[language, assetUrl(path)] as const];
  });
  return Object.fromEntries(chunks);
}

/** The URL of an output file. */
export function assetUrl(path: string): string {
  return path.replace(/^public/, "");
}
