/** A key with which a site vouches for its users in this room (SPEC VOUCH-11), as an owner enters it. */
import { base64urlnopad } from "@scure/base";
import type { RoomKeyRole } from "../../protocol/room-keys.ts";
import { isRoomKeyId, isTooLongForRoom } from "../../protocol/room-key-traits.ts";
import { isIssuer, isPrivateKey, parseKeyMaterial, type KeyAlgorithm } from "../../protocol/vouching-key.ts";

const SECRET_BYTES = 32;

export interface SigningKeyDraft {
  readonly kid: string;
  readonly iss: string;
  readonly alg: KeyAlgorithm;
  /** a public JWK as JSON, or a secret in base64url or as a JWK */
  readonly key: string;
  readonly maxRole: RoomKeyRole;
}

export type SigningKeyProblem =
  | { readonly field: "kid" | "iss" }
  | { readonly field: "key"; readonly isPrivate: boolean };

export const EMPTY_DRAFT: SigningKeyDraft = { kid: "", iss: "", alg: "EdDSA", key: "", maxRole: "member" };

/** The fields that no room accepts, in the order of the form. */
export function problemsOf({ kid, iss, alg, key }: SigningKeyDraft): readonly SigningKeyProblem[] {
  const problems: SigningKeyProblem[] = [];
  if (!isRoomKeyId(kid)) problems.push({ field: "kid" });
  if (!isIssuer(iss) || !isHttps(iss)) problems.push({ field: "iss" });
  const value = keyValue(key);
  const material = parseKeyMaterial(alg, value);
  if (!material.ok || isTooLongForRoom(material.value))
    problems.push({ field: "key", isPrivate: isPrivateKey(value) });
  return problems;
}

/** What is sent as `key`: the JWK that the text is, or else the text. */
export function keyValue(text: string): unknown {
  const trimmed = text.trim();
  if (!trimmed.startsWith("{")) return trimmed;
  try {
    return JSON.parse(trimmed);
  } catch {
    return trimmed;
  }
}

/** A new secret for HS256 with as many bytes as its hash (RFC 7518 §3.2), in base64url. */
export function generateSecret(): string {
  return base64urlnopad.encode(crypto.getRandomValues(new Uint8Array(SECRET_BYTES)));
}

function isHttps(text: string): boolean {
  return URL.canParse(text) && new URL(text).protocol === "https:";
}
