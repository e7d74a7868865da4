/** Huffman codes as DEFLATE has them (RFC 1951 §3.2.2): canonical, and of a bounded length. */

export interface HuffmanCode {
  /** of each symbol in bits; 0 for one without a code */
  readonly lengths: Uint8Array;
  /** of each symbol, its first bit lowest, as it is written */
  readonly codes: Uint16Array;
}

/** The best code for symbols that occur so often, of at most `maxBits` each. */
export function huffmanCode(counts: Uint32Array, maxBits: number): HuffmanCode {
  const rarestFirst = [...counts.keys()]
    .filter((symbol) => counts[symbol] !== 0)
    .sort((one, other) => counts[one]! - counts[other]! || one - other);
  const ofLength = bounded(depthsOf(rarestFirst.map((symbol) => counts[symbol]!)), maxBits);
  const lengths = new Uint8Array(counts.length);
  let next = 0;
  for (let bits = maxBits; bits > 0; bits--)
    for (let left = ofLength[bits]!; left > 0; left--) lengths[rarestFirst[next++]!] = bits;
  return { lengths, codes: canonicalCodes(lengths, ofLength) };
}

/** The depths of the leaves of a Huffman tree, whose weights are in ascending order. A single leaf has one too. */
function depthsOf(weights: readonly number[]): number[] {
  const leaves = weights.length;
  const nodes = [...weights];
  const parents: number[] = [];
  let leaf = 0;
  let inner = leaves;
  const take = (parent: number): number => {
    const taken = leaf < leaves && (inner === parent || nodes[leaf]! <= nodes[inner]!) ? leaf++ : inner++;
    parents[taken] = parent;
    return nodes[taken]!;
  };
  for (let parent = leaves; parent < 2 * leaves - 1; parent++) nodes[parent] = take(parent) + take(parent);
  const depths = nodes.map(() => 1);
  depths[nodes.length - 1] = leaves === 1 ? 1 : 0;
  for (let node = nodes.length - 2; node >= 0; node--) depths[node] = depths[parents[node]!]! + 1;
  return depths.slice(0, leaves);
}

/** How many codes have each length, where none has more than `maxBits`: those beyond make shorter ones longer. */
function bounded(depths: readonly number[], maxBits: number): number[] {
  const ofLength = Array.from({ length: maxBits + 1 }, () => 0);
  for (const depth of depths) ofLength[Math.min(depth, maxBits)]! += 1;
  // In units of the longest code: all that there is to give away is 1 << maxBits.
  let given = ofLength.reduce((sum, codes, bits) => sum + (bits === 0 ? 0 : codes << (maxBits - bits)), 0);
  for (; given > 1 << maxBits; given--) {
    let bits = maxBits - 1;
    while (ofLength[bits] === 0) bits -= 1;
    ofLength[bits]! -= 1;
    ofLength[bits + 1]! += 2;
    ofLength[maxBits]! -= 1;
  }
  return ofLength;
}

function canonicalCodes(lengths: Uint8Array, ofLength: readonly number[]): Uint16Array {
  let code = 0;
  const nextCodes = ofLength.map((_, bits) => (code = bits < 2 ? 0 : (code + ofLength[bits - 1]!) << 1));
  const codes = new Uint16Array(lengths.length);
  lengths.forEach((bits, symbol) => {
    if (bits > 0) codes[symbol] = reversed(nextCodes[bits]!++, bits);
  });
  return codes;
}

function reversed(code: number, bits: number): number {
  let result = 0;
  for (let bit = 0; bit < bits; bit++) result |= ((code >> bit) & 1) << (bits - 1 - bit);
  return result;
}
