/** A real Chromium, found where the machine has one. */
import { accessSync, constants, existsSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import { chromium, type Browser } from "playwright-core";
import { runChild } from "./child-process.ts";
import { installDebianPackage } from "./debian.ts";

/** Chromium without windows: the same engine, in half the time, of which these tests are made. */
const HEADLESS_SHELL = "chromium-headless-shell";
const NAMES = ["chromium", "google-chrome", "chromium-browser"];
const NO_CHROMIUM = "No Chromium: install it (Debian: apt-get install chromium) or set CHROMIUM_PATH.";
const INSTALL_TIMEOUT_MS = 110_000;

export type BrowserKind = "headless_shell" | "full";

/**
 * Starts a browser without a window; the caller closes it. What people set in their browser, such as blocking the
 * storage of others' frames, and notifications, only the `whole` one has.
 */
export async function launchBrowser(kind: BrowserKind = "headless_shell"): Promise<Browser> {
  const executablePath = kind === "full" ? await fullChromiumPath() : await chromiumPath();
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
}

/** As {@link chromiumPath}, but never the windowless form. */
export async function fullChromiumPath(): Promise<string> {
  const found = process.env["CHROMIUM_PATH"] ?? findOnPath(NAMES) ?? (await installChromium());
  if (found !== undefined) return found;
  throw new Error(NO_CHROMIUM);
}

/**
 * `CHROMIUM_PATH`, else Chromium's windowless form, which Debian may install, else a Chromium on the `PATH`, else the one
 * that Debian or Playwright installs.
 * @throws Error that says in one line what to install
 */
export async function chromiumPath(): Promise<string> {
  const found =
    process.env["CHROMIUM_PATH"] ??
    findOnPath([HEADLESS_SHELL]) ??
    (await installHeadlessShell()) ??
    findOnPath(NAMES) ??
    (await installChromium());
  if (found !== undefined) return found;
  throw new Error(NO_CHROMIUM);
}

async function installHeadlessShell(): Promise<string | undefined> {
  return (await installDebianPackage(HEADLESS_SHELL)) ? findOnPath([HEADLESS_SHELL]) : undefined;
}

function findOnPath(names: readonly string[]): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

async function installChromium(): Promise<string | undefined> {
  if (await installDebianPackage("chromium")) return findOnPath(NAMES);
  const playwright = join(
    createRequire(import.meta.url).resolve("playwright-core/package.json"),
    "../cli.js",
  );
  try {
    await runChild(process.execPath, [playwright, "install", "chromium"], { timeoutMs: INSTALL_TIMEOUT_MS });
  } catch {
    return undefined;
  }
  const own = chromium.executablePath();
  return existsSync(own) ? own : undefined;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
