/** A connection that has joined: its member and its address. */
import type { Author, Role } from "../protocol/member.ts";

/** A member's identity, from a verified token or assigned by the room. */
export interface Identity {
  readonly member: string;
  readonly name: string;
  readonly role: Role;
}

export interface Session extends Identity {
  /** the connection's id, unique in the room */
  readonly connection: string;
  /** the address that rates are counted by, or undefined where none is known */
  readonly address: string | undefined;
  /** an anonymous reader: not in the roster and never announced (SPEC READ-1) */
  readonly invisible?: true;
}

/** The author of an event, as it is sent to other members. */
export function authorOf({ member, name }: Identity): Author {
  return { id: member, name };
}
