/**
 * The reference order: messages in the order of their first delivery, with the bytes of each event. All members receive
 * the same events, so almost every frame is a slice of these bytes, and one memory comparison identifies its messages.
 */
import { Buffer } from "node:buffer";

const COMMA = 0x2c;
const INITIAL_CAPACITY_BYTES = 1 << 20;

/** How far a frame matches the reference. */
export interface LogMatch {
  /** index after the last matching message */
  readonly index: number;
  /** offset of the rest in the frame; its end if all of it matches */
  readonly rest: number;
}

export class ReferenceLog {
  /** message numbers in the order of their first delivery */
  readonly order: Int32Array;
  private count = 0;
  private readonly isLogged: Uint8Array;
  /** the events, each followed by a comma */
  private bytes = Buffer.allocUnsafe(INITIAL_CAPACITY_BYTES);
  /** end offset of each event, comma included */
  private readonly ends: Float64Array;

  constructor(total: number) {
    this.order = new Int32Array(total);
    this.isLogged = new Uint8Array(total);
    this.ends = new Float64Array(total);
  }

  /** Number of messages delivered to at least one member. */
  get length(): number {
    return this.count;
  }

  has(message: number): boolean {
    return this.isLogged[message] === 1;
  }

  /** Appends a message with the bytes of its event; without them later frames with it are parsed one message at a time. */
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

  /** Compares events separated by commas, `bytes` from `start` to `end`, with the reference from `index` on. */
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
    // Includes the comma after the last known event, which separates it from the rest.
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
