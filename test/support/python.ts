/** A Python that has the `websockets` library. */
import { runChild } from "./child-process.ts";
import { installDebianPackage } from "./debian.ts";

const CANDIDATES = ["/usr/bin/python3", "python3"];
const PROBE_TIMEOUT_MS = 10_000;

/** @throws Error that says in one line what to install */
export async function pythonWithWebSockets(): Promise<string> {
  const found = (await findPythonWithWebSockets()) ?? (await installWebSockets());
  if (found !== undefined) return found;
  throw new Error("No Python with websockets: install it (Debian: apt-get install python3-websockets).");
}

async function installWebSockets(): Promise<string | undefined> {
  return (await installDebianPackage("python3-websockets")) ? findPythonWithWebSockets() : undefined;
}

async function findPythonWithWebSockets(): Promise<string | undefined> {
  for (const python of CANDIDATES) {
    try {
      await runChild(python, ["-c", "import websockets"], { timeoutMs: PROBE_TIMEOUT_MS });
      return python;
    } catch {
      // The next one may have it.
    }
  }
  return undefined;
}
