/**
 * The keys with which sites vouch for their users (SPEC VOUCH-2), in the deployment's secret `SITE_KEYS`: a JSON list. No
 * sentence about a wrong one has a value of it.
 */
import * as v from "@badrap/valita";
import { parseRoomName } from "../text/room-names.ts";
import { ConfigurationError } from "./configuration-error.ts";
import { isUnset, parseJsonVariable } from "./json-variable.ts";
import { roleSchema } from "./member.ts";
import {
  isIssuer,
  KEY_ALGORITHMS,
  MAX_ISSUER_CHARACTERS,
  parseKeyMaterial,
  type VouchingKey,
} from "./vouching-key.ts";

const MAX_KEYS = 50;
const KEY_ID = /^[\w.:~+/=-]{1,64}$/;
const EVERY_ROOM = "*";

/** A key of a deployment. */
export type SiteKey = VouchingKey & {
  /** the rooms that it counts in: a name, or the beginning of names with `*` behind it */
  readonly rooms: string;
};

const recordSchema = v.object({
  kid: v.string().assert((kid) => KEY_ID.test(kid)),
  iss: v.string().assert(isIssuer),
  alg: v.union(...KEY_ALGORITHMS.map((alg) => v.literal(alg))),
  key: v.unknown().optional(),
  maxRole: roleSchema,
  rooms: v.string().assert(isRoomPattern).optional(),
});

type Field = keyof v.Infer<typeof recordSchema>;

/** What each field must be. */
const EXPECTED: Readonly<Record<Field, string>> = {
  kid: "1 to 64 letters, digits or _.:~+/=-",
  iss: `1 to ${MAX_ISSUER_CHARACTERS} visible ASCII characters`,
  alg: '"EdDSA", "ES256" or "HS256"',
  key: "the key of the algorithm",
  maxRole: '"owner", "moderator", "member", "guest" or "reader"',
  rooms: 'the name of a room, or the beginning of names such as "shop-*"',
};

const NOT_A_LIST = "SITE_KEYS must be a JSON list of keys, each with kid, iss, alg, key and maxRole.";

/** @throws ConfigurationError if the variable is no list of keys, or one of them cannot be used */
export function parseSiteKeys(variable: unknown): readonly SiteKey[] {
  if (isUnset(variable)) return [];
  const list = parseJsonVariable(variable, NOT_A_LIST);
  if (!Array.isArray(list)) throw new ConfigurationError(NOT_A_LIST);
  if (list.length > MAX_KEYS) throw new ConfigurationError(`SITE_KEYS has at most ${MAX_KEYS} keys.`);
  const keys = list.map(parseSiteKey);
  refuseRepeats(keys);
  return keys;
}

/** True if tokens of `key` count in the room with that name. */
export function countsIn({ rooms }: Pick<SiteKey, "rooms">, room: string): boolean {
  return rooms.endsWith("*") ? room.startsWith(rooms.slice(0, -1)) : room === rooms;
}

function parseSiteKey(value: unknown, index: number): SiteKey {
  const place = `SITE_KEYS: key ${index + 1}`;
  const parsed = recordSchema.try(value, { mode: "strict" });
  if (!parsed.ok) throw new ConfigurationError(describeIssue(place, parsed.issues[0]));
  const { alg, key, rooms = EVERY_ROOM, ...record } = parsed.value;
  const material = parseKeyMaterial(alg, key);
  if (!material.ok) throw new ConfigurationError(`${place}: ${material.failure}`);
  return { ...record, rooms, ...material.value };
}

function describeIssue(place: string, issue: v.Err["issues"][number] | undefined): string {
  const name = issue?.path[0];
  if (issue?.code === "unrecognized_keys" && name === undefined)
    return `${place} has a field that is none of ${Object.keys(EXPECTED).join(", ")}.`;
  if (isField(name)) return `${place}: "${name}" must be ${EXPECTED[name]}.`;
  return NOT_A_LIST;
}

function isField(name: unknown): name is Field {
  return typeof name === "string" && Object.hasOwn(EXPECTED, name);
}

function refuseRepeats(keys: readonly SiteKey[]): void {
  keys.forEach(({ iss, kid }, index) => {
    const first = keys.findIndex((other) => other.iss === iss && other.kid === kid);
    if (first === index) return;
    throw new ConfigurationError(
      `SITE_KEYS: keys ${first + 1} and ${index + 1} have the same "iss" and "kid".`,
    );
  });
}

function isRoomPattern(pattern: string): boolean {
  const name = pattern.replace(/\*$/, "");
  if (name === "") return pattern === EVERY_ROOM;
  const parsed = parseRoomName(name);
  return parsed.ok && parsed.value === name;
}
