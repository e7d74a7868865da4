/** Bytes of signatures and of what is signed. */
import { base64url, base64urlnopad, utf8 } from "@scure/base";

/** Characters for so many bytes. */
const BASE64_CHARACTERS = 4 / 3;

/** The UTF-8 bytes of a text. Most are ASCII, for which to call the runtime takes as long as hashing two blocks. */
export function utf8Of(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit >= 0x80) return utf8.decode(text);
    bytes[index] = unit;
  }
  return bytes;
}

/** Unpadded base64url. The library leaves the form with padding to the runtime, and makes this one itself. */
export function encodeBase64Url(bytes: Uint8Array): string {
  return base64url.encode(bytes).slice(0, Math.ceil(bytes.length * BASE64_CHARACTERS));
}

/** The bytes of unpadded base64url; undefined if it is not in its canonical form. */
export function decodeBase64Url(text: string): Uint8Array | undefined {
  try {
    return base64urlnopad.decode(text);
  } catch {
    return undefined;
  }
}

/** Compares every byte, so that timing does not reveal the position of the first difference. */
export function equalInConstantTime(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let index = 0; index < a.length; index++) difference |= (a[index] ?? 0) ^ (b[index] ?? 0);
  return difference === 0;
}
