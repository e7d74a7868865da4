import { once } from "node:events";
import { createServer } from "node:net";

/** Below Linux's ephemeral range, so that no connection is assigned the port between the check and its use. */
const FIRST_PORT = 20_000;
const PORTS = 12_000;
const TRIES = 50;

/** A loopback port that is not in use. */
export async function freePort(): Promise<number> {
  for (let tried = 0; tried < TRIES; tried++) {
    const port = FIRST_PORT + Math.floor(Math.random() * PORTS);
    if (await isFree(port)) return port;
  }
  throw new Error(`no free port among ${TRIES}`);
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    await once(server.listen(port, "127.0.0.1"), "listening");
    server.close();
    await once(server, "close");
    return true;
  } catch {
    return false;
  }
}
