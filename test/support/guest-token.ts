/** Guest tokens by SPEC ID-2, implemented independently of the product. */
import { createHmac } from "node:crypto";

export interface TokenClaims {
  readonly member: string;
  readonly name: string;
  /** in seconds since 1970 */
  readonly exp: number;
}

export function signToken(room: string, key: Uint8Array, claims: TokenClaims): string {
  const payload = Buffer.from(JSON.stringify(claims)).toString("base64url");
  const signature = createHmac("sha256", key).update(`${room}\n${payload}`).digest("base64url");
  return `${payload}.${signature}`;
}

export function claimsOf(token: string): TokenClaims {
  return JSON.parse(Buffer.from(token.split(".")[0] ?? "", "base64url").toString()) as TokenClaims;
}
