/** Bytes of signatures and of what is signed. */
import { base64urlnopad } from "@scure/base";

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
