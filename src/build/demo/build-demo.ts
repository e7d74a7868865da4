/** Builds the pages of `/demo`: documents, one style sheet, and two scripts. */
import { build, type BuildOptions, type Plugin } from "esbuild";
import { createHash } from "node:crypto";
import type { BuiltFile } from "../outputs.ts";
import { ARENA_PAGE } from "./arena-page.ts";
import { BLOG_PAGES } from "./blog-pages.ts";
import { demoDocument, type DemoAssets } from "./layout.ts";
import { FOUR_PAGE } from "./four-page.ts";
import { LETTER_PAGE } from "./letter-page.ts";
import { SHOP_PAGE } from "./shop-page.ts";
import { START_PAGE } from "./start-page.ts";
import { STREAM_PAGE } from "./stream-page.ts";

const PAGES = [START_PAGE, SHOP_PAGE, ...BLOG_PAGES, STREAM_PAGE, ARENA_PAGE, FOUR_PAGE, LETTER_PAGE];

/** The files, with names relative to public/demo. */
export async function buildDemo(shared: BuildOptions & { write: false }): Promise<BuiltFile[]> {
  const [early, page] = await Promise.all([
    build({ ...shared, entryPoints: ["src/demo/early.ts"], format: "iife" }),
    build({
      ...shared,
      entryPoints: ["src/demo/demo.ts", "src/demo/styles/demo.css"],
      entryNames: "[name]",
      plugins: [servedSdk],
    }),
  ]);
  const built = [...early.outputFiles, ...page.outputFiles].map(({ path, contents }) => ({
    name: path.slice(path.lastIndexOf("/") + 1),
    contents,
  }));
  const urlOf = (name: string) => versionedUrl(built, name);
  const assets: DemoAssets = {
    style: urlOf("demo.css"),
    script: urlOf("demo.js"),
    early: urlOf("early.js"),
  };
  const documents = PAGES.map((each) => ({
    name: `${each.path}.html`,
    contents: new TextEncoder().encode(demoDocument(each, assets)),
  }));
  return [...built, ...documents];
}

/** A page imports the SDK as other sites do: from where it is served. */
const servedSdk: Plugin = {
  name: "served-sdk",
  setup: ({ onResolve }) =>
    onResolve({ filter: /\/client\/index\.ts$/ }, () => ({ path: "/assets/majlis.js", external: true })),
};

/** With a query that changes with the file: its name is the same in every release. */
function versionedUrl(files: readonly BuiltFile[], name: string): string {
  const file = files.find((each) => each.name === name);
  if (file === undefined) throw new Error(`${name} was not built`);
  const version = createHash("sha256").update(file.contents).digest("hex").slice(0, 8);
  return `/demo/${name}?${version}`;
}
