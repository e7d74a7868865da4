/** A connection that has joined: its member and its address. */
import type { Author, Role } from "../protocol/member.ts";

/** A member's identity, from a verified token or assigned by the room. */
export interface Identity {
  readonly member: string;
  readonly name: string;
  readonly role: Role;
}

/** The client behind a connection, as it named itself (SPEC READ-2). */
export interface ClientKey {
  readonly session: string;
  /** its attempt to join: a smaller one is older */
  readonly generation: number;
  /** false for a stream or poll */
  readonly isSocket: boolean;
}

export interface Session extends Identity {
  /** the connection's id, unique in the room */
  readonly connection: string;
  /** the address that rates are counted by, or undefined where none is known */
  readonly address: string | undefined;
  /** undefined if the client named no session */
  readonly client?: ClientKey;
  /** an anonymous reader: not in the roster and never announced (SPEC READ-1) */
  readonly invisible?: true;
}

/** The author of an event, as it is sent to other members. */
export function authorOf({ member, name }: Identity): Author {
  return { id: member, name };
}
