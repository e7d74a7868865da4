/** The contract between a session and the reconnecting link that carries it. */
import type { Command } from "../protocol/commands.ts";
import type { JoinCredentials } from "./client-identity.ts";
import type { LinkClosure, SessionView } from "./link.ts";

/** What a session asks of its link. */
export interface SessionLink {
  /** joined, and every missed event was delivered */
  readonly isOnline: boolean;
  /** online, and not about to change to a better transport: only then may commands be sent again (SPEC PUB-5) */
  readonly canSend: boolean;
  /** Sends a command if there is a link; else drops it. Never throws. */
  send(command: Command): void;
  /** The room's welcome was received; after an unclean close, reconnecting is spread over `spreadMs` (SPEC LIVE-4). */
  joined(spreadMs: number): void;
  /** The room refuses the join, and asks for a pause (SPEC JOIN-7). False if the link is joined already. */
  refused(retryAfterMs: number): boolean;
  /** Every event up to the welcome was delivered. */
  caughtUp(): void;
  /** Gives the current link up as if it had been cut, and connects again. */
  drop(): void;
  /** Connects now instead of later, or checks whether the current link is alive. */
  wake(): void;
}

/** What a link asks of, and reports to, the session it carries. */
export interface LinkedSession extends SessionView {
  /** true if no command waits for its reply */
  readonly isIdle: boolean;
  /** Called before each attempt. Rejects if the application could not supply a token. */
  credentials(): Promise<JoinCredentials>;
  /** One event or an array of events as JSON. */
  frame(frame: string): void;
  /** The link is gone; commands that wait for a reply on it get none. */
  lost(closure: LinkClosure): void;
  /** Sending is possible (again). */
  resumed(): void;
  /** The room rejected the token. Returns true if there are other credentials to try. */
  refreshToken(closure: LinkClosure): boolean;
  /** The room must not be joined again. */
  close(): void;
}
