/**
 * Servers of others with a manifest and a lock of their own: Bun alone is 100 MB, so `npm ci` of the project leaves them
 * out, and the bench installs them when it first compares with them.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runChild } from "../../support/child-process.ts";

const FOLDER = join(import.meta.dirname, "../peers");
const MODULES = join(FOLDER, "node_modules");
const INSTALL_TIMEOUT_MS = 300_000;

export const PEERS = ["bun", "socket.io", "@colyseus/core"] as const;
export const BUN = join(MODULES, ".bin/bun");
export const BUN_SERVER = join(FOLDER, "bun-server.js");
export const COLYSEUS_SERVER = join(FOLDER, "colyseus-server.js");
export const SOCKET_IO_SERVER = join(FOLDER, "socket-io-server.js");

type Versions = Readonly<Record<(typeof PEERS)[number], string | undefined>>;

/** Of the manifest, which pins them. */
export function pinnedPeers(): Versions {
  const { dependencies } = JSON.parse(readFileSync(join(FOLDER, "package.json"), "utf8")) as {
    dependencies: Versions;
  };
  return {
    bun: dependencies.bun,
    "socket.io": dependencies["socket.io"],
    "@colyseus/core": dependencies["@colyseus/core"],
  };
}

/** Installs what the lock names, unless it is there. @throws Error with npm's output if that fails */
export async function installPeers(): Promise<void> {
  const pinned = pinnedPeers();
  if (PEERS.every((name) => installedVersion(name) === pinned[name])) return;
  await runChild("npm", ["ci", "--prefix", FOLDER, "--no-audit", "--no-fund"], {
    cwd: FOLDER,
    timeoutMs: INSTALL_TIMEOUT_MS,
  });
}

function installedVersion(name: string): string | undefined {
  try {
    return (JSON.parse(readFileSync(join(MODULES, name, "package.json"), "utf8")) as { version: string })
      .version;
  } catch {
    return undefined;
  }
}
