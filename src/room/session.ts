/** A connection that has joined: whose it is, and where it comes from. */
import type { Author, Role } from "../protocol/member.ts";

/** Who somebody is, as a token or the room itself says. */
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
  /** nobody is told of who only looks (SPEC READ-1) */
  readonly invisible?: true;
}

/** The sender of an event, as others see them. */
export function authorOf({ member, name }: Identity): Author {
  return { id: member, name };
}
