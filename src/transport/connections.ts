/** The open connections of a room, by socket and by id. The platform owns the sockets; their state is here. */
import type { Session } from "../room/session.ts";
import type { RoomSeed } from "../room/store.ts";
import type { Codec } from "../protocol/subprotocols.ts";
import { FewConnections } from "./few-connections.ts";
import { weightOf } from "./weight.ts";
import { SMALL_ROOM_CONNECTIONS } from "./window.ts";
import type { PlainOptions } from "./plain-options.ts";
import { readAttachment, type Attachment } from "./attachment.ts";

export interface Connection {
  readonly socket: WebSocket;
  readonly codec: Codec;
  readonly joinedAt: number;
  /** of a stream or poll: its session, empty if it has none (SPEC READ-2); undefined for a socket */
  readonly stream: string | undefined;
  readonly plain: PlainOptions;
  /** takes compressed frames (SPEC FAN-6) */
  readonly deflates?: boolean | undefined;
  /** the origin that it was opened at, where tokens of sites are for it */
  readonly origin?: string | undefined;
  /** of a room that was not stored when it joined (SPEC ROOM-2) */
  readonly seed?: RoomSeed | undefined;
  session: Session;
  /** when its last frame reached the room, ms since 1970; heartbeats do not reach it */
  lastFrameAt: number;
  /** when it last pinged in a spelling that only the room answers, ms since 1970 */
  pingedAt?: number | undefined;
  /** UTF-8 bytes sent and not yet acknowledged (SPEC FLOW-1) */
  unackedBytes: number;
  /** UTF-8 bytes sent in all since the room woke */
  sentBytes: number;
  /** the last time at which everything sent before the time before it was seen to be read (backlog.ts) */
  readMark: { readonly at: number; readonly sentBytes: number };
  /** the last turn of the event loop in which something was sent, and the UTF-8 bytes sent in it (backlog.ts) */
  sentTurn: number;
  sentInTurn: number;
  /** the `flow` that is not yet answered, and the unacknowledged bytes when it was sent */
  pendingFlow: { readonly id: string; readonly unackedBytes: number } | undefined;
  /** how many of the queued events it needs no more: it has received them, or its welcome includes them */
  queueOffset: number;
  /** how much of the batched presence its welcome includes */
  digestOffset: number;
  /** the highest count of its signals that were sent and are still to be echoed (SPEC EPH-6); 0 if none is */
  unechoed: number;
}

/** A socket that has just joined. */
export interface NewConnection {
  readonly socket: WebSocket;
  readonly session: Session;
  readonly codec: Codec;
  readonly stream: string | undefined;
  readonly plain: PlainOptions;
  readonly deflates?: boolean | undefined;
  readonly origin?: string | undefined;
  readonly seed?: RoomSeed | undefined;
  /** ms since 1970 */
  readonly joinedAt: number;
}

const NOTHING_READ: Connection["readMark"] = { at: 0, sentBytes: 0 };

/** Field by field, as {@link attachmentOf}; and what all connections have in one order is read faster at each send. */
function newConnection(joined: NewConnection, lastFrameAt: number, pingedAt?: number): Connection {
  const { socket, session, codec, stream, plain, deflates, origin, seed, joinedAt } = joined;
  return {
    socket,
    session,
    codec,
    stream,
    plain,
    deflates,
    origin,
    seed,
    joinedAt,
    lastFrameAt,
    pingedAt,
    unackedBytes: 0,
    sentBytes: 0,
    readMark: NOTHING_READ,
    sentTurn: 0,
    sentInTurn: 0,
    pendingFlow: undefined,
    queueOffset: 0,
    digestOffset: 0,
    unechoed: 0,
  };
}

export class Connections {
  private readonly bySocket = new Map<WebSocket, Connection>();
  private readonly byId = new Map<string, Connection>();
  private totalWeight = 0;
  private listed: readonly Connection[] | undefined;
  private readonly beside = new FewConnections();
  private besideListed: readonly Connection[] | undefined;

  add(joined: NewConnection): Connection {
    const connection = newConnection(joined, joined.joinedAt);
    this.register(connection);
    this.saveAttachment(connection);
    return connection;
  }

