import { existsSync } from "node:fs";
import { runChild } from "./child-process.ts";

/** A browser is a few hundred megabytes with its fonts and libraries. */
const TIMEOUT_MS = 400_000;
/** Somebody else on the machine may be installing too. */
const WAIT_FOR_LOCK = "DPkg::Lock::Timeout=120";

/** Installs a package where that is possible: on Debian, as root. Returns false where it is not, or fails. */
export async function installDebianPackage(name: string): Promise<boolean> {
  if (process.getuid?.() !== 0 || !existsSync("/etc/debian_version")) return false;
  const options = { env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" }, timeoutMs: TIMEOUT_MS };
  try {
    // A new machine has no lists of packages, or old ones.
    await runChild("apt-get", ["update"], options);
    await runChild(
      "apt-get",
      ["install", "-y", "--no-install-recommends", "-o", WAIT_FOR_LOCK, name],
      options,
    );
    return true;
  } catch {
    return false;
  }
}
