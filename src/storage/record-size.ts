/** How many bytes values take in a row: its record's header and body (SQLite file format, 2.1). */

/** A TEXT of `length` bytes: its type in the header, a varint, and itself; NULL is a type alone. */
export function textBytes(length: number | null): number {
  return length === null ? 1 : varintBytes(2 * length + 13) + length;
}

function varintBytes(value: number): number {
  return value < 2 ** 7 ? 1 : value < 2 ** 14 ? 2 : 3;
}

/** The integers below these, and from the same negative on, are stored in so many bytes. */
const INTEGER_SIZES = [
  [2 ** 7, 1],
  [2 ** 15, 2],
  [2 ** 23, 3],
  [2 ** 31, 4],
  [2 ** 47, 6],
] as const;

/** An INTEGER: its type, and itself; 0 and 1 are types. */
export function integerBytes(value: number | null): number {
  if (value === null || value === 0 || value === 1) return 1;
  const size = INTEGER_SIZES.find(([end]) => value >= -end && value < end);
  return 1 + (size?.[1] ?? 8);
}

/** The length of a TEXT that takes `bytes` bytes; undefined if none does, as of 59 and of 8,188 bytes. */
export function textLengthFor(bytes: number): number | undefined {
  return [1, 2, 3].map((own) => bytes - own).find((length) => length >= 0 && textBytes(length) === bytes);
}