  /** Restores the connection of a socket after hibernation; undefined if its attachment cannot be read. */
  restore(socket: WebSocket): Connection | undefined {
    const attachment = readAttachment(socket.deserializeAttachment());
    if (attachment === undefined) return undefined;
    const { codec, joinedAt, pingedAt, stream, plain = {}, deflates, origin, seed } = attachment;
    const session = sessionFrom(attachment);
    const joined = { socket, session, codec, stream, plain, deflates, origin, seed, joinedAt };
    const connection = newConnection(joined, pingedAt ?? joinedAt, pingedAt);
    this.register(connection);
    return connection;
  }

  get count(): number {
    return this.bySocket.size;
  }

  /** The cost of a frame to all connections, in frames to a socket. */
  get weight(): number {
    return this.totalWeight;
  }

  of(socket: WebSocket): Connection | undefined {
    return this.bySocket.get(socket);
  }

  get(id: string): Connection | undefined {
    return this.byId.get(id);
  }

  all(): IterableIterator<Connection> {
    return this.bySocket.values();
  }

  /** The same as a list, which stays as it is: a new one is made once a connection has come or gone. */
  get list(): readonly Connection[] {
    return (this.listed ??= [...this.all()]);
  }

  /** Those beside a crowd of one address, if they are few; none where there is no such crowd, nor where that is all. */
  get few(): readonly Connection[] {
    if (!this.beside.any || this.count <= SMALL_ROOM_CONNECTIONS) return [];
    return (this.besideListed ??= this.list.filter(({ session }) => this.beside.has(session)));
  }

  /** True for one of {@link few}. */
  isFew(connection: Connection): boolean {
    return this.count > SMALL_ROOM_CONNECTIONS && this.beside.has(connection.session);
  }

  /** Removes a connection for good: it is not restored at the next wake, even if the peer never answers the close. */
  remove(connection: Connection): void {
    connection.socket.serializeAttachment(null);
    if (this.bySocket.delete(connection.socket)) {
      this.totalWeight -= weightOf(connection);
      this.beside.remove(connection.session);
    }
    this.listed = this.besideListed = undefined;
    this.byId.delete(connection.session.connection);
  }

  /** Updates the session of its connection, in the attachment too. */
  update(session: Session): void {
    const connection = this.byId.get(session.connection);
    if (connection === undefined) return;
    connection.session = session;
    this.saveAttachment(connection);
  }

  /** Notes a ping that the platform did not answer, and so has not noted, in the attachment too. */
  notePing(connection: Connection, now: number): void {
    connection.lastFrameAt = connection.pingedAt = now;
    this.saveAttachment(connection);
  }

  private register(connection: Connection): void {
    this.bySocket.set(connection.socket, connection);
    this.beside.add(connection.session);
    this.listed = this.besideListed = undefined;
    this.totalWeight += weightOf(connection);
    this.byId.set(connection.session.connection, connection);
  }

  private saveAttachment(connection: Connection): void {
    connection.socket.serializeAttachment(attachmentOf(connection));
  }
}

/** Field by field: to copy what is left of an object takes several times as long, at each join. */
function attachmentOf(connection: Connection): Attachment {
  const { session, codec, joinedAt, pingedAt, stream, plain, deflates, origin, seed } = connection;
  const { member, name, role, vouching, address, client, invisible, read } = session;
  const attachment: Attachment = {
    version: 1,
    connection: session.connection,
    member,
    name,
    role,
    codec,
    joinedAt,
  };
  if (vouching !== undefined) attachment.vouching = vouching;
  if (client !== undefined) attachment.client = client;
  if (invisible !== undefined) attachment.invisible = invisible;
  if (read !== undefined) attachment.read = read;
  if (pingedAt !== undefined) attachment.pingedAt = pingedAt;
  if (address !== undefined) attachment.address = address;
  if (stream !== undefined) attachment.stream = stream;
  if (Object.keys(plain).length > 0) attachment.plain = plain;
  if (deflates === true) attachment.deflates = true;
  if (origin !== undefined) attachment.origin = origin;
  if (seed !== undefined) attachment.seed = seed;
  return attachment;
}

function sessionFrom(attachment: Attachment): Session {
  const { connection, member, name, role, vouching, address, client, invisible, read } = attachment;
  return {
    connection,
    member,
    name,
    role,
    address,
    ...(vouching === undefined ? {} : { vouching }),
    ...(client === undefined ? {} : { client }),
    ...(invisible === true ? { invisible } : {}),
    ...(read === undefined ? {} : { read }),
  };
}
