/**
 * Tickets: what identifies a member on a WebSocket handshake, which a browser can give no header of its own. The offered
 * subprotocols are in the platform's logs, so a ticket opens one connection, within a minute (SPEC ID-16 to ID-18).
 */

/** An offer with this prefix is no subprotocol: it carries a ticket. */
export const TICKET_PREFIX = "ticket.";

/** A ticket is valid for so long before and after its time. */
export const TICKET_LIFETIME_MS = 60_000;

/** What a ticket is for: the join of a client, as its URL names it (SPEC READ-2). */
export interface TicketUse {
  /** empty if the client names none */
  readonly session: string;
  /** 0 if the client does not count its attempts */
  readonly generation: number;
}

/** The text that a ticket signs. `seconds` since 1970, by the room's clock. */
export function ticketText(seconds: number, { session, generation }: TicketUse): string {
  return `${seconds}\n${session}\n${generation}`;
}
