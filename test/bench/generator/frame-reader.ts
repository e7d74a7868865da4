/**
 * Parses the bytes of one connection into server frames (RFC 6455 §5.2). Zero-copy: a handler gets a range of the read
 * buffer, valid until it returns; only a frame that spans two reads is copied.
 */
import { Buffer } from "node:buffer";

export type OnFrame = (opcode: number, bytes: Buffer, start: number, end: number) => void;

const OPCODE = 0x0f;
const FINAL = 0x80;
const LENGTH = 0x7f;
const TWO_BYTE_LENGTH = 126;
const EIGHT_BYTE_LENGTH = 127;
/** Fragmented messages are not reassembled: no subject sends any. */
const CONTINUATION = 0;

export class FrameReader {
  private incomplete: Buffer | undefined;
  private readonly onFrame: OnFrame;

  constructor(onFrame: OnFrame) {
    this.onFrame = onFrame;
  }

  /** Parses `bytes` from `start` to `end`. @throws Error at a fragmented message */
  push(bytes: Buffer, start: number, end: number): void {
    if (this.incomplete === undefined) {
      this.buffer(bytes, this.readFrame(bytes, start, end), end);
      return;
    }
    const combined = Buffer.concat([this.incomplete, bytes.subarray(start, end)]);
    this.incomplete = undefined;
    this.buffer(combined, this.readFrame(combined, 0, combined.length), combined.length);
  }

  /** Emits the complete frames and returns the offset of the first incomplete one. */
  private readFrame(bytes: Buffer, start: number, end: number): number {
    let at = start;
    while (end - at >= 2) {
      const first = bytes[at] ?? 0;
      let length = (bytes[at + 1] ?? 0) & LENGTH;
      let payload = at + 2;
      if (length === TWO_BYTE_LENGTH) {
        payload += 2;
        if (payload > end) break;
        length = bytes.readUInt16BE(at + 2);
      } else if (length === EIGHT_BYTE_LENGTH) {
        payload += 8;
        if (payload > end) break;
        length = bytes.readUInt32BE(at + 2) * 2 ** 32 + bytes.readUInt32BE(at + 6);
      }
      if (payload + length > end) break;
      const opcode = first & OPCODE;
      if ((first & FINAL) === 0 || opcode === CONTINUATION) throw new Error("a fragmented message");
      this.onFrame(opcode, bytes, payload, payload + length);
      at = payload + length;
    }
    return at;
  }

  private buffer(bytes: Buffer, start: number, end: number): void {
    if (start < end) this.incomplete = Buffer.from(bytes.subarray(start, end));
  }
}
