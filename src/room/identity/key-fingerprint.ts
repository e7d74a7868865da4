/** Names a key with which a site vouches, without revealing it: what a session or ticket keeps of it. */
import { sha256 } from "@noble/hashes/sha2.js";
import { base64urlnopad, utf8 } from "@scure/base";
import type { VouchingKey } from "../../protocol/vouching-key.ts";

const FINGERPRINT_BYTES = 12;

/** Whose key it is: the deployment's, for all rooms that its record names, or the room's own. */
export type KeyScope = "deployment" | "room";

const fingerprints = new WeakMap<VouchingKey, string>();

/**
 * Names the key, with whose it is, its material and the role that it may give: another one under the same `kid` has another
 * fingerprint, so that what the former vouched for does not count by it.
 */
export function fingerprintOf(key: VouchingKey, scope: KeyScope): string {
  const known = fingerprints.get(key) ?? computeFingerprint(key, scope);
  fingerprints.set(key, known);
  return known;
}

function computeFingerprint({ iss, kid, alg, key, maxRole }: VouchingKey, scope: KeyScope): string {
  const material = key instanceof Uint8Array ? base64urlnopad.encode(key) : key;
  const hash = sha256(utf8.decode(JSON.stringify([scope, iss, kid, alg, material, maxRole])));
  return base64urlnopad.encode(hash.subarray(0, FINGERPRINT_BYTES));
}
