/** Installs Debian packages: only as root, and only when asked to. */
import { existsSync } from "node:fs";
import { runChild } from "../child-process.ts";

/** A browser is a few hundred megabytes with its fonts and libraries. */
const TIMEOUT_MS = 400_000;
/** Another process on the machine may be installing too. */
const WAIT_FOR_LOCK = "DPkg::Lock::Timeout=120";

export type InstallPackages = (packages: readonly string[]) => Promise<void>;

/** Undefined where packages cannot be installed: not on Debian, or not as root. */
export function debianInstaller(): InstallPackages | undefined {
  return process.getuid?.() === 0 && existsSync("/etc/debian_version") ? install : undefined;
}

/** @throws Error with what apt-get printed */
async function install(packages: readonly string[]): Promise<void> {
  const options = { env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" }, timeoutMs: TIMEOUT_MS };
  // A new machine has no lists of packages, or old ones.
  await runChild("apt-get", ["update"], options);
  await runChild(
    "apt-get",
    ["install", "-y", "--no-install-recommends", "-o", WAIT_FOR_LOCK, ...packages],
    options,
  );
}
