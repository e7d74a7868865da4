/** The texts that are said: of a fixed length, and each with its number behind a mark that nothing else holds. */
import { Buffer } from "node:buffer";

export const TEXT_BYTES = 64;
export const MARK = Buffer.from("bench#");
const DIGITS = 7;
const ZERO = 0x30;

export function textOf(message: number): string {
  return `${MARK.toString()}${message.toString().padStart(DIGITS, "0")} `.padEnd(
    TEXT_BYTES,
    "what is said here ",
  );
}

/** The number behind the mark that begins at `at`. */
export function numberAt(bytes: Buffer, at: number): number {
  let number = 0;
  for (let digit = at + MARK.length; digit < at + MARK.length + DIGITS; digit++) {
    number = number * 10 + (bytes[digit] ?? 0) - ZERO;
  }
  return number;
}
