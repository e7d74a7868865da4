/** What each page loads, as the last build named it. */
import manifest from "#asset-manifest" with { type: "json" };
import type { AssetManifest } from "./pages/assets.ts";

export const ASSETS: AssetManifest = manifest;
