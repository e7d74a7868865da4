/** The parts of a token, read so that no two readers can disagree about them (RFC 8725 §2.4, §2.7). */
import { base64urlnopad } from "@scure/base";
import { hasDuplicateKeys } from "../../protocol/duplicate-keys.ts";

/** A byte order mark is no JSON, and must not vanish. */
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * The JSON object in a part of a token: canonical base64url without padding, valid UTF-8, no key twice. Undefined if it is
 * none.
 */
export function decodePart(part: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const json = utf8.decode(base64urlnopad.decode(part));
    const value: unknown = JSON.parse(json);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
    return hasDuplicateKeys(json) ? undefined : (value as Readonly<Record<string, unknown>>);
  } catch {
    return undefined;
  }
}

/** True for canonical base64url without padding. */
export function isBase64Url(text: string): boolean {
  try {
    return base64urlnopad.decode(text).length > 0;
  } catch {
    return false;
  }
}
