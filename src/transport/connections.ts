/** The open connections of a room, by socket and by id. The platform owns the sockets; their state is here. */
import type { Session } from "../room/session.ts";
import type { Codec } from "../protocol/subprotocols.ts";
import { weightOf } from "./weight.ts";
import type { PlainOptions } from "./plain-options.ts";
import { readAttachment, type Attachment } from "./attachment.ts";

export interface Connection {
  readonly socket: WebSocket;
  readonly codec: Codec;
  readonly joinedAt: number;
  /** of a stream or poll: its session, empty if it has none (SPEC READ-2); undefined for a socket */
  readonly stream: string | undefined;
  readonly plain: PlainOptions;
  session: Session;
  /** when its last frame reached the room, ms since 1970; heartbeats do not reach it */
  lastFrameAt: number;
  /** UTF-8 bytes sent and not yet acknowledged (SPEC FLOW-1) */
  unackedBytes: number;
  /** the `flow` that is not yet answered, and the unacknowledged bytes when it was sent */
  pendingFlow: { readonly id: string; readonly unackedBytes: number } | undefined;
  /** how many of the queued events it needs no more: it has received them, or its welcome includes them */
  queueOffset: number;
}

/** A socket that has just joined. */
export interface NewConnection {
  readonly socket: WebSocket;
  readonly session: Session;
  readonly codec: Codec;
  readonly stream: string | undefined;
  readonly plain: PlainOptions;
  readonly now: number;
}

const INITIAL_FLOW = { unackedBytes: 0, pendingFlow: undefined, queueOffset: 0 } as const;

export class Connections {
  private readonly bySocket = new Map<WebSocket, Connection>();
  private readonly byId = new Map<string, Connection>();
  private totalWeight = 0;

  add({ now, ...joined }: NewConnection): Connection {
    const connection = { ...joined, joinedAt: now, lastFrameAt: now, ...INITIAL_FLOW };
    this.register(connection);
    this.saveAttachment(connection);
    return connection;
  }

  /** Restores the connection of a socket after hibernation; undefined if its attachment cannot be read. */
  restore(socket: WebSocket): Connection | undefined {
    const attachment = readAttachment(socket.deserializeAttachment());
    if (attachment === undefined) return undefined;
    const { codec, joinedAt, stream, plain = {} } = attachment;
    const session = sessionFrom(attachment);
    const connection = {
      socket,
      codec,
      session,
      stream,
      plain,
      joinedAt,
      lastFrameAt: joinedAt,
      ...INITIAL_FLOW,
    };
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

  /** Removes a connection for good: it is not restored at the next wake, even if the peer never answers the close. */
  remove(connection: Connection): void {
    connection.socket.serializeAttachment(null);
    if (this.bySocket.delete(connection.socket)) this.totalWeight -= weightOf(connection);
    this.byId.delete(connection.session.connection);
  }

  /** Updates the session of its connection, in the attachment too. */
  update(session: Session): void {
    const connection = this.byId.get(session.connection);
    if (connection === undefined) return;
    connection.session = session;
    this.saveAttachment(connection);
  }

  private register(connection: Connection): void {
    this.bySocket.set(connection.socket, connection);
    this.totalWeight += weightOf(connection);
    this.byId.set(connection.session.connection, connection);
  }

  private saveAttachment({ socket, session, codec, joinedAt, ...connection }: Connection): void {
    const { stream, plain } = connection;
    const { address, ...known } = session;
    const attachment: Attachment = {
      version: 1,
      ...known,
      codec,
      joinedAt,
      ...(address === undefined ? {} : { address }),
      ...(stream === undefined ? {} : { stream }),
      ...(Object.keys(plain).length === 0 ? {} : { plain }),
    };
    socket.serializeAttachment(attachment);
  }
}

function sessionFrom({ connection, member, name, role, address, client, invisible }: Attachment): Session {
  return {
    connection,
    member,
    name,
    role,
    address,
    ...(client === undefined ? {} : { client }),
    ...(invisible === true ? { invisible } : {}),
  };
}
