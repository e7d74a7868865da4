/** When and where a run was made, without anything that identifies a commit or a host. */
import { readFileSync } from "node:fs";
import { cpus, release, totalmem, type } from "node:os";
import { join } from "node:path";
import { pinnedPeers } from "./subjects/peers.ts";
import { PROJECT_ROOT } from "../support/project-root.ts";

const BYTES_PER_GIB = 1024 ** 3;
/** The runtime and the libraries that are measured. */
const PACKAGES = ["workerd", "ws", "partyserver"] as const;

interface PackageLock {
  readonly packages: Readonly<Record<string, { readonly version?: string }>>;
}

/** The date (UTC), the machine and the versions, as one line. */
export function environmentLine(now = new Date()): string {
  const lock = JSON.parse(readFileSync(join(PROJECT_ROOT, "package-lock.json"), "utf8")) as PackageLock;
  const versions = PACKAGES.map((name) => `${name} ${lock.packages[`node_modules/${name}`]?.version}`);
  const peers = Object.entries(pinnedPeers()).map(([name, version]) => `${name} ${version}`);
  return `${now.toISOString().slice(0, 10)}; ${machine()}; Node ${process.versions.node}, ${[...versions, ...peers].join(", ")}.`;
}

function machine(): string {
  const cores = cpus();
  const memoryGib = Math.round(totalmem() / BYTES_PER_GIB);
  return `${cores[0]?.model.trim()}, ${cores.length} cores, ${memoryGib} GiB; ${type()} ${release()}`;
}
