/** Writes numbers of some bits each, the lowest bit first (RFC 1951 §3.1.1). */
export class BitWriter {
  private length = 0;
  private pending = 0;
  private pendingBits = 0;

  /** @param bytes as many as are written at most */
  constructor(private readonly bytes: Uint8Array<ArrayBuffer>) {}

  /** @param bits at most 16 */
  write(value: number, bits: number): void {
    this.pending |= value << this.pendingBits;
    this.pendingBits += bits;
    if (this.pendingBits < 16) return;
    this.bytes[this.length++] = this.pending;
    this.bytes[this.length++] = this.pending >>> 8;
    this.pending >>>= 16;
    this.pendingBits -= 16;
  }

  /** All that was written, filled up with zeros to a whole byte. */
  end(): Uint8Array<ArrayBuffer> {
    this.bytes[this.length] = this.pending;
    this.bytes[this.length + 1] = this.pending >>> 8;
    return this.bytes.slice(0, this.length + Math.ceil(this.pendingBits / 8));
  }
}
