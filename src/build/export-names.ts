/**
 * Exports what a chunk shares with later ones by the names that it has in the chunk: without "as", the list of a hundred is
 * half as long. They are esbuild's names, so that they change only with the hash in the chunk's name.
 */
import type { BuiltFile } from "./outputs.ts";

/** The list at the end of a chunk, of `local as exported` or `local`. */
const EXPORTS = /export\{([^{}]*)\};?\s*$/;

/** `files`, with the exports of those in `names` renamed there and wherever they are imported. */
export function shortenExports(files: readonly BuiltFile[], names: ReadonlySet<string>): BuiltFile[] {
  let renamed = [...files];
  for (const name of names) renamed = withShortExports(renamed, name);
  return renamed;
}

/** The names that `source` exports. */
export function exportedNames(source: string): string[] {
  return specifiers(EXPORTS.exec(source)?.[1] ?? "").map(([, exported]) => exported);
}

function withShortExports(files: readonly BuiltFile[], exporter: string): BuiltFile[] {
  const locals = new Map<string, string>();
  const shorten = (source: string) =>
    source.replace(EXPORTS, (_, list: string) => {
      for (const [local, exported] of specifiers(list)) locals.set(exported, local);
      return `export{${[...locals.values()].join(",")}};`;
    });
  const shortened = files.map((file) => (file.name === exporter ? changeText(file, shorten) : file));
  const localOf = (exported: string) => {
    const local = locals.get(exported);
    if (local === undefined) throw new Error(`${exporter} has no export ${exported}`);
    return local;
  };
  // esbuild refers to a chunk by a static import, and by nothing else.
  const imports = new RegExp(`import\\{([^{}]*)\\}from"\\./${exporter.replaceAll(".", "\\.")}"`, "g");
  const rename = (source: string) =>
    source.replace(imports, (_, list: string) => {
      const renamed = specifiers(list).map(([exported, local]) => `${localOf(exported)} as ${local}`);
      return `import{${renamed.join(",")}}from"./${exporter}"`;
    });
  return shortened.map((file) => (file.name.endsWith(".js") ? changeText(file, rename) : file));
}

/** The two names of each entry of an import or export list; twice the same without "as". */
function specifiers(list: string): (readonly [string, string])[] {
  return list.split(",").flatMap((entry) => {
    const [first = "", second = first] = entry.trim().split(/\s+as\s+/);
    return first === "" ? [] : [[first, second] as const];
  });
}

function changeText(file: BuiltFile, change: (text: string) => string): BuiltFile {
  const before = new TextDecoder().decode(file.contents);
  const after = change(before);
  return after === before ? file : { ...file, contents: new TextEncoder().encode(after) };
}
