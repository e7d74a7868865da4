/** What a client asks to join with, and what comes of it. */
import type { Credentials } from "./identity/identify.ts";
import type { Outcome } from "./outcome.ts";
import type { ClientKey, Session } from "./session.ts";

export interface JoinRequest extends Credentials {
  readonly connection: string;
  /** identifies in place of a token (SPEC ID-16) */
  readonly ticket?: string | undefined;
  readonly address: string | undefined;
  readonly client?: ClientKey | undefined;
  /** the client's last position, unparsed */
  readonly position: string | undefined;
  /** an anonymous reader (SPEC READ-1) */
  readonly invisible?: boolean;
  /** the session of a stream or poll, which stores nothing (SPEC ROOM-2); undefined for a socket */
  readonly stream?: string | undefined;
}

export interface JoinResult {
  readonly session: Session;
  readonly outcome: Outcome;
}
