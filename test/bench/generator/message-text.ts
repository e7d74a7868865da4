/** The texts that the bench sends: of a fixed length, each with its number behind a mark that nothing else contains. */
import { Buffer } from "node:buffer";
import { textOfBytes, type TextKind } from "./phrases.ts";

/** UTF-8, mark and number included. */
export const TEXT_BYTES = 64;
export const NUMBER_MARK = Buffer.from("bench#");
const DIGITS = 7;
const ZERO = 0x30;

export function textOf(message: number, kind: TextKind = "mixed"): string {
  const head = `${NUMBER_MARK.toString()}${message.toString().padStart(DIGITS, "0")} `;
  return textOfBytes(head, message, TEXT_BYTES, kind);
}

/** The number behind the mark that begins at `at`. */
export function numberAt(bytes: Buffer, markAt: number): number {
  let number = 0;
  for (let digit = markAt + NUMBER_MARK.length; digit < markAt + NUMBER_MARK.length + DIGITS; digit++) {
    number = number * 10 + (bytes[digit] ?? 0) - ZERO;
  }
  return number;
}
