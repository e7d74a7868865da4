/**
 * The client as a package for npm, `.package/`: `npm pack` makes the file that an application installs. It has no
 * dependency: what the SDK uses is in the bundle. React is the application's own.
 */
import { build, type BuildOptions, type Metafile } from "esbuild";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { VERSION } from "../../protocol/version.ts";
import type { PublicDeclarations } from "../declarations/public-declarations.ts";
import type { BuiltFile } from "../outputs.ts";
import { elementFiles, ELEMENT_EXPORTS } from "./element-declarations.ts";

const REACT_VERSIONS = ">=18";

const MANIFEST = {
  name: "majlis",
  version: VERSION,
  description: "Join chat rooms of a Majlis deployment: SDK, React hooks, types of <majlis-room>.",
  keywords: ["chat", "websocket", "realtime", "react", "web-component"],
  license: "MIT",
  type: "module",
  sideEffects: false,
  exports: {
    ".": { types: "./index.d.ts", default: "./index.js" },
    "./react": { types: "./react.d.ts", default: "./react.js" },
    ...ELEMENT_EXPORTS,
    "./package.json": "./package.json",
  },
  types: "./index.d.ts",
  peerDependencies: { react: REACT_VERSIONS },
  peerDependenciesMeta: { react: { optional: true } },
  // The first with a WebSocket of its own.
  engines: { node: ">=22" },
};

/** @param shared the options of all builds; not minified, as the application's own build does that */
export async function clientPackage(
  root: string,
  shared: BuildOptions,
  declarations: PublicDeclarations,
): Promise<BuiltFile[]> {
  const { outputFiles = [], metafile } = await build({
    ...shared,
    metafile: true,
    minify: false,
    splitting: true,
    chunkNames: "chunk-[hash]",
    external: ["react"],
    entryPoints: [
      { in: "src/client/index.ts", out: "index" },
      { in: "src/client/react/index.ts", out: "react" },
    ],
  });
  return [
    ...outputFiles.map(({ path, contents }) => ({ name: basename(path), contents })),
    text("index.d.ts", declarations.sdk),
    text("react.d.ts", declarations.react),
    ...elementFiles(root, declarations.element),
    text("package.json", `${JSON.stringify(MANIFEST, null, 2)}\n`),
    { name: "README.md", contents: readFileSync(`${root}src/build/package/README.md`) },
    text("LICENSE", licences(root, metafile)),
  ];
}

function text(name: string, content: string): BuiltFile {
  return { name, contents: Buffer.from(content) };
}

/** Ours, and those of the packages in the bundle, which ask for that. */
function licences(root: string, { inputs }: Metafile): string {
  const paths = Object.keys(inputs).map((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]);
  const packages = [...new Set(paths)].filter((name) => name !== undefined).sort();
  const theirs = packages.map(
    (name) => `\n${name}\n\n${readFileSync(`${root}node_modules/${name}/LICENSE`, "utf8")}`,
  );
  return [readFileSync(`${root}LICENSE`, "utf8"), ...theirs].join("");
}
