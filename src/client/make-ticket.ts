/** Makes a ticket from the ticket key of a `self`, without a request (SPEC ID-18). */
import { ticketText, type TicketUse } from "../protocol/tickets.ts";
import type { Platform } from "./platform.ts";

/** The ticket for `use`, made at `now`: the room's clock, in ms since 1970. */
export async function makeTicket(
  hmacSha256: NonNullable<Platform["hmacSha256"]>,
  ticketKey: string,
  use: TicketUse,
  now: number,
): Promise<string> {
  const dot = ticketKey.lastIndexOf(".");
  const seconds = Math.floor(now / 1000);
  const secret = fromBase64Url(ticketKey.slice(dot + 1));
  const proof = await hmacSha256(secret, ticketText(seconds, use));
  return `${ticketKey.slice(0, dot)}.${seconds}.${toBase64Url(proof)}`;
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

function toBase64Url(bytes: Uint8Array): string {
  const encoded = btoa(String.fromCharCode(...bytes));
  return encoded.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
