import { sha256 } from "@noble/hashes/sha2.js";
import { base64urlnopad, utf8 } from "@scure/base";

const ID_BYTES = 12;

/** What sessions, tickets and revocations keep of a site's token by its claims `iss` and `jti`: always as short. */
export function tokenId({ iss, jti }: { readonly iss: string; readonly jti: string }): string {
  return base64urlnopad.encode(sha256(utf8.decode(JSON.stringify([iss, jti]))).subarray(0, ID_BYTES));
}
