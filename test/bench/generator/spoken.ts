/**
 * What was said, in the order in which it was first heard, with the very bytes of each event. All members are sent the
 * same events, so almost every frame is a piece of these bytes: comparing it says exactly which messages it holds, at the
 * price of a comparison of memory.
 */
import { Buffer } from "node:buffer";

const COMMA = 0x2c;
const FIRST_CAPACITY_BYTES = 1 << 20;

/** How far a piece of a frame agreed with what was said before. */
export interface Agreement {
  /** the index behind the last message that agreed */
  readonly index: number;
  /** where in the frame the rest begins; the frame's end if all agreed */
  readonly rest: number;
}

export class Spoken {
  /** the messages' numbers in the order of hearing */
  readonly order: Int32Array;
  private heard = 0;
  private readonly isHeard: Uint8Array;
  /** the events with a comma behind each */
  private bytes = Buffer.allocUnsafe(FIRST_CAPACITY_BYTES);
  /** where each event ends, behind its comma */
  private readonly ends: Float64Array;

  constructor(total: number) {
    this.order = new Int32Array(total);
    this.isHeard = new Uint8Array(total);
    this.ends = new Float64Array(total);
  }

  /** How many messages were heard by anybody. */
  get length(): number {
    return this.heard;
  }

  has(message: number): boolean {
    return this.isHeard[message] === 1;
  }

  /** Adds a message and its event's bytes. No bytes: later frames that hold it are then read message by message. */
  append(message: number, event?: Buffer): void {
    const from = this.startOf(this.heard);
    const to = event === undefined ? from : from + event.length + 1;
    if (event !== undefined) {
      this.reserve(to);
      event.copy(this.bytes, from);
      this.bytes[to - 1] = COMMA;
    }
    this.order[this.heard] = message;
    this.ends[this.heard] = to;
    this.isHeard[message] = 1;
    this.heard += 1;
  }

  /** Compares events parted by commas, `bytes` from `start` to `end`, with what was said from `index` on. */
  agree(index: number, bytes: Buffer, start: number, end: number): Agreement | undefined {
    const from = this.startOf(index);
    const known = this.startOf(this.heard) - from;
    const length = end - start;
    if (length < known) {
      const to = from + length;
      if (this.bytes[to] !== COMMA) return undefined;
      if (this.bytes.compare(bytes, start, end, from, to) !== 0) return undefined;
      const reached = this.indexEndingAt(to + 1, index);
      return reached === undefined ? undefined : { index: reached, rest: end };
    }
    if (known === 0) return { index, rest: start };
    // The comma behind the last known event is compared too: it parts it from the rest.
    if (this.bytes.compare(bytes, start, start + known, from, from + known) !== 0) return undefined;
    return { index: this.heard, rest: start + known };
  }

  private startOf(index: number): number {
    return index === 0 ? 0 : (this.ends[index - 1] ?? 0);
  }

  private indexEndingAt(offset: number, from: number): number | undefined {
    let low = from;
    let high = this.heard - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.ends[middle] ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return this.ends[low] === offset ? low + 1 : undefined;
  }

  private reserve(size: number): void {
    if (size <= this.bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(size, this.bytes.length * 2));
    this.bytes.copy(larger);
    this.bytes = larger;
  }
}
