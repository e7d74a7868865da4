/** What is stored in place of an address: a hash that only this room can make. */
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { utf8 } from "@scure/base";
import { derivedMemberId } from "../identity/ids.ts";
import { networkOrAddress } from "../rates/address.ts";

/** The hash of one address; see {@link placeHash} for all of a person. */
export function addressHash(roomKey: Uint8Array, address: string): string {
  // Domain separation: as for tickets, a text that begins with NUL.
  return derivedMemberId(hmac(sha256, roomKey, utf8.decode(`\0address\n${address}`)));
}

/** The same of all addresses that one person may have at once: of the IPv6 /48 around it. */
export function placeHash(roomKey: Uint8Array, address: string): string {
  return addressHash(roomKey, networkOrAddress(address));
}
