/** Starts the Node server as a process. */
import { once } from "node:events";
import { join } from "node:path";
import { endChild, startChild } from "../../support/child-process.ts";
import { within } from "../../support/eventually.ts";
import { freePort } from "../../support/free-port.ts";
import type { RunningSubject } from "./subject.ts";

const SCRIPT = join(import.meta.dirname, "node-server.js");

export async function startNode(): Promise<RunningSubject> {
  const port = await freePort();
  const child = startChild(process.execPath, [SCRIPT, String(port)]);
  child.stderr.pipe(process.stderr);
  await within("the Node server listens", once(child.stdout, "data"));
  if (child.pid === undefined) throw new Error("the Node server has no process");
  return { processId: child.pid, port, path: "/", stop: () => endChild(child) };
}
