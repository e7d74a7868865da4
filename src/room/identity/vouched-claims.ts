import type { Role } from "../../protocol/roles.ts";
import type { KeyScope } from "./key-fingerprint.ts";

/** What a member keeps of the token that vouches for them. */
export interface Vouching {
  readonly role: Role;
  /** ms since 1970 */
  readonly expiresAt: number;
  /** in seconds since 1970: a token from before a revocation does not count */
  readonly issuedAt: number;
  /** the fingerprint of the key that signed it */
  readonly key: string;
  /** names the token, by its `iss` and `jti`; undefined for one without `jti` */
  readonly tokenId?: string | undefined;
}

/** What a site's token says of a member, once its signature and its claims have been verified (SPEC VOUCH-1). */
export interface VouchedClaims extends Vouching {
  readonly issuer: string;
  /** whose key signed it */
  readonly scope: KeyScope;
  /** the issuer's own name for the member */
  readonly subject: string;
  /** in its canonical form */
  readonly name: string;
}
