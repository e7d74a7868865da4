/** One link to a room, from opening to closing. On any transport it delivers the frames that a socket would. */
import type { Self } from "../protocol/member.ts";
import type { Position } from "../protocol/position.ts";
import type { Roster, Transport } from "./api.ts";
import type { JoinCredentials } from "./client-identity.ts";
import { DAMAGED_FRAME_REASON } from "./error-sentences.ts";
import type { Platform } from "./platform.ts";
import type { HeldRequestSlot } from "./transports/held-request-slot.ts";

/** Why a link ended: a close code (RFC 6455 §7.4; rooms have their own, 4000 and above) with its reason. */
export interface LinkClosure {
  readonly code: number;
  readonly reason: string;
  /** false where the link was cut or given up */
  readonly isClean: boolean;
  /** the room asks for this pause before the next attempt (SPEC JOIN-7) */
  readonly retryAfterMs?: number;
}

/** A link that the client gave up. 1006 is what a socket reports when it was cut (RFC 6455 §7.4.1). */
export const ABNORMAL_CLOSURE: LinkClosure = { code: 1006, reason: "", isClean: false };

/** A compressed frame that is none (SPEC FAN-9). 1007 is for data that is not what its type says (RFC 6455 §7.4.1). */
export const DAMAGED_FRAME: LinkClosure = {
  code: 1007,
  reason: DAMAGED_FRAME_REASON,
  isClean: true,
};

/** What a link reports to its owner. */
export interface LinkEvents {
  /** one event or an array of events as JSON; the first of all is the room's `welcome` */
  frame(frame: string): void;
  /** anything at all was received; called after the frames in it */
  activity(): void;
  /** Called once; nothing is reported after it. */
  closed(closure: LinkClosure): void;
}

/** What a link reads of the session that it carries. */
export interface SessionView {
  /** the member who is joined; undefined before the first welcome */
  readonly self: Self | undefined;
  /** the newest token of that member: another tab may have renewed a guest's (SPEC ID-9), and the application its own */
  readonly renewedToken: string | undefined;
  /**
   * A ticket for `token`, for the join of `key`.
   * @throws TicketRefusal if the room gives none
   */
  ticket(token: string, key: JoinKey): Promise<string>;
  /** up to which event the application has received all; undefined before the first welcome */
  readonly position: Position | undefined;
  readonly roster: Roster;
}

/** The client and its attempt to join, by which the room knows an older link from a newer one (SPEC READ-2). */
export interface JoinKey {
  readonly session: string;
  readonly generation: number;
}

/** What a link is made from. */
export interface LinkOptions {
  readonly platform: Platform;
  readonly room: URL;
  readonly credentials: JoinCredentials;
  readonly key: JoinKey;
  readonly session: SessionView;
  /** whether a socket asks for compressed frames (SPEC FAN-6) */
  readonly deflates: boolean;
  readonly events: LinkEvents;
}

/** What a link over HTTP is made from. */
export interface HttpLinkOptions extends LinkOptions {
  /** shared by the links of one client */
  readonly slot: HeldRequestSlot;
}

/** A WebSocket, an event stream or polls. */
export interface Link {
  readonly transport: Transport;
  /** Starts to join. @throws what the platform throws for an address or credentials that can never work */
  open(): void;
  /** Sends the JSON of one command if possible; a lost command is noticed by its missing reply. Never throws. */
  send(frame: string): void;
  /** Starts to detect that the other end is gone. Called once joined. */
  startHeartbeat(): void;
  /** Checks now whether the link is alive: `activity` or `closed` follows within seconds. */
  probe(): void;
  /** Closes without a handshake. Reports nothing any more, however late the platform's events are. */
  close(): void;
}
