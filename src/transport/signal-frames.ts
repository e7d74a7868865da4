/**
 * The frames of one round of signals with a key (SPEC EPH-5, EPH-6). Most connections are sent the same text, so that what
 * is made for each connection is kept to a minimum: a small room sends such a round for each input of a game.
 */
import { joinEncoded } from "../protocol/encode.ts";
import { isAtLeast } from "../protocol/roles.ts";
import type { KeyedSignal } from "../room/outcome.ts";
import type { Session } from "../room/session.ts";
import type { Connection } from "./connections.ts";
import type { SignalLanes } from "./signal-lanes.ts";

/** A signal that is to be sent. */
export interface WaitingSignal {
  readonly event: KeyedSignal;
  /** its data as JSON, of a signal to some the whole event: encoded once, whatever the number of its recipients */
  readonly text: string;
  /** the sender's own connection, which is not sent it */
  readonly own: Connection | undefined;
  /** the sender's count of inputs, 0 without one */
  readonly n: number;
}

/** A signal to all members: the number of its lane and its data, as JSON. */
interface Row {
  readonly text: string;
  readonly own: Connection | undefined;
}

export class SignalFrames {
  private readonly rows: Row[] = [];
  private readonly directed: WaitingSignal[] = [];
  private readonly senders = new Set<Connection>();
  /** all rows */
  private readonly shared: string;
  /** the frame of all rows in brackets, made when it is first needed */
  private sharedFrame: string | undefined;

  /** @param keepsEchoes whether an echo without a signal to be sent with waits for one */
  constructor(
    signals: Iterable<WaitingSignal>,
    private readonly lanes: SignalLanes,
    private readonly keepsEchoes: boolean,
  ) {
    lanes.makeRoom();
    for (const signal of signals) this.add(signal);
    this.shared = joinRows(this.rows);
  }

  /** The frame for a connection; undefined for none. */
  for(connection: Connection): string | undefined {
    const rows = this.senders.has(connection) ? this.rowsOfOthers(connection) : this.shared;
    const lanes = rows === "" ? undefined : this.lanes.announcementFor(connection);
    const events = this.directed.length === 0 ? undefined : this.directedTo(connection);
    if (lanes === undefined && events === undefined) return this.frameOf(rows, connection);
    const encoded = [...(lanes === undefined ? [] : [lanes]), ...(events ?? [])];
    const signals = withEcho(rows, takeEcho(connection));
    return signals === "" ? joinEncoded(encoded) : `[${encoded.join(",")},[${signals}]]`;
  }

  private add(signal: WaitingSignal): void {
    const { event, text, own, n } = signal;
    if (own !== undefined && n > own.unechoed) own.unechoed = n;
    if (isDirected(event)) this.directed.push(signal);
    else {
      this.rows.push({ text: `${this.lanes.numberOf(event)},${text}`, own });
      if (own !== undefined) this.senders.add(own);
    }
  }

  private rowsOfOthers(connection: Connection): string {
    return joinRows(this.rows.filter(({ own }) => own !== connection));
  }

  private directedTo(connection: Connection): string[] | undefined {
    const texts = this.directed
      .filter(({ event, own }) => own !== connection && isFor(event, connection.session))
      .map(({ text }) => text);
    return texts.length === 0 ? undefined : texts;
  }

  /** Rows alone, and perhaps an echo. */
  private frameOf(rows: string, connection: Connection): string | undefined {
    if (rows === "" && this.keepsEchoes) return undefined;
    const n = takeEcho(connection);
    if (n !== 0 || rows !== this.shared) return framed(withEcho(rows, n), connection);
    if (connection.deflates === true) return rows === "" ? undefined : rows;
    return (this.sharedFrame ??= framed(rows, connection));
  }
}

/** The frame with what a connection has not been echoed, if anything. */
export function echoFrameFor(connection: Connection): string | undefined {
  return framed(withEcho("", takeEcho(connection)), connection);
}

/** True if a session receives a signal with a key, unless it is the sender's own. */
export function isFor({ to, role }: KeyedSignal, session: Pick<Session, "member" | "role">): boolean {
  if (to !== undefined) return session.member === to;
  return role === undefined || isAtLeast(session.role, role);
}

/** True for a signal that is not for all members. */
export function isDirected({ to, role }: KeyedSignal): boolean {
  return to !== undefined || role !== undefined;
}

function takeEcho(connection: Connection): number {
  const n = connection.unechoed;
  connection.unechoed = 0;
  return n;
}

function joinRows(rows: readonly Row[]): string {
  return rows.length === 1 ? rows[0]!.text : rows.map(({ text }) => text).join(",");
}

function withEcho(rows: string, n: number): string {
  if (n === 0) return rows;
  return rows === "" ? String(n) : `${rows},${n}`;
}

/** Signals alone. The four brackets would be a quarter of a frame with one row. */
function framed(signals: string, { deflates }: Connection): string | undefined {
  if (signals === "") return undefined;
  return deflates === true ? signals : `[[${signals}]]`;
}
