/** The texts that are said: of a fixed length, and each with its number behind a mark that nothing else holds. */
import { Buffer } from "node:buffer";
import { randomBytes } from "node:crypto";
import type { SubjectProtocol } from "./job.ts";

export const TEXT_BYTES = 64;
export const NUMBER_MARK = Buffer.from("bench#");
const DIGITS = 7;
const ZERO = 0x30;
const COMMAND_ID_BYTES = 16;

export function textOf(message: number): string {
  return `${NUMBER_MARK.toString()}${message.toString().padStart(DIGITS, "0")} `.padEnd(
    TEXT_BYTES,
    "what is said here ",
  );
}

/** What a client sends to say it. */
export function payloadOf(message: number, protocol: SubjectProtocol): Buffer {
  const text = textOf(message);
  if (protocol === "text") return Buffer.from(text);
  const id = randomBytes(COMMAND_ID_BYTES).toString("base64url");
  return Buffer.from(JSON.stringify({ type: "publish", id, text }));
}

/** The number behind the mark that begins at `at`. */
export function numberAt(bytes: Buffer, markAt: number): number {
  let number = 0;
  for (let digit = markAt + NUMBER_MARK.length; digit < markAt + NUMBER_MARK.length + DIGITS; digit++) {
    number = number * 10 + (bytes[digit] ?? 0) - ZERO;
  }
  return number;
}
