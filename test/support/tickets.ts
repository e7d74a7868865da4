/** Tickets by SPEC ID-18, implemented independently of the product. */
import { createHmac } from "node:crypto";

/** Before a ticket, as an offered subprotocol. */
export const TICKET_PREFIX = "ticket.";

/** The ticket of a key `HANDLE.SECRET` for one join. */
export function ticketOf(
  ticketKey: string,
  now: number,
  { session = "", generation = 0 }: { readonly session?: string; readonly generation?: number } = {},
): string {
  const [handle = "", secret = ""] = ticketKey.split(".");
  const seconds = Math.floor(now / 1_000);
  const proof = createHmac("sha256", Buffer.from(secret, "base64url"))
    .update(`${seconds}\n${session}\n${generation}`)
    .digest("base64url");
  return `${handle}.${seconds}.${proof}`;
}

/** HMAC-SHA-256 as the SDK needs it; resolves without the time that WebCrypto takes. */
export async function hmacSha256(key: Uint8Array, text: string): Promise<Uint8Array> {
  return new Uint8Array(createHmac("sha256", key).update(text).digest());
}

/** The ticket key of a fake room: its handle is the token itself. */
export function fakeTicketKey(token: string): string {
  return `${Buffer.from(token).toString("base64url")}.${Buffer.from("secret").toString("base64url")}`;
}

/** The token that a fake room's ticket stands for. */
export function tokenOfTicket(ticket: string): string {
  return Buffer.from(ticket.split(".")[0] ?? "", "base64url").toString();
}
