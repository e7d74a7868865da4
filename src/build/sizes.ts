/** Gzipped sizes of the built files. */
import { gzipSync } from "node:zlib";
import { BUDGETS_BYTES, EMBED_BUDGETS_BYTES, PAGES, type PageName } from "./budgets.ts";
import type { AssetManifest } from "../worker/pages/assets.ts";
import type { BuiltFile } from "./outputs.ts";

/** A table of the size of every file, and of the total that each page loads. */
export function sizeReport(files: readonly BuiltFile[], manifest: AssetManifest): string {
  const lines = files.map(({ name, contents }) => reportLine(name, gzipBytes(contents)));
  for (const page of PAGES) {
    const { script, style } = pageBytes(page, files, manifest);
    lines.push(reportLine(`${page}: scripts`, script), reportLine(`${page}: styles`, style));
  }
  return lines.join("\n");
}

/** What the pages load, in one line. */
export function sizeSummary(files: readonly BuiltFile[], manifest: AssetManifest): string {
  const pages = PAGES.map((page) => {
    const { script, style } = pageBytes(page, files, manifest);
    return `${page} ${kib(script + style)}`;
  });
  return `Built, gzipped: ${pages.join(", ")}.`;
}

/** A message for each exceeded budget. */
export function overBudget(files: readonly BuiltFile[], manifest: AssetManifest): string[] {
  return PAGES.flatMap((page) => {
    const bytes = pageBytes(page, files, manifest);
    return (["script", "style"] as const)
      .filter((kind) => bytes[kind] > BUDGETS_BYTES[page][kind])
      .map((kind) => `${page}: ${kind} is ${kib(bytes[kind])}, over ${kib(BUDGETS_BYTES[page][kind])}`);
  });
}

/** A message for each file that is for other sites and exceeds its budget, or has none. */
export function embedOverBudget(files: readonly BuiltFile[]): string[] {
  return files.flatMap(({ name, contents }) => {
    const [bytes, budget = 0] = [gzipBytes(contents), EMBED_BUDGETS_BYTES[name]];
    return bytes > budget ? [`${name} is ${bytes} bytes, over ${budget}`] : [];
  });
}

function pageBytes(page: PageName, files: readonly BuiltFile[], manifest: AssetManifest) {
  const assets = manifest[page];
  const languageBytes = Object.values(assets.languages).map((chunk) => sum(files, [chunk]));
  return {
    script: sum(files, [assets.script ?? "", ...assets.preload]) + Math.max(0, ...languageBytes),
    style: sum(files, [assets.style]),
  };
}

function sum(files: readonly BuiltFile[], urls: readonly string[]): number {
  return files
    .filter(({ name }) => urls.includes(`/assets/${name}`))
    .reduce((bytes, { contents }) => bytes + gzipBytes(contents), 0);
}

export function gzipBytes(contents: Uint8Array): number {
  return gzipSync(contents, { level: 9 }).length;
}

function reportLine(name: string, bytes: number): string {
  return `${kib(bytes).padStart(9)}  ${name}`;
}

function kib(bytes: number): string {
  return `${(bytes / 1024).toFixed(1)} KiB`;
}
