/** One way to a room, from its opening to its end. Whatever it is made of, it brings what a socket would bring. */
import type { Position } from "../protocol/position.ts";
import type { Roster, Transport } from "./api.ts";
import type { Environment } from "./environment.ts";
import type { JoinCredentials } from "./client-identity.ts";

export interface LinkClosure {
  readonly code: number;
  readonly reason: string;
  readonly isClean: boolean;
}

/** A connection that this side gave up; the code is the one of a socket that was cut. */
export const ABNORMAL_CLOSURE: LinkClosure = { code: 1006, reason: "", isClean: false };

export interface LinkEvents {
  /** one event or an array of them; the first of all is the room's `welcome` */
  frame(frame: string): void;
  /** anything at all came, after the frames in it */
  activity(): void;
  /** Said once, and nothing after it. */
  closed(closure: LinkClosure): void;
}

export interface LinkOptions {
  readonly environment: Environment;
  readonly room: URL;
  readonly credentials: JoinCredentials;
  /** how far the application has been told */
  readonly position: () => Position | undefined;
  readonly roster: () => Roster;
  readonly events: LinkEvents;
}

/** Its constructor opens it, and throws what the platform throws for an address that can never work. */
export interface Link {
  readonly transport: Transport;
  /** Sends the JSON of one command if it can; what is lost is found missing by its answer. Never throws. */
  send(frame: string): void;
  /** Begins to notice when the other end dies without a word. */
  startHeartbeat(): void;
  /** Finds out soon whether it is still alive: `heard` or `over` follows. */
  probe(): void;
  /** Lets go without ceremony. Nothing is said any more, however late it comes. */
  close(): void;
}

export type LinkConstructor = new (options: LinkOptions) => Link;
