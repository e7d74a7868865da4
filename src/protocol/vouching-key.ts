/** Keys with which a site vouches for its users (SPEC VOUCH-2): a deployment's, and those of a room. */
import { base64urlnopad } from "@scure/base";
import { fail, ok, type Result } from "../text/result.ts";
import { isOnP256 } from "./p256.ts";
import type { Role } from "./roles.ts";

export const MAX_ISSUER_CHARACTERS = 255;
const ISSUER = new RegExp(`^[\\x21-\\x7e]{1,${MAX_ISSUER_CHARACTERS}}$`);
/** As many as the hash has (RFC 7518 §3.2): fewer could be guessed. */
const MIN_SECRET_BYTES = 32;
const COORDINATE_BYTES = 32;

/** An Ed25519 public key (RFC 8037 §2). */
export interface Ed25519Jwk {
  readonly kty: "OKP";
  readonly crv: "Ed25519";
  readonly x: string;
}

/** A P-256 public key (RFC 7518 §6.2.1). */
export interface P256Jwk {
  readonly kty: "EC";
  readonly crv: "P-256";
  readonly x: string;
  readonly y: string;
}

export type KeyMaterial =
  | { readonly alg: "EdDSA"; readonly key: Ed25519Jwk }
  | { readonly alg: "ES256"; readonly key: P256Jwk }
  /** a secret that the site shares */
  | { readonly alg: "HS256"; readonly key: Uint8Array };

/** A key of a site. `iss` and `kid` together name it. */
export type VouchingKey = KeyMaterial & {
  readonly kid: string;
  readonly iss: string;
  /** the highest role that its tokens may give */
  readonly maxRole: Role;
};

export type KeyAlgorithm = KeyMaterial["alg"];

export const KEY_ALGORITHMS = ["EdDSA", "ES256", "HS256"] as const satisfies readonly KeyAlgorithm[];

const EXPECTED_KEY: Readonly<Record<KeyAlgorithm, string>> = {
  EdDSA: 'an Ed25519 public key as a JWK: {"kty":"OKP","crv":"Ed25519","x":…}',
  ES256: 'a P-256 public key as a JWK: {"kty":"EC","crv":"P-256","x":…,"y":…}',
  HS256: `a secret of at least ${MIN_SECRET_BYTES} bytes in base64url without padding, or the JWK of one`,
};

const PRIVATE_KEY = '"key" is a private key; give its public part.';

export function isIssuer(text: string): boolean {
  return ISSUER.test(text);
}

/** The material in `key`, or the sentence for what is wrong with it, which has no value of it. */
export function parseKeyMaterial(alg: KeyAlgorithm, key: unknown): Result<KeyMaterial, string> {
  if (isPrivateKey(key)) return fail(PRIVATE_KEY);
  const material = materialOf(alg, key);
  return material === undefined ? fail(`"key" must be ${EXPECTED_KEY[alg]}.`) : ok(material);
}

/** A private key would let each of its readers vouch; the public part is all that is needed. */
export function isPrivateKey(key: unknown): boolean {
  return fieldsOf(key).d !== undefined;
}

function materialOf(alg: KeyAlgorithm, key: unknown): KeyMaterial | undefined {
  const { kty, crv, x, y, k } = fieldsOf(key);
  switch (alg) {
    case "EdDSA":
      return kty === "OKP" && crv === "Ed25519" && isCoordinate(x)
        ? { alg, key: { kty, crv, x } }
        : undefined;
    case "ES256":
      return kty === "EC" && crv === "P-256" && isCoordinate(x) && isCoordinate(y) && isPoint(x, y)
        ? { alg, key: { kty, crv, x, y } }
        : undefined;
    case "HS256": {
      const secret = decodeBase64Url(kty === "oct" ? k : key);
      return secret !== undefined && secret.length >= MIN_SECRET_BYTES ? { alg, key: secret } : undefined;
    }
  }
}

function fieldsOf(key: unknown): Readonly<Record<"kty" | "crv" | "x" | "y" | "k" | "d", unknown>> {
  return Object(key);
}

function isCoordinate(text: unknown): text is string {
  return decodeBase64Url(text)?.length === COORDINATE_BYTES;
}

function isPoint(x: string, y: string): boolean {
  return isOnP256(base64urlnopad.decode(x), base64urlnopad.decode(y));
}

function decodeBase64Url(text: unknown): Uint8Array | undefined {
  if (typeof text !== "string") return undefined;
  try {
    return base64urlnopad.decode(text);
  } catch {
    return undefined;
  }
}
