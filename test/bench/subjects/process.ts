/** Subjects that are a program of their own, which prints a line once it listens on the port that is its argument. */
import { once } from "node:events";
import { join } from "node:path";
import { endChild, startChild } from "../../support/child-process.ts";
import { within } from "../../support/eventually.ts";
import { freePort } from "../../support/free-port.ts";
import { BUN, BUN_SERVER, COLYSEUS_SERVER, installPeers, SOCKET_IO_SERVER } from "./peers.ts";
import type { RunningSubject } from "./subject.ts";

const NODE_SERVER = join(import.meta.dirname, "node-server.js");

export function startNode(): Promise<RunningSubject> {
  return startProgram(process.execPath, NODE_SERVER, "/");
}

export async function startBun(): Promise<RunningSubject> {
  await installPeers();
  return startProgram(BUN, BUN_SERVER, "/");
}

export async function startSocketIo(): Promise<RunningSubject> {
  await installPeers();
  return startProgram(process.execPath, SOCKET_IO_SERVER, "/socket.io/?EIO=4&transport=websocket");
}

export async function startColyseus(): Promise<RunningSubject> {
  await installPeers();
  return startProgram(process.execPath, COLYSEUS_SERVER, "/");
}

async function startProgram(program: string, script: string, path: string): Promise<RunningSubject> {
  const port = await freePort();
  const child = startChild(program, [script, String(port)]);
  child.stderr.pipe(process.stderr);
  await within(`${script} listens`, once(child.stdout, "data"));
  if (child.pid === undefined) throw new Error(`${program} has no process`);
  return { processId: child.pid, port, path, stop: () => endChild(child) };
}
