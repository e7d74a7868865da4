/** Finds a Python with the `websockets` library. `npm run setup:test` installs it. */
import { runChild } from "./child-process.ts";
import { SETUP_COMMAND } from "./setup/prerequisites.ts";

const CANDIDATES = ["/usr/bin/python3", "python3"];
const PROBE_TIMEOUT_MS = 10_000;

/** @throws Error that names the command that installs it */
export async function pythonWithWebSockets(): Promise<string> {
  const python = await findPythonWithWebSockets();
  if (python === undefined) throw new Error(`No Python with websockets: run \`${SETUP_COMMAND}\`.`);
  return python;
}

export async function findPythonWithWebSockets(): Promise<string | undefined> {
  for (const python of CANDIDATES) {
    if (await canImportWebSockets(python)) return python;
  }
  return undefined;
}

async function canImportWebSockets(python: string): Promise<boolean> {
  try {
    await runChild(python, ["-c", "import websockets"], { timeoutMs: PROBE_TIMEOUT_MS });
    return true;
  } catch {
    return false;
  }
}
