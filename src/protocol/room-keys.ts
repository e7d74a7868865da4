/** The keys with which a site vouches for its users in one room (SPEC VOUCH-11), as an owner adds and sees them. */
import * as v from "@badrap/valita";
import { fail, ok, type Result } from "../text/result.ts";
import { failure, type Failure } from "./errors.ts";
import type { Role } from "./roles.ts";
import { isRoomKeyId, isTooLongForRoom, MAX_ROOM_SECRET_BYTES } from "./room-key-traits.ts";
import {
  isIssuer,
  KEY_ALGORITHMS,
  MAX_ISSUER_CHARACTERS,
  parseKeyMaterial,
  type KeyAlgorithm,
  type VouchingKey,
} from "./vouching-key.ts";

/** The roles that tokens of a room's key may give at most: an owner is made by an owner alone. */
export const ROOM_KEY_ROLES = ["moderator", "member", "guest", "reader"] as const satisfies readonly Role[];
export type RoomKeyRole = (typeof ROOM_KEY_ROLES)[number];

/** A key of a room. */
export type RoomKey = VouchingKey & { readonly maxRole: RoomKeyRole };

/** The body of `PUT /r/{room}/keys/{kid}`: `key` is a public JWK, or a secret of 32 to 512 bytes. */
export interface RoomKeyRequest {
  readonly iss: string;
  readonly alg: KeyAlgorithm;
  readonly key: unknown;
  readonly maxRole: RoomKeyRole;
}

/** A key of a room as owners see it: without its material. */
export interface RoomKeyInfo {
  readonly kid: string;
  readonly iss: string;
  readonly alg: KeyAlgorithm;
  readonly maxRole: RoomKeyRole;
  /** ms since 1970 */
  readonly createdAt: number;
}

const EXPECTED = {
  iss: `1 to ${MAX_ISSUER_CHARACTERS} visible ASCII characters`,
  alg: '"EdDSA", "ES256" or "HS256"',
  maxRole: '"moderator", "member", "guest" or "reader"',
} as const;

const WRONG_KID = "The name of a key is 1 to 64 letters, digits or _.:~+=-, without a dot first.";
const LONG_SECRET = `"key" must be a secret of at most ${MAX_ROOM_SECRET_BYTES} bytes.`;

/** Of a request to add a key; what `key` may be depends on `alg`. */
export const roomKeyRequestSchema = v.object({
  iss: v.string().assert(isIssuer),
  alg: v.union(...KEY_ALGORITHMS.map((alg) => v.literal(alg))),
  key: v.unknown().optional(),
  maxRole: v.union(...ROOM_KEY_ROLES.map((role) => v.literal(role))),
});

/** The key in a request's URL and body; fails with a sentence that has no value of it. */
export function parseRoomKey(kid: string, body: unknown): Result<RoomKey, Failure> {
  if (!isRoomKeyId(kid)) return fail(failure("bad_request", WRONG_KID));
  const parsed = roomKeyRequestSchema.try(body, { mode: "strip" });
  if (!parsed.ok) return fail(failure("bad_request", sentenceFor(parsed.issues[0]?.path[0])));
  const { iss, alg, key, maxRole } = parsed.value;
  const material = parseKeyMaterial(alg, key);
  if (!material.ok) return fail(failure("bad_request", material.failure));
  if (isTooLongForRoom(material.value)) return fail(failure("bad_request", LONG_SECRET));
  return ok({ kid, iss, maxRole, ...material.value });
}

function sentenceFor(field: unknown): string {
  const wrong = (Object.keys(EXPECTED) as (keyof typeof EXPECTED)[]).find((name) => name === field);
  return wrong === undefined
    ? 'Send an object with "iss", "alg", "key" and "maxRole".'
    : `"${wrong}" must be ${EXPECTED[wrong]}.`;
}
