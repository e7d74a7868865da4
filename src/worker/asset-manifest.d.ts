/** Declares public/assets/manifest.json, so that checking types does not need a build first (package.json maps the name). */
import type { AssetManifest } from "./pages/assets.ts";

declare const manifest: AssetManifest;
export default manifest;
