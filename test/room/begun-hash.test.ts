/** Hashes of texts that begin alike, against hashing each of them whole. */
import { createHash, createHmac } from "node:crypto";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { expect, test } from "vitest";
import { BegunHash } from "../../src/room/identity/begun-hash.ts";

const KEY = new Uint8Array(32).fill(7);
/** Around the length of a block, from one digest to the next longer and shorter. */
const LENGTHS = [0, 1, 200, 31, 64, 55, 56, 63, 65, 1_000, 2];

function bytes(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => (index * 31 + length) % 256);
}

test.each([0, 7, 64, 65])("with a beginning of %i bytes each digest is that of the whole text", (length) => {
  const begun = { mac: hmac.create(sha256, KEY), hash: sha256.create() };
  const mac = new BegunHash(begun.mac.update(bytes(length)));
  const hash = new BegunHash(begun.hash.update(bytes(length)));
  const digests = LENGTHS.map((rest) => ({ mac: mac.digest(bytes(rest)), hash: hash.digest(bytes(rest)) }));
  // Compared once all are made: a digest is its caller's.
  for (const [index, digest] of digests.entries()) {
    const rest = bytes(LENGTHS[index] ?? 0);
    const expectedMac = createHmac("sha256", KEY).update(bytes(length)).update(rest).digest();
    expect(Buffer.from(digest.mac)).toEqual(expectedMac);
    const expectedHash = createHash("sha256").update(bytes(length)).update(rest).digest();
    expect(Buffer.from(digest.hash)).toEqual(expectedHash);
  }
});
