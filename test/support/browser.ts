/** Finds and launches the machine's Chromium. `npm run setup:test` installs it. */
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium, type Browser } from "playwright-core";
import { SETUP_COMMAND } from "./setup/prerequisites.ts";

/** The same engine without windows, which starts in half the time. */
const HEADLESS_SHELL = "chromium-headless-shell";
const FULL_BROWSERS = ["chromium", "google-chrome", "chromium-browser"];

/** Only the full browser has notifications, and settings such as blocking third-party storage. */
export type BrowserKind = "headless_shell" | "full";

/** Each window of the full browser would load two pages for its address bar, which takes as long as the room's page. */
const ADDRESS_BAR_PAGES = ["WebUIOmniboxPopup", "WebUIOmniboxAimPopup"];
/** The features that Playwright switches off, but those of other systems: the last list is the one that counts. */
const OFF_IN_PLAYWRIGHT = [
  "AvoidUnnecessaryBeforeUnloadCheckSync",
  "DestroyProfileOnBrowserClose",
  "PaintHolding",
  "HttpsUpgrades",
  "HttpsFirstBalancedModeAutoEnable",
  "AvoidCorsURLLoaderRestartOnRedirect",
  "LensOverlay",
  "MediaRouter",
  "OptimizationHints",
  "NetworkTimeServiceQuerying",
  "AimEnabled",
  "PreconnectToSearch",
  "ThirdPartyStoragePartitioning",
];
const DISABLED_FEATURES = [...OFF_IN_PLAYWRIGHT, ...ADDRESS_BAR_PAGES].join(",");

/** Starts a browser without a window; the caller closes it. */
export async function launchBrowser(
  kind: BrowserKind = "headless_shell",
  args: readonly string[] = [],
): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath(kind),
    args: ["--no-sandbox", "--disable-dev-shm-usage", `--disable-features=${DISABLED_FEATURES}`, ...args],
  });
}

/** @throws Error that names the command that installs it */
export function chromiumPath(kind: BrowserKind = "headless_shell"): string {
  const path = (kind === "headless_shell" ? findHeadlessShell() : undefined) ?? findFullChromium();
  if (path === undefined) throw new Error(`No Chromium: run \`${SETUP_COMMAND}\`, or set CHROMIUM_PATH.`);
  return path;
}

/** `CHROMIUM_PATH`, else a Chromium or Chrome on the `PATH`, else the one that Playwright has installed. */
export function findFullChromium(): string | undefined {
  return (
    process.env["CHROMIUM_PATH"] ??
    findOnPath(FULL_BROWSERS) ??
    [chromium.executablePath()].find(isExecutable)
  );
}

/** `CHROMIUM_PATH` overrides both kinds. */
export function findHeadlessShell(): string | undefined {
  return process.env["CHROMIUM_PATH"] ?? findOnPath([HEADLESS_SHELL]);
}

function findOnPath(names: readonly string[]): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
