import { once } from "node:events";
import { createServer } from "node:net";

/** Below the range from which Linux gives ports to whoever asks for any: between looking and using, nobody is given it. */
const FIRST_PORT = 20_000;
const PORTS = 12_000;
const TRIES = 50;

/** A port of the loopback address that nobody listens on. */
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
