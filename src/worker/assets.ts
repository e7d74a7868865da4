/** What each page loads, as the last build named it. */
import manifest from "../../public/assets/manifest.json" with { type: "json" };
import type { PageAssets } from "./pages/assets.ts";

export const ASSETS: Readonly<Record<"room" | "landing" | "plain" | "offline", PageAssets>> = manifest;
