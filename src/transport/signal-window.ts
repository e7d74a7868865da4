/**
 * Signals with a key (SPEC EPH-4): in a small room each is sent at once. In a larger one the first is, and opens a window, at
 * whose end the newest of each sender and key is sent. Apart from the fan-out of events, as they have no place in the
 * room's order.
 */
import { encodeEvent } from "../protocol/encode.ts";
import { TokenBucket } from "../room/rates/token-bucket.ts";
import type { Effect } from "../room/outcome.ts";
import type { Connection, Connections } from "./connections.ts";
import type { FanOut } from "./fan-out.ts";
import { echoFrameFor, isDirected, SignalFrames, type WaitingSignal } from "./signal-frames.ts";
import { SignalLanes } from "./signal-lanes.ts";
import { signalWindowMs, SMALL_ROOM_CONNECTIONS, SMALL_ROOM_SIGNALS } from "./window.ts";

type KeyedSignalEffect = Omit<Extract<Effect, { readonly to: "window" }>, "to">;

export interface SignalWindowPorts {
  readonly connections: Pick<Connections, "count" | "weight">;
  readonly fanOut: Pick<FanOut, "sendLossy" | "isSending">;
  /** ms since 1970 */
  readonly now: () => number;
  /** calls `run` once, after `ms` */
  readonly setTimer: (run: () => void, ms: number) => void;
}

/** The most that waits for a window's end, with names and keys: past it all is sent at once, so that no frame grows without bound. */
export const MAX_WAITING_CHARACTERS = 64 * 1_024;

/**
 * An echo by itself costs as much as any frame: a twentieth of those of a game. Where the last signal was sent no longer ago
 * than this, the next will come soon, and takes it along.
 */
const FREQUENT_MS = 5;
/** The most that an echo waits for a signal. A timer costs more than a frame, so that it has to stand for several. */
export const MAX_ECHO_MS = 25;

export class SignalWindow {
  /** by sender, key and recipients */
  private readonly waiting = new Map<string, WaitingSignal>();
  private waitingCharacters = 0;
  private readonly lanes = new SignalLanes();
  private isOpen = false;
  /** ms since 1970 */
  private endsAt = 0;
  /** ms since 1970 */
  private lastSentAt = 0;
  /** true while a timer runs that sends the echoes that wait */
  private isEchoDue = false;

  /** limits the signals that a small room sends without a window */
  private readonly atOnce: TokenBucket;

  constructor(private readonly ports: SignalWindowPorts) {
    this.atOnce = new TokenBucket(SMALL_ROOM_SIGNALS, ports.now());
  }

  /** Sends a signal: at once, or at the end of the open window if no newer one replaces it. */
  add({ event, json, n = 0 }: KeyedSignalEffect, own: Connection | undefined): void {
    const text = isDirected(event) ? encodeEvent(event) : json;
    const signal = { event, text, own, n };
    const now = this.ports.now();
    // The timer of a busy machine may be late: what comes first ends the window.
    const isWithin = this.isOpen && now < this.endsAt;
    if (this.ports.fanOut.isSending) {
      this.wait(signal);
      if (!isWithin) this.openWindow();
    } else if (isWithin) {
      this.wait(signal);
      if (this.waitingCharacters > MAX_WAITING_CHARACTERS) this.sendWaiting();
    } else this.sendNow(signal, now);
  }

  /** With what waits since a window whose end is late. */
  private sendNow(signal: WaitingSignal, now: number): void {
    const needsNoWindow = this.ports.connections.count <= SMALL_ROOM_CONNECTIONS && this.atOnce.take(now);
    if (this.waiting.size > 0) {
      this.wait(signal);
      this.sendWaiting();
    } else {
      const keepsEchoes = needsNoWindow && now - this.lastSentAt <= FREQUENT_MS;
      this.send([signal], keepsEchoes);
      if (signal.own !== undefined && signal.own.unechoed !== 0) this.sendEchoLater();
    }
    this.lastSentAt = now;
    if (!needsNoWindow) this.openWindow();
  }

  /** In the place of an older one of its sender and key. */
  private wait(signal: WaitingSignal): void {
    const { from, key, to = "", role = "" } = signal.event;
    const place = `${from.id} ${key} ${role} ${to}`;
    const replaced = this.waiting.get(place);
    if (replaced !== undefined) this.waitingCharacters -= charactersOf(place, replaced);
    const n = Math.max(signal.n, replaced?.n ?? 0);
    this.waiting.set(place, { ...signal, n });
    this.waitingCharacters += charactersOf(place, signal);
  }

  /** A window that is open already, whose end is late, begins again: its timer goes on. */
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
    this.sendWaiting();
    this.openWindow();
  }

  /** Sends what waits, which may take several turns. Behind something else that does, it goes on waiting. */
  private sendWaiting(): void {
    if (this.ports.fanOut.isSending) return;
    const waiting = [...this.waiting.values()];
    this.waiting.clear();
    this.waitingCharacters = 0;
    this.send(waiting, false);
  }

  private send(signals: readonly WaitingSignal[], keepsEchoes: boolean): void {
    const frames = new SignalFrames(signals, this.lanes, keepsEchoes);
    this.ports.fanOut.sendLossy((connection) => frames.for(connection));
  }

  /** Those that no signal has taken along until then. */
  private sendEchoLater(): void {
    if (this.isEchoDue) return;
    this.isEchoDue = true;
    this.ports.setTimer(() => this.sendEchoes(), MAX_ECHO_MS);
  }

  private sendEchoes(): void {
    this.isEchoDue = false;
    if (this.ports.fanOut.isSending) return this.sendEchoLater();
    this.ports.fanOut.sendLossy(echoFrameFor);
  }
}

function charactersOf(place: string, { event, text }: WaitingSignal): number {
  return place.length + event.from.name.length + text.length;
}
