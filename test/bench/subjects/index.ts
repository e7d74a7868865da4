/** The subjects, in the order of a round. */
import { build } from "esbuild";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { startOnWorkerd, type RunningOnWorkerd } from "./on-workerd.ts";
import { startBun, startNode, startSocketIo } from "./process.ts";
import type { Subject } from "./subject.ts";

const BARE = join(import.meta.dirname, "bare-object.js");
const PARTY = join(import.meta.dirname, "party-server.js");

const METERED = join(import.meta.dirname, "metered-entry.js");

const UNLIMITED = { perSecond: 1_000_000, burst: 1_000_000 };
/** Without rate limits, so that the load reaches the room; all else as deployed. */
const LIMITS = JSON.stringify({
  memberRate: UNLIMITED,
  addressRate: UNLIMITED,
  roomRate: UNLIMITED,
  frameRate: UNLIMITED,
  memberReadRate: UNLIMITED,
  roomReadRate: UNLIMITED,
  droppedFrames: 1_000_000,
});

/** @param product the bundled module, built once, so that edits during a run change nothing */
export function subjectsWith(product: string): readonly Subject[] {
  return [
    {
      name: "node",
      description: "a plain Node server (ws) that broadcasts each frame",
      protocol: "text",
      start: startNode,
    },
    {
      name: "bun",
      description: "Bun's own publish to a topic",
      protocol: "text",
      start: startBun,
    },
    {
      name: "socket.io",
      description: "Socket.IO on Node, broadcasting each event",
      protocol: "socket.io",
      start: startSocketIo,
    },
    {
      name: "bare",
      description: "a Durable Object that broadcasts each frame",
      protocol: "text",
      start: () => startOnWorkerd({ bundle: readFileSync(BARE, "utf8") }),
    },
    {
      name: "bare+row",
      description: "the same, storing a row first",
      protocol: "text",
      start: () => startOnWorkerd({ bundle: readFileSync(BARE, "utf8"), variables: { ROW: "1" } }),
    },
    {
      name: "partyserver",
      description: "PartyServer with hibernation, broadcasting each frame",
      protocol: "text",
      start: async () => startOnWorkerd({ bundle: await bundled(PARTY) }),
    },
    {
      name: "majlis",
      description: "this project, as deployed",
      protocol: "majlis",
      start: () => startMajlis(product),
    },
  ];
}

/** Starts the product. */
export function startMajlis(product: string): Promise<RunningOnWorkerd> {
  return startOnWorkerd({ bundle: product, variables: { LIMITS } });
}

/** Starts the product behind the meter (metered-entry.js). */
export function startMetered(product: string): Promise<RunningOnWorkerd> {
  return startOnWorkerd({ bundle: product, entry: readFileSync(METERED, "utf8"), variables: { LIMITS } });
}

/** Bundles a module with its imports, as a deploy does. */
async function bundled(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: "esm",
    minify: true,
    target: "es2024",
    conditions: ["workerd", "worker", "browser"],
    external: ["cloudflare:*"],
  });
  const text = outputFiles[0]?.text;
  if (text === undefined) throw new Error(`the bundle of ${entry} is empty`);
  return text;
}
