/** Finds a Python with the libraries that tests need. `npm run setup:test` installs them. */
import { runChild } from "./child-process.ts";
import { SETUP_COMMAND } from "./setup/prerequisites.ts";

const CANDIDATES = ["/usr/bin/python3", "python3"];
const PROBE_TIMEOUT_MS = 10_000;

/** @throws Error that names the command that installs it */
export async function pythonWithWebSockets(): Promise<string> {
  const python = await findPythonWith("websockets");
  if (python === undefined) throw new Error(`No Python with websockets: run \`${SETUP_COMMAND}\`.`);
  return python;
}

/** One that can import `module`; undefined where there is none. */
export async function findPythonWith(module: "websockets" | "jwt"): Promise<string | undefined> {
  for (const python of CANDIDATES) {
    if (await canImport(python, module)) return python;
  }
  return undefined;
}

async function canImport(python: string, module: string): Promise<boolean> {
  try {
    await runChild(python, ["-c", `import ${module}`], { timeoutMs: PROBE_TIMEOUT_MS });
    return true;
  } catch {
    return false;
  }
}
