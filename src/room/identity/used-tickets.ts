/**
 * The tickets that have opened a connection: each opens one (SPEC ID-17). In memory only; once the room has been evicted,
 * what still refuses a second use is the generation of the open connection, and the ticket's minute.
 */
import { TICKET_LIFETIME_MS } from "../../protocol/tickets.ts";
import { detached } from "../../text/detached.ts";

/** From the earliest use of a ticket to its end. */
const REMEMBERED_MS = 2 * TICKET_LIFETIME_MS;
/** Past this many in {@link REMEMBERED_MS} the older half is forgotten. */
export const MAX_TICKETS = 20_000;

export class UsedTickets {
  private recent = new Set<string>();
  private older = new Set<string>();
  private recentSince = 0;

  /** Notes a use of `ticket`. False if it was used before. `now` in ms since 1970. */
  use(ticket: string, now: number): boolean {
    const proof = detached(ticket.slice(ticket.lastIndexOf(".") + 1));
    if (this.recent.has(proof) || this.older.has(proof)) return false;
    const isDue = Math.abs(now - this.recentSince) >= REMEMBERED_MS;
    if (isDue || this.recent.size >= MAX_TICKETS / 2) {
      this.older = this.recent;
      this.recent = new Set();
      this.recentSince = now;
    }
    this.recent.add(proof);
    return true;
  }
}
