/** What programs load from a deployment: the SDK as one file with its types, and under a name of its own for each content. */
import { createHash } from "node:crypto";
import { VERSION } from "../protocol/version.ts";
import type { BuiltFile } from "./outputs.ts";

/** The names and hashes for pages that load only the bytes that they were tested with (W3C Subresource Integrity). */
const INTEGRITY_FILE = "integrity.json";
const HASH_CHARACTERS = 8;

/** A file with a name that stands for its bytes. */
interface PinnedFile {
  readonly url: string;
  /** for the attribute of that name */
  readonly integrity: string;
}

/**
 * The files in public/assets for `script`, the bundle of the SDK, and its declarations. `majlis.js` is always the newest;
 * the other name has the version and a hash, and so never has other bytes.
 */
export function sdkFiles(script: Uint8Array, declarations: string): BuiltFile[] {
  const pinned = `majlis-${VERSION}-${hashOf(script)}.js`;
  const integrity: Readonly<Record<string, PinnedFile>> = {
    "majlis.js": { url: `/assets/${pinned}`, integrity: integrityOf(script) },
  };
  const note = `/** The SDK of Majlis ${VERSION}. "SPEC" is the specification of the protocol, /protocol.txt of a deployment. */`;
  return [
    { name: "majlis.js", contents: script },
    { name: pinned, contents: script },
    { name: "majlis.d.ts", contents: Buffer.from(`${note}\n\n${declarations}`) },
    { name: INTEGRITY_FILE, contents: Buffer.from(`${JSON.stringify(integrity, null, 2)}\n`) },
  ];
}

function hashOf(contents: Uint8Array): string {
  return createHash("sha256").update(contents).digest("hex").slice(0, HASH_CHARACTERS);
}

function integrityOf(contents: Uint8Array): string {
  return `sha384-${createHash("sha384").update(contents).digest("base64")}`;
}
