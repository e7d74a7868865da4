/** A site's keys, and tokens made with them: by hand, so that any part of one can be wrong. Runs in Node and in workerd. */
import { base64urlnopad, utf8 } from "@scure/base";

export type Algorithm = "EdDSA" | "ES256" | "HS256";

/** A JSON object, or the text of one that no encoder would write. */
export type TokenPart = Readonly<Record<string, unknown>> | string;

const GENERATED = {
  EdDSA: { name: "Ed25519" },
  ES256: { name: "ECDSA", namedCurve: "P-256" },
  HS256: { name: "HMAC", hash: "SHA-256", length: 256 },
} as const;

const SIGNED = {
  EdDSA: { name: "Ed25519" },
  ES256: { name: "ECDSA", hash: "SHA-256" },
  HS256: { name: "HMAC" },
} as const;

/** A key that a site signs with. */
export class SigningKey {
  private constructor(
    readonly alg: Algorithm,
    readonly kid: string,
    readonly iss: string,
    /** for `SITE_KEYS`: the public part as a JWK, or the secret */
    readonly key: unknown,
    private readonly signer: CryptoKey,
  ) {}

  static async generate(alg: Algorithm, kid = "k1", iss = "https://shop.example"): Promise<SigningKey> {
    const generated = await crypto.subtle.generateKey(GENERATED[alg], true, ["sign", "verify"]);
    if (!("privateKey" in generated)) {
      const secret = new Uint8Array((await crypto.subtle.exportKey("raw", generated)) as ArrayBuffer);
      return new SigningKey(alg, kid, iss, base64urlnopad.encode(secret), generated);
    }
    const { kty, crv, x, y } = (await crypto.subtle.exportKey("jwk", generated.publicKey)) as JsonWebKey;
    const jwk = { kty, crv, x, ...(y === undefined ? {} : { y }) };
    return new SigningKey(alg, kid, iss, jwk, generated.privateKey);
  }

  /** A secret of one's own choice. */
  static async of(secret: Uint8Array, kid: string, iss: string): Promise<SigningKey> {
    const signer = await crypto.subtle.importKey(
      "raw",
      new Uint8Array(secret),
      { name: "HMAC", hash: "SHA-256" },
      false,
      ["sign"],
    );
    return new SigningKey("HS256", kid, iss, base64urlnopad.encode(secret), signer);
  }

  /** The same key under another name. */
  as(kid: string, iss = this.iss): SigningKey {
    return new SigningKey(this.alg, kid, iss, this.key, this.signer);
  }

  /** The record for `SITE_KEYS`. */
  record(more: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
    const { kid, iss, alg, key } = this;
    return { kid, iss, alg, key, maxRole: "member", ...more };
  }

  /** A token with these claims besides the usual header and issuer. */
  sign(claims: Readonly<Record<string, unknown>>): Promise<string> {
    return this.signParts({ alg: this.alg, kid: this.kid, typ: "JWT" }, { iss: this.iss, ...claims });
  }

  /** A token with exactly these parts. */
  async signParts(header: TokenPart, claims: TokenPart): Promise<string> {
    const text = `${encodePart(header)}.${encodePart(claims)}`;
    const signature = await crypto.subtle.sign(
      SIGNED[this.alg],
      this.signer,
      new Uint8Array(utf8.decode(text)),
    );
    return `${text}.${base64urlnopad.encode(new Uint8Array(signature))}`;
  }
}

export function encodePart(part: TokenPart): string {
  return base64urlnopad.encode(utf8.decode(typeof part === "string" ? part : JSON.stringify(part)));
}

/** The claims of a valid token for `aud`: an hour from `now`, in ms since 1970. */
export function usualClaims(
  aud: string,
  more: Readonly<Record<string, unknown>> = {},
  now = Date.now(),
): Readonly<Record<string, unknown>> {
  const seconds = Math.floor(now / 1_000);
  return { aud, sub: "user-1", name: "Sara", iat: seconds, exp: seconds + 3_600, ...more };
}
