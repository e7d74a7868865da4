/** A connection that has joined: its member and its address. */
import type { Author } from "../protocol/member.ts";
import type { Role } from "../protocol/roles.ts";
import { isProgramId, isVouchedId } from "./identity/ids.ts";
import type { Vouching } from "./identity/vouched-claims.ts";

/** A member's identity, from a verified token or assigned by the room. */
export interface Identity {
  readonly member: string;
  readonly name: string;
  readonly role: Role;
  /** of a member for whom a site vouches */
  readonly vouching?: Vouching;
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
  /** up to which message its member reported to have read (SPEC EPH-3); 0 if that was taken back */
  readonly read?: number;
  /** an anonymous reader: not in the roster and never announced (SPEC READ-1) */
  readonly invisible?: true;
}

/**
 * The session that an identity has by a connection, with what its member has read so far, if anything. Field by field: to
 * copy one takes longer, at each join.
 */
export function newSession(
  { member, name, role, vouching }: Identity,
  {
    connection,
    address,
    client,
  }: Pick<Session, "connection" | "address"> & { client?: ClientKey | undefined },
  read?: number,
): Session {
  const session: { -readonly [Field in keyof Session]: Session[Field] } = {
    member,
    name,
    role,
    connection,
    address,
  };
  if (vouching !== undefined) session.vouching = vouching;
  if (client !== undefined) session.client = client;
  if (read !== undefined) session.read = read;
  return session;
}

/** The author of an event, as it is sent to other members. */
export function authorOf({ member, name }: Pick<Identity, "member" | "name">): Author {
  if (isProgramId(member)) return { id: member, name, via: "http" };
  return isVouchedId(member) ? { id: member, name, vouched: true } : { id: member, name };
}
