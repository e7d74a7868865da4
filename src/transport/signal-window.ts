/**
 * Signals with a key (SPEC EPH-4): in a small room each is sent at once. In a larger one the first is, and opens a window, at
 * whose end the newest of each sender and key is sent. Apart from the fan-out of events, as they have no place in the
 * room's order.
 */
import { encodeEvent, joinEncoded } from "../protocol/encode.ts";
import { isAtLeast } from "../protocol/roles.ts";
import { TokenBucket } from "../room/rates/token-bucket.ts";
import type { KeyedSignal } from "../room/outcome.ts";
import type { Session } from "../room/session.ts";
import type { Connection, Connections } from "./connections.ts";
import type { FanOut } from "./fan-out.ts";
import { SignalLanes } from "./signal-lanes.ts";
import { signalWindowMs, SMALL_ROOM_CONNECTIONS, SMALL_ROOM_SIGNALS } from "./window.ts";

export interface SignalWindowPorts {
  readonly connections: Pick<Connections, "count" | "weight">;
  readonly fanOut: Pick<FanOut, "sendLossy" | "isSending">;
  /** ms since the epoch */
  readonly now: () => number;
  /** calls `run` once, after `ms` */
  readonly setTimer: (run: () => void, ms: number) => void;
}

/** The most that waits for a window's end, with names and keys: past it all is sent at once, so that no frame grows without bound. */
export const MAX_WAITING_CHARACTERS = 64 * 1_024;

interface Waiting {
  readonly event: KeyedSignal;
  /** its data as JSON, of a signal to some the whole event: encoded once, whatever the number of its recipients */
  readonly text: string;
  /** the sender's own connection, which is not sent it */
  readonly own: Connection | undefined;
}

/** A signal to all members: the number of its lane and its data, as JSON. */
interface Row {
  readonly text: string;
  readonly own: Connection | undefined;
}

/** What a frame may have beside the signals to all members. */
interface Beside {
  readonly directed: readonly Waiting[];
  readonly echoes: ReadonlyMap<Connection, number>;
}

export class SignalWindow {
  private readonly waiting = new Map<string, Waiting>();
  private waitingCharacters = 0;
  private echoes = new Map<Connection, number>();
  private readonly lanes = new SignalLanes();
  private isOpen = false;
  /** ms since the epoch */
  private endsAt = 0;

  /** limits the signals that a small room sends without a window */
  private readonly atOnce: TokenBucket;

  constructor(private readonly ports: SignalWindowPorts) {
    this.atOnce = new TokenBucket(SMALL_ROOM_SIGNALS, ports.now());
  }

  /** Sends a signal: at once, or at the end of the open window if no newer one replaces it. */
  add(event: KeyedSignal, own: Connection | undefined, n: number | undefined): void {
    this.wait(event, own);
    if (own !== undefined && n !== undefined) this.echoes.set(own, Math.max(n, this.echoes.get(own) ?? 0));
    const now = this.ports.now();
    // The timer of a busy machine may be late: what comes first ends the window.
    const isWithin = this.isOpen && now < this.endsAt;
    const isHeldUp = this.ports.fanOut.isSending;
    if (!isWithin || this.waitingCharacters > MAX_WAITING_CHARACTERS) this.send();
    if (!isWithin && (isHeldUp || !this.goesAtOnce(now))) this.openWindow();
  }

  /** True if what comes next need not wait. */
  private goesAtOnce(now: number): boolean {
    return this.ports.connections.count <= SMALL_ROOM_CONNECTIONS && this.atOnce.take(now);
  }

  /** In the place of an older one of its sender and key. */
  private wait(event: KeyedSignal, own: Connection | undefined): void {
    const { from, key, to = "", role = "", data } = event;
    const place = `${from.id} ${key} ${role} ${to}`;
    const replaced = this.waiting.get(place);
    if (replaced !== undefined) this.waitingCharacters -= charactersOf(place, replaced);
    const waiting = { event, text: isDirected(event) ? encodeEvent(event) : JSON.stringify(data), own };
    this.waiting.set(place, waiting);
    this.waitingCharacters += charactersOf(place, waiting);
  }

  /** A window that is open already, whose end is late, begins anew: its timer goes on. */
  private openWindow(): void {
    const ms = signalWindowMs(this.ports.connections.weight);
    this.endsAt = this.ports.now() + ms;
    if (this.isOpen) return;
    this.isOpen = true;
    this.ports.setTimer(() => this.onTimer(), ms);
  }

  private onTimer(): void {
    const leftMs = this.endsAt - this.ports.now();
    if (leftMs > 0) return this.ports.setTimer(() => this.onTimer(), leftMs);
    this.isOpen = false;
    if (this.waiting.size === 0) return;
    this.send();
    this.openWindow();
  }

  /** Sends what waits, which may take several turns. Behind something else that does, it goes on waiting. */
  private send(): void {
    if (this.ports.fanOut.isSending) return;
    const waiting = [...this.waiting.values()];
    const directed = waiting.filter(({ event }) => isDirected(event));
    const rows = this.rowsOf(waiting.filter(({ event }) => !isDirected(event)));
    const senders = new Set(rows.map(({ own }) => own));
    const shared = rows.map(({ text }) => text).join(",");
    const { echoes } = this;
    this.waiting.clear();
    this.waitingCharacters = 0;
    this.echoes = new Map();
    this.ports.fanOut.sendLossy((connection) => {
      const others = senders.has(connection) ? rows.filter(({ own }) => own !== connection) : rows;
      const text = others === rows ? shared : others.map((row) => row.text).join(",");
      return this.frameFor(connection, text, { directed, echoes });
    });
  }

  private rowsOf(waiting: readonly Waiting[]): Row[] {
    this.lanes.makeRoom();
    return waiting.map(({ event, text, own }) => {
      const number = this.lanes.numberOf({ from: event.from, key: event.key });
      return { text: `${number},${text}`, own };
    });
  }

  private frameFor(connection: Connection, rows: string, { directed, echoes }: Beside): string | undefined {
    const lanes = rows === "" ? undefined : this.lanes.announcementFor(connection);
    const signals = withEcho(rows, echoes.get(connection));
    if (lanes === undefined && directed.length === 0) return framed(signals, connection);
    const events = [
      ...(lanes === undefined ? [] : [lanes]),
      ...directed
        .filter(({ event, own }) => own !== connection && isFor(event, connection.session))
        .map(({ text }) => text),
    ];
    if (events.length === 0) return framed(signals, connection);
    return signals === "" ? joinEncoded(events) : `[${events.join(",")},[${signals}]]`;
  }
}

function withEcho(rows: string, n: number | undefined): string {
  if (n === undefined) return rows;
  return rows === "" ? String(n) : `${rows},${n}`;
}

/** Signals alone. The four brackets would be a quarter of a frame with one row. */
function framed(signals: string, { deflates }: Connection): string | undefined {
  if (signals === "") return undefined;
  return deflates === true ? signals : `[[${signals}]]`;
}

function charactersOf(place: string, { event, text }: Waiting): number {
  return place.length + event.from.name.length + text.length;
}

function isDirected({ to, role }: KeyedSignal): boolean {
  return to !== undefined || role !== undefined;
}

/** True if a session receives a signal with a key, unless it is the sender's own. */
export function isFor({ to, role }: KeyedSignal, session: Pick<Session, "member" | "role">): boolean {
  if (to !== undefined) return session.member === to;
  return role === undefined || isAtLeast(session.role, role);
}
