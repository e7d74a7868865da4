/** The hashed scripts and styles of each page, from the manifest of the last build. */
import manifest from "#asset-manifest" with { type: "json" };
import type { AssetManifest } from "./pages/assets.ts";

export const ASSETS: AssetManifest = manifest;
