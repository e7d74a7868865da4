/** Where a command comes from: the sender's identity, what their rates are counted by, and who gave the command its id. */
import type { RateKeys } from "./rates/throttle.ts";
import type { Session } from "./session.ts";

export type Origin =
  /** a frame of a joined session; its connection is in the roster */
  SessionOrigin | RequestOrigin;

export interface SessionOrigin {
  readonly kind: "session";
  readonly connection: string;
  readonly idSource: Exclude<CommandIdSource, "idempotency_key">;
}

export type RequestOrigin = HttpOrigin | AnonymousOrigin;

/** A request with a token of this room (SPEC HTTP-9). */
export interface HttpOrigin {
  readonly kind: "http";
  /** the token's member; `connection` is that of their own stream or poll, empty without one */
  readonly sender: Session;
  readonly idSource: CommandIdSource;
}

/** A request without a token: a guest who cannot return (SPEC HTTP-5). */
export interface AnonymousOrigin {
  readonly kind: "anonymous";
  /** in its canonical form; undefined where none was asked for */
  readonly name: string | undefined;
  readonly address: string | undefined;
  /** true if a program sent it, false for a page */
  readonly isProgram: boolean;
  readonly idSource: CommandIdSource;
}

/** What gave a request's command its id. A generated id cannot be a repeat; another text under an idempotency key is an error. */
export type CommandIdSource = "generated" | "command" | "idempotency_key";

/** True if the command's id was drawn for it by the server: it cannot be a repeat. */
export function hasGeneratedId(origin: Origin): boolean {
  return origin.idSource === "generated";
}

/** True if the same id with another text is refused with `key_reused` instead of being answered as a repeat (SPEC HTTP-5). */
export function refusesReusedIds(origin: Origin): boolean {
  return origin.idSource === "idempotency_key";
}

/** Requests have no connection, so the member stands for one; without a token the member may be new each time, so the address does. */
export function httpRateKeys(origin: RequestOrigin): RateKeys {
  const { address } = origin.kind === "http" ? origin.sender : origin;
  const member = origin.kind === "http" ? origin.sender.member : `at ${address ?? ""}`;
  return { connection: `http ${member}`, member, address };
}
