/** Finds what a text repeats: the longest match before a place, within what DEFLATE can refer to (RFC 1951 §4). */

const MIN_MATCH = 3;
const MAX_MATCH = 258;
const WINDOW = 32_768;
const HASH_BITS = 14;
/** Of the places that begin alike, so many are compared. */
const MAX_COMPARED = 8;
/** One as long as this is not worth many more comparisons. */
const GOOD_MATCH = 8;
const MAX_COMPARED_TO_GOOD = 4;
/** Three bytes from farther away take more bits than the bytes themselves. */
const MAX_SHORT_DISTANCE = 4_096;
/** Spreads the bits of three bytes over the whole number: 2³² divided by the golden ratio. */
const HASH_FACTOR = 0x9e37_79b1;

/** Shared by all: a match is found without anything happening in between. */
let heads: Int32Array | undefined;
let chains: Int32Array | undefined;

export class Matcher {
  /** how far back the last match found lies */
  distance = 0;
  /** the newest place with each hash, and the one before each place, both counted from 1 */
  private readonly heads = (heads ??= new Int32Array(1 << HASH_BITS)).fill(0);
  private readonly chains = (chains ??= new Int32Array(WINDOW));
  /** places before this one can be matched */
  private known = 0;

  constructor(private readonly bytes: Uint8Array) {}

  /** The length of the longest match for `at` that is longer than `atLeast`; 0 if there is none. */
  find(at: number, atLeast = 0): number {
    this.learn(at);
    const { bytes, chains } = this;
    const longest = Math.min(MAX_MATCH, bytes.length - at);
    if (longest < MIN_MATCH) return 0;
    let length = Math.max(atLeast, MIN_MATCH - 1);
    let isFound = false;
    let candidate = (this.heads[this.hash(at)] ?? 0) - 1;
    for (
      let left = length < GOOD_MATCH ? MAX_COMPARED : MAX_COMPARED_TO_GOOD;
      left > 0 && candidate >= 0 && at - candidate <= WINDOW;
      left--
    ) {
      if (bytes[candidate + length] === bytes[at + length] && bytes[candidate] === bytes[at]) {
        let same = 0;
        while (same < longest && bytes[candidate + same] === bytes[at + same]) same += 1;
        if (same > length && (same > MIN_MATCH || at - candidate <= MAX_SHORT_DISTANCE)) {
          length = same;
          isFound = true;
          this.distance = at - candidate;
          if (same === longest) break;
        }
      }
      candidate = (chains[candidate & (WINDOW - 1)] ?? 0) - 1;
    }
    return isFound ? length : 0;
  }

  /** Makes all places before `at` known. */
  private learn(at: number): void {
    const last = Math.min(at, this.bytes.length - MIN_MATCH + 1);
    for (; this.known < last; this.known++) {
      const hash = this.hash(this.known);
      this.chains[this.known & (WINDOW - 1)] = this.heads[hash] ?? 0;
      this.heads[hash] = this.known + 1;
    }
  }

  private hash(at: number): number {
    const { bytes } = this;
    const three = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16);
    return Math.imul(three, HASH_FACTOR) >>> (32 - HASH_BITS);
  }
}
