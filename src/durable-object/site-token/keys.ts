/** The keys of sites as the platform takes them: imported once each. */
import type { KeyMaterial, VouchingKey } from "../../protocol/vouching-key.ts";

const imported = new WeakMap<VouchingKey, Promise<CryptoKey>>();

/** The key for the platform, bound to the algorithm of its record (RFC 8725 §3.1). */
export function importedKey(record: VouchingKey): Promise<CryptoKey> {
  const known = imported.get(record) ?? importKey(record);
  imported.set(record, known);
  return known;
}

function importKey({ alg, key }: KeyMaterial): Promise<CryptoKey> {
  switch (alg) {
    case "EdDSA":
      return crypto.subtle.importKey("jwk", { ...key }, { name: "Ed25519" }, false, ["verify"]);
    case "ES256":
      return crypto.subtle.importKey("jwk", { ...key }, { name: "ECDSA", namedCurve: "P-256" }, false, [
        "verify",
      ]);
    case "HS256":
      return crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["verify"]);
  }
}
