/** Inflates compressed frames (SPEC FAN-6): one that many members get is inflated once, so that its cost is not the generator's. */
import { Buffer } from "node:buffer";
import { inflateRawSync } from "node:zlib";

export class FrameInflater {
  private compressed = Buffer.alloc(0);
  private inflated = Buffer.alloc(0);

  /** The text of the frame in `bytes` from `start` to `end`, valid until the next call. @throws Error if it is damaged */
  inflate(bytes: Buffer, start: number, end: number): Buffer {
    if (this.compressed.compare(bytes, start, end) !== 0) {
      this.compressed = Buffer.from(bytes.subarray(start, end));
      this.inflated = inflateRawSync(this.compressed);
    }
    return this.inflated;
  }
}
