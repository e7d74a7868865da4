/** The key of a link (SPEC OWN-7): its id, signed with the room's key. Nothing of it is stored but the id. */
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { base64urlnopad, utf8 } from "@scure/base";
import { decodeBase64Url, equalInConstantTime } from "../identity/bytes.ts";

const PREFIX = "majlis-link-";

export function linkKey(roomKey: Uint8Array, id: string): string {
  return `${PREFIX}${id}.${base64urlnopad.encode(signatureOf(roomKey, id))}`;
}

/** The id of the link with that key; undefined unless this room signed it. */
export function linkIdOf(roomKey: Uint8Array, key: string): string | undefined {
  if (!key.startsWith(PREFIX)) return undefined;
  const [id = "", signature = "", ...rest] = key.slice(PREFIX.length).split(".");
  const received = decodeBase64Url(signature);
  if (received === undefined || rest.length > 0 || !id.isWellFormed()) return undefined;
  return equalInConstantTime(received, signatureOf(roomKey, id)) ? id : undefined;
}

function signatureOf(roomKey: Uint8Array, id: string): Uint8Array {
  // Domain separation: as for tickets, a text that begins with NUL.
  return hmac(sha256, roomKey, utf8.decode(`\0link\n${id}`));
}
