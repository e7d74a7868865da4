import { existsSync } from "node:fs";
import { runChild } from "./child-process.ts";

const INSTALL_TIMEOUT_MS = 110_000;

/** Installs a package where that is possible: on Debian, as root. Returns false where it is not, or fails. */
export async function installDebianPackage(name: string): Promise<boolean> {
  if (process.getuid?.() !== 0 || !existsSync("/etc/debian_version")) return false;
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  try {
    await runChild("apt-get", ["install", "-y", "--no-install-recommends", name], {
      env,
      timeoutMs: INSTALL_TIMEOUT_MS,
    });
    return true;
  } catch {
    return false;
  }
}
