/**
 * The bytes that wait in the room for readers who do not read (SPEC FLOW-3, FLOW-5, FLOW-6). The room cannot end a
 * connection whose peer ignores its close: what was queued for it stays in memory until the peer reads it or its TCP
 * connection ends.
 */
import type { Limits } from "../protocol/limits.ts";
import { networkOrAddress } from "../room/rates/address.ts";
import type { Connection, Connections } from "./connections.ts";

/** The sum is measured again after so many bytes were sent, as a part of the bound: measuring looks at every connection. */
const MEASURE_EVERY = 1 / 8;

/** What is sent in one turn of the event loop, as a part of the bound: none of it leaves the object before the turn ends. */
export const TURN_SHARE = 1 / 2;

/** Also a quick reader has something waiting while the room is busy; one who has not read it after this long is behind. */
const BEHIND_MS = 2_000;

/** Connections closed as slow, as many as one address may leave unread before it is refused. */
export const UNREAD_CONNECTIONS = 4;

export type BacklogLimits = Pick<Limits, "slowBytes" | "waitingBytes">;

/** UTF-8 bytes that wait for a connection's peer; where the runtime does not measure them, those it has not acknowledged. */
export function waitingBytesOf({ socket, unackedBytes }: Connection): number {
  // Runtimes before 17 November 2026 have no such property, whatever the types say.
  const measured = socket.bufferedAmount as number | undefined;
  return measured ?? unackedBytes;
}

interface Reader {
  readonly connection: Connection;
  readonly bytes: number;
  readonly isBehind: boolean;
}

export class Backlog {
  /** UTF-8 bytes that one turn of the event loop may send to all (SPEC FLOW-8) */
  readonly turnBytes: number;
  private sentSinceMeasured = 0;
  /** counts the turns of the event loop in which something was sent */
  private turn = 0;
  private sentInTurn = 0;
  private isTurnOpen = false;
  /** closed by the room, with bytes unread */
  private readonly closed = new Map<WebSocket, Connection>();

  constructor(
    private readonly limits: BacklogLimits,
    private readonly connections: Pick<Connections, "all">,
    /** calls `run` at the end of this turn of the event loop: nothing leaves the room before */
    private readonly onTurnEnd: (run: () => void) => void,
  ) {
    this.turnBytes = limits.waitingBytes * TURN_SHARE;
  }

  /** Counts UTF-8 bytes that were sent to a connection. */
  add(connection: Connection, bytes: number): void {
    this.openTurn();
    if (connection.sentTurn !== this.turn) {
      connection.sentTurn = this.turn;
      connection.sentInTurn = 0;
    }
    connection.sentInTurn += bytes;
    connection.sentBytes += bytes;
    this.sentInTurn += bytes;
    this.sentSinceMeasured += bytes;
  }

  /** True once enough was sent for {@link excess} to measure again. */
  get isMeasureDue(): boolean {
    return this.sentSinceMeasured >= this.limits.waitingBytes * MEASURE_EVERY;
  }

  /** Those sent in this turn. */
  get bytesInTurn(): number {
    return this.isTurnOpen ? this.sentInTurn : 0;
  }

  /** Those that wait for all peers, of closed connections too. */
  get waitingInAll(): number {
    let bytes = this.closedBytes(() => true);
    for (const connection of this.connections.all()) bytes += waitingBytesOf(connection);
    return bytes;
  }

  /**
   * The connections to close so that what waits in sum is within its bound: first those who are behind, and of them those
   * with the most unread bytes. What closed connections hold cannot be freed: it counts against those who are behind.
   * Call it before sending; it measures only after enough was sent.
   */
  excess(now: number): Connection[] {
    if (!this.isMeasureDue) return [];
    this.sentSinceMeasured = 0;
    const readers = [...this.connections.all()]
      .map((connection) => this.measure(connection, now))
      .filter(({ bytes }) => bytes > 0);
    const { waitingBytes } = this.limits;
    const open = bytesOf(readers);
    const worst = untilWithin(readers.sort(worstFirst), open - waitingBytes);
    const behind = readers.filter((reader) => reader.isBehind && !worst.includes(reader));
    const closed = this.closedBytes(() => true);
    const alsoBehind = untilWithin(behind, open - bytesOf(worst) + closed - waitingBytes);
    return [...worst, ...alsoBehind].map(({ connection }) => connection);
  }

  /** Remembers a connection that the room closes, while its peer has not read everything. */
  close(connection: Connection): void {
    if (waitingBytesOf(connection) > 0) this.closed.set(connection.socket, connection);
  }

  /** Forgets a socket: its TCP connection has ended. */
  end(socket: WebSocket): void {
    this.closed.delete(socket);
  }

  /**
   * True for an address whose closed connections hold too much unread, or those of its network anything while all of them
   * hold half of the room's bound: a join would only add to it.
   */
  refuses(address: string | undefined): boolean {
    if (this.closed.size === 0) return false;
    const { slowBytes, waitingBytes } = this.limits;
    const isHalfFull = this.closedBytes(() => true) > waitingBytes / 2;
    if (isHalfFull) return this.closedBytes(({ session }) => isOneNetwork(session.address, address)) > 0;
    return this.closedBytes(({ session }) => session.address === address) > UNREAD_CONNECTIONS * slowBytes;
  }

  /** Moves the connection's mark if everything sent before it has been read. What was sent in this turn does not count. */
  private measure(connection: Connection, now: number): Reader {
    const { sentBytes, readMark, sentTurn, sentInTurn } = connection;
    const waiting = waitingBytesOf(connection);
    if (sentBytes - waiting >= readMark.sentBytes) connection.readMark = { at: now, sentBytes };
    const bytes = Math.max(0, waiting - (this.isTurnOpen && sentTurn === this.turn ? sentInTurn : 0));
    return { connection, bytes, isBehind: now - connection.readMark.at >= BEHIND_MS };
  }

  private openTurn(): void {
    if (this.isTurnOpen) return;
    this.isTurnOpen = true;
    this.sentInTurn = 0;
    this.turn += 1;
    this.onTurnEnd(this.endTurn);
  }

  /** Made once, not with each turn. */
  private readonly endTurn = (): void => {
    this.isTurnOpen = false;
  };

  private closedBytes(counts: (connection: Connection) => boolean): number {
    return [...this.closed.values()]
      .filter(counts)
      .reduce((total, connection) => total + waitingBytesOf(connection), 0);
  }
}

/** The customer of an IPv6 /48 has an address for each connection. */
function isOneNetwork(one: string | undefined, other: string | undefined): boolean {
  return networkOrAddress(one ?? "") === networkOrAddress(other ?? "");
}

function worstFirst(one: Reader, other: Reader): number {
  return Number(other.isBehind) - Number(one.isBehind) || other.bytes - one.bytes;
}

/** The first of `readers` that hold `excess` bytes together, or all. */
function untilWithin(readers: readonly Reader[], excess: number): readonly Reader[] {
  if (excess <= 0) return [];
  let left = excess;
  const last = readers.findIndex(({ bytes }) => (left -= bytes) <= 0);
  return last === -1 ? readers : readers.slice(0, last + 1);
}

function bytesOf(readers: readonly Reader[]): number {
  return readers.reduce((total, { bytes }) => total + bytes, 0);
}
