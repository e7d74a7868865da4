/** The answer of `POST /r/{room}/ticket` (SPEC ID-16). */
import type { Self } from "./member.ts";

export interface TicketGrant {
  readonly ticket: string;
  /** the room's clock, in ms since 1970: a client whose own differs makes its tickets by this one */
  readonly at: number;
  /** the member, with a new token and ticket key */
  readonly self: Self;
}
