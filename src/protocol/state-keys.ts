/** The keys of a room's shared state (SPEC STATE-1, STATE-6). Without schemas, so that a page can carry them. */
import { isAtLeast, type Role } from "./roles.ts";

const KEY_CHARACTERS = /^[A-Za-z0-9_~:+=-][A-Za-z0-9_~.:+=-]*$/;

/** A key has at most so many characters. */
export const MAX_KEY_LENGTH = 64;

const EPHEMERAL_MARK = "~";

/** All kept keys are before it, and all ephemeral ones behind it: no other character of a key comes behind `z`. */
export const LAST_KEPT_KEY: string = "z".repeat(MAX_KEY_LENGTH);

/** The least role for keys that no rule is about. */
const DEFAULT_ROLE: Role = "guest";

/** The most rules of a room. */
export const MAX_KEY_RULES = 20;

/** Who may write the keys that begin with `prefix`: members with that role, or more. */
export interface KeyRule {
  readonly prefix: string;
  readonly role: Role;
}

/** No key begins with a dot: in a URL `.` and `..` are no segments of a path. */
export function isStateKey(key: string): boolean {
  return key.length <= MAX_KEY_LENGTH && KEY_CHARACTERS.test(key);
}

/** True for how a key may begin; the empty prefix is that of all keys. */
export function isKeyPrefix(prefix: string): boolean {
  return prefix === "" || isStateKey(prefix);
}

/** True if the key is gone with the member who set it; a kept key is stored until it is deleted. */
export function isEphemeralKey(key: string): boolean {
  return key.startsWith(EPHEMERAL_MARK);
}

/** True if `role` may write the key: the rule with the longest prefix decides. */
export function mayWriteKey(rules: readonly KeyRule[], key: string, role: Role): boolean {
  const rule = rules
    .filter(({ prefix }) => key.startsWith(prefix))
    .reduce<KeyRule | undefined>(
      (longest, next) => (next.prefix.length >= (longest?.prefix.length ?? 0) ? next : longest),
      undefined,
    );
  return isAtLeast(role, rule?.role ?? DEFAULT_ROLE);
}
