/** A block of literals and matches with Huffman codes of its own (RFC 1951 §3.2.7). */
import type { BitWriter } from "./bit-writer.ts";
import { huffmanCode, type HuffmanCode } from "./huffman.ts";

/** Codes of a block fit what is in it, so a long text has several. */
export const BLOCK_TOKENS = 16_384;
/** The codes themselves take no more. */
export const MAX_BLOCK_HEADER_BYTES = 512;

const END_OF_BLOCK = 256;
const LITERALS = 286;
const DISTANCES = 30;
const MAX_CODE_BITS = 15;
const DYNAMIC_CODES = 2;

/** How the lengths of the codes are written: as themselves, or as one of these with so many bits behind it. */
const REPEAT = { symbol: 16, bits: 2, shortest: 3, longest: 6 };
const ZEROS = { symbol: 17, bits: 3, shortest: 3, longest: 10 };
const MANY_ZEROS = { symbol: 18, bits: 7, shortest: 11, longest: 138 };
const LENGTH_SYMBOLS = 19;
const MAX_LENGTH_CODE_BITS = 7;
const LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const MIN_LENGTH_CODES = 4;

/** A token below this is a literal byte. */
const MATCH_UNIT = 0x1_0000;

export function matchToken(length: number, distance: number): number {
  return length * MATCH_UNIT + distance;
}

/**
 * A length or distance is written as the symbol of a range and where in it it is, in so many bits: each power of two is
 * divided into `1 << splitBits` ranges, and below that each number has its own.
 */
function bitsOf(value: number, splitBits: number): number {
  return Math.max(0, 31 - Math.clz32(value) - splitBits);
}

const LENGTH_SPLIT_BITS = 2;
const DISTANCE_SPLIT_BITS = 1;
const MIN_MATCH = 3;
/** The longest has a symbol of its own. */
const MAX_LENGTH = 258 - MIN_MATCH;

/** The symbol of a match's length, and what its range needs behind it. */
function lengthBits(length: number): number {
  return length === MAX_LENGTH ? 0 : bitsOf(length, LENGTH_SPLIT_BITS);
}

function lengthSymbol(length: number, bits: number): number {
  const symbol =
    length === MAX_LENGTH ? LITERALS - END_OF_BLOCK - 2 : (bits << LENGTH_SPLIT_BITS) + (length >> bits);
  return END_OF_BLOCK + 1 + symbol;
}

function distanceSymbol(distance: number, bits: number): number {
  return (bits << DISTANCE_SPLIT_BITS) + (distance >> bits);
}

/** Counted from the shortest. */
const lengthOf = (token: number): number => (token >>> 16) - MIN_MATCH;
const distanceOf = (token: number): number => (token & 0xffff) - 1;

export function writeBlock(writer: BitWriter, tokens: Uint32Array, isLast: boolean): void {
  const literals = huffmanCode(countLiterals(tokens), MAX_CODE_BITS);
  const distances = huffmanCode(countDistances(tokens), MAX_CODE_BITS);
  writer.write(Number(isLast), 1);
  writer.write(DYNAMIC_CODES, 2);
  writeCodes(writer, literals.lengths, distances.lengths);
  for (const token of tokens) {
    if (token < MATCH_UNIT) {
      writeSymbol(writer, literals, token);
      continue;
    }
    const length = lengthOf(token);
    const moreLength = lengthBits(length);
    writeSymbol(writer, literals, lengthSymbol(length, moreLength));
    writer.write(length & ((1 << moreLength) - 1), moreLength);
    const distance = distanceOf(token);
    const moreDistance = bitsOf(distance, DISTANCE_SPLIT_BITS);
    writeSymbol(writer, distances, distanceSymbol(distance, moreDistance));
    writer.write(distance & ((1 << moreDistance) - 1), moreDistance);
  }
  writeSymbol(writer, literals, END_OF_BLOCK);
}

function writeSymbol(writer: BitWriter, { codes, lengths }: HuffmanCode, symbol: number): void {
  writer.write(codes[symbol] ?? 0, lengths[symbol] ?? 0);
}

function countLiterals(tokens: Uint32Array): Uint32Array {
  const counts = new Uint32Array(LITERALS);
  for (const token of tokens) {
    const length = lengthOf(token);
    const symbol = token < MATCH_UNIT ? token : lengthSymbol(length, lengthBits(length));
    counts[symbol] = (counts[symbol] ?? 0) + 1;
  }
  counts[END_OF_BLOCK] = 1;
  return counts;
}

function countDistances(tokens: Uint32Array): Uint32Array {
  const counts = new Uint32Array(DISTANCES);
  for (const token of tokens) {
    if (token < MATCH_UNIT) continue;
    const distance = distanceOf(token);
    const symbol = distanceSymbol(distance, bitsOf(distance, DISTANCE_SPLIT_BITS));
    counts[symbol] = (counts[symbol] ?? 0) + 1;
  }
  return counts;
}

/** The lengths of both codes, from which a reader makes the codes. */
function writeCodes(writer: BitWriter, literals: Uint8Array, distances: Uint8Array): void {
  const literalCount = usedOf(literals);
  const distanceCount = Math.max(1, usedOf(distances));
  const runs = runsOf([...literals.subarray(0, literalCount), ...distances.subarray(0, distanceCount)]);
  const counts = new Uint32Array(LENGTH_SYMBOLS);
  for (const { symbol } of runs) counts[symbol] = (counts[symbol] ?? 0) + 1;
  const code = huffmanCode(counts, MAX_LENGTH_CODE_BITS);
  const ordered = LENGTH_ORDER.map((symbol) => code.lengths[symbol] ?? 0);
  const orderedCount = Math.max(MIN_LENGTH_CODES, usedOf(ordered));
  writer.write(literalCount - END_OF_BLOCK - 1, 5);
  writer.write(distanceCount - 1, 5);
  writer.write(orderedCount - MIN_LENGTH_CODES, 4);
  for (const bits of ordered.slice(0, orderedCount)) writer.write(bits, 3);
  for (const { symbol, more, bits } of runs) {
    writeSymbol(writer, code, symbol);
    writer.write(more, bits);
  }
}

/** How many there are up to the last that is not 0. */
function usedOf(lengths: Uint8Array | readonly number[]): number {
  return lengths.findLastIndex((bits: number) => bits > 0) + 1;
}

interface Run {
  readonly symbol: number;
  /** how much longer the run is than the shortest one with this symbol, in so many bits */
  readonly more: number;
  readonly bits: number;
}

function runsOf(lengths: readonly number[]): Run[] {
  const runs: Run[] = [];
  for (let at = 0; at < lengths.length;) {
    const value = lengths[at] ?? 0;
    const end = lengths.findIndex((other, index) => index > at && other !== value);
    const equal = (end < 0 ? lengths.length : end) - at;
    const kinds = value === 0 ? [MANY_ZEROS, ZEROS] : lengths[at - 1] === value ? [REPEAT] : [];
    const kind = kinds.find(({ shortest }) => equal >= shortest);
    const taken = Math.min(equal, kind?.longest ?? 1);
    runs.push(
      kind === undefined
        ? { symbol: value, more: 0, bits: 0 }
        : { symbol: kind.symbol, more: taken - kind.shortest, bits: kind.bits },
    );
    at += taken;
  }
  return runs;
}
