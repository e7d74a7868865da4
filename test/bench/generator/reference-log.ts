/**
 * What was said, in the order in which it was first heard, with the very bytes of each event. All members are sent the
 * same events, so almost every frame is a piece of these bytes: comparing it says exactly which messages it holds, at the
 * price of a comparison of memory.
 */
import { Buffer } from "node:buffer";

const COMMA = 0x2c;
const INITIAL_CAPACITY_BYTES = 1 << 20;

/** How far a piece of a frame agreed with what was said before. */
export interface LogMatch {
  /** the index behind the last message that agreed */
  readonly index: number;
  /** where in the frame the rest begins; the frame's end if all agreed */
  readonly rest: number;
}

export class ReferenceLog {
  /** the messages' numbers in the order of hearing */
  readonly order: Int32Array;
  private count = 0;
  private readonly isLogged: Uint8Array;
  /** the events with a comma behind each */
  private bytes = Buffer.allocUnsafe(INITIAL_CAPACITY_BYTES);
  /** where each event ends, behind its comma */
  private readonly ends: Float64Array;

  constructor(total: number) {
    this.order = new Int32Array(total);
    this.isLogged = new Uint8Array(total);
    this.ends = new Float64Array(total);
  }

  /** How many messages were heard by anybody. */
  get length(): number {
    return this.count;
  }

  has(message: number): boolean {
    return this.isLogged[message] === 1;
  }

  /** Adds a message and its event's bytes. No bytes: later frames that hold it are then read message by message. */
  append(message: number, event?: Buffer): void {
    const from = this.startOf(this.count);
    const to = event === undefined ? from : from + event.length + 1;
    if (event !== undefined) {
      this.reserve(to);
      event.copy(this.bytes, from);
      this.bytes[to - 1] = COMMA;
    }
    this.order[this.count] = message;
    this.ends[this.count] = to;
    this.isLogged[message] = 1;
    this.count += 1;
  }

  /** Compares events parted by commas, `bytes` from `start` to `end`, with what was said from `index` on. */
  match(index: number, bytes: Buffer, start: number, end: number): LogMatch | undefined {
    const from = this.startOf(index);
    const knownBytes = this.startOf(this.count) - from;
    const length = end - start;
    if (length < knownBytes) {
      const to = from + length;
      if (this.bytes[to] !== COMMA) return undefined;
      if (this.bytes.compare(bytes, start, end, from, to) !== 0) return undefined;
      const matchedIndex = this.indexEndingAt(to + 1, index);
      return matchedIndex === undefined ? undefined : { index: matchedIndex, rest: end };
    }
    if (knownBytes === 0) return { index, rest: start };
    // The comma behind the last known event is compared too: it parts it from the rest.
    if (this.bytes.compare(bytes, start, start + knownBytes, from, from + knownBytes) !== 0) return undefined;
    return { index: this.count, rest: start + knownBytes };
  }

  private startOf(index: number): number {
    return index === 0 ? 0 : (this.ends[index - 1] ?? 0);
  }

  private indexEndingAt(offset: number, from: number): number | undefined {
    let low = from;
    let high = this.count - 1;
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
