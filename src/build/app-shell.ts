/** Builds the list of files that the service worker precaches. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { LOCALES } from "../locales/languages.ts";
import { OFFLINE_URL, type AppShell } from "../service-worker/app-shell.ts";
import type { AssetManifest, PageAssets } from "../worker/pages/assets.ts";
import type { BuiltFile } from "./outputs.ts";
import { gzipBytes } from "./sizes.ts";

/** Pages that open offline. */
const PRECACHED_PAGES = ["room", "landing", "offline"] as const;
/**
 * Sources of the offline page, besides `src/locales`: a change in them changes no asset's hash, but must change the
 * version.
 */
const TEMPLATES = ["../worker/pages/offline-page.ts", "../worker/pages/layout.ts"];

const HASHED = /-[A-Z0-9]{8}\.js$/;
const MAX_LAZY_CHUNK_BYTES = 16 * 1024;

/** @param styles the URLs of the style sheets that a page loads later */
export function buildAppShell(
  manifest: AssetManifest,
  files: readonly BuiltFile[],
  styles: readonly string[],
): AppShell {
  const assets = PRECACHED_PAGES.flatMap((page) => manifestUrls(manifest[page]));
  const urls = [...new Set([OFFLINE_URL, "/icon.svg", ...assets, ...lazyChunks(files), ...styles])];
  const hash = createHash("sha256").update(urls.join(" "));
  for (const template of TEMPLATES) hash.update(readFileSync(new URL(template, import.meta.url)));
  hash.update(JSON.stringify(LOCALES));
  return {
    version: hash.digest("hex").slice(0, 12),
    urls,
    roomScript: manifest.room.script ?? "",
  };
}

function manifestUrls({ script, style, preload, languages }: PageAssets): readonly string[] {
  return [...(script === undefined ? [] : [script]), style, ...preload, ...Object.values(languages)];
}

/**
 * Chunks that a page loads later, so that an open page finds them after a deploy has replaced them. Larger ones, like
 * the emoji tables, are cached when they are first used.
 */
function lazyChunks(files: readonly BuiltFile[]): readonly string[] {
  return files
    .filter(({ name, contents }) => HASHED.test(name) && gzipBytes(contents) <= MAX_LAZY_CHUNK_BYTES)
    .map(({ name }) => `/assets/${name}`);
}
