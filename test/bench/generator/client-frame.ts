/** Client frames (RFC 6455 §5.2): masked, and here at most 64 KiB long. */
import { Buffer } from "node:buffer";

const FINAL = 0x80;
const MASKED = 0x80;
const LONGEST_SHORT = 125;
const TWO_BYTE_LENGTH = 126;
/** A fixed mask is enough on loopback; zeros would save the server the unmasking. */
const MASK = Buffer.from([0x5a, 0xa5, 0x3c, 0xc3]);

export const TEXT = 1;
export const BINARY = 2;
export const CLOSE = 8;
export const PING = 9;
export const PONG = 10;

export function clientFrame(payload: Buffer, opcode = TEXT): Buffer {
  const isShort = payload.length <= LONGEST_SHORT;
  const maskAt = isShort ? 2 : 4;
  const frame = Buffer.allocUnsafe(maskAt + MASK.length + payload.length);
  frame[0] = FINAL | opcode;
  frame[1] = MASKED | (isShort ? payload.length : TWO_BYTE_LENGTH);
  if (!isShort) frame.writeUInt16BE(payload.length, 2);
  MASK.copy(frame, maskAt);
  const payloadAt = maskAt + MASK.length;
  for (let index = 0; index < payload.length; index++) {
    frame[payloadAt + index] = (payload[index] ?? 0) ^ (MASK[index & 3] ?? 0);
  }
  return frame;
}
