/** The subjects, in the order in which each round takes them. */
import { build } from "esbuild";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { startGuide } from "./guide.ts";
import { startOnWorkerd, type RunningOnWorkerd } from "./on-workerd.ts";
import type { Subject } from "./subject.ts";

const BARE = join(import.meta.dirname, "bare-object.js");
const PARTY = join(import.meta.dirname, "party-server.js");

const METERED = join(import.meta.dirname, "metered-entry.js");

const UNLIMITED = { perSecond: 1_000_000, burst: 1_000_000 };
/** The room is measured, not its patience: rates are out of the way, all else is as deployed. */
const LIMITS = JSON.stringify({
  memberRate: UNLIMITED,
  addressRate: UNLIMITED,
  roomRate: UNLIMITED,
  frameRate: UNLIMITED,
  droppedFrames: 1_000_000,
});

/** `product` is the product's module, built once, so that what is edited meanwhile changes nothing. */
export function subjectsWith(product: string): readonly Subject[] {
  return [
    { name: "guide", description: "the guide's Node server (ws)", protocol: "text", start: startGuide },
    {
      name: "bare",
      description: "an object that forwards each frame",
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
      description: "PartyServer, hibernating, broadcast",
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

/** The product by itself. */
export function startMajlis(product: string): Promise<RunningOnWorkerd> {
  return startOnWorkerd({ bundle: product, variables: { LIMITS } });
}

/** The product with the meter in front of it. */
export function startMetered(product: string): Promise<RunningOnWorkerd> {
  return startOnWorkerd({ bundle: product, entry: readFileSync(METERED, "utf8"), variables: { LIMITS } });
}

/** One module with all it imports, as a deploy would make it. */
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
  if (text === undefined) throw new Error(`${entry} came to nothing`);
  return text;
}
