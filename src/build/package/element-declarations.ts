/** The types of `<majlis-room>` in the package: for pages, and as what each framework looks elements up in. */
import { readdirSync, readFileSync } from "node:fs";
import type { BuiltFile } from "../outputs.ts";

const FRAMEWORKS = ["react", "vue", "svelte"] as const;

/** Imports of types alone; a build that keeps such an import finds an empty module. */
const EMPTY_MODULE = "element.js";

/** The entries of the package by which the types are imported. */
export const ELEMENT_EXPORTS = Object.fromEntries([
  ["./element", { types: "./element.d.ts", default: `./${EMPTY_MODULE}` }],
  ...FRAMEWORKS.map((framework) => [
    `./element/${framework}`,
    { types: `./element-${framework}.d.ts`, default: `./${EMPTY_MODULE}` },
  ]),
]) as Readonly<Record<string, object>>;

/** @param types the declarations of attributes, events and methods */
export function elementFiles(root: string, types: string): BuiltFile[] {
  const folder = `${root}src/build/package/types`;
  return [
    { name: "element-types.d.ts", contents: Buffer.from(types) },
    { name: EMPTY_MODULE, contents: Buffer.from("export {};\n") },
    ...readdirSync(folder).map((name) => ({ name, contents: readFileSync(`${folder}/${name}`) })),
  ];
}
