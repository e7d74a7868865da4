/** Keeps one link to the room: opens it, watches it, and opens another when it is lost, until told to stop. */
import { adviceFor, CLOSE_CODES } from "../protocol/close-advice.ts";
import { encodeCommand } from "../protocol/encode.ts";
import type { Command } from "../protocol/commands.ts";
import type { Self } from "../protocol/member.ts";
import type { Position } from "../protocol/position.ts";
import { exhaustive } from "../text/exhaustive.ts";
import type { ConnectionState, KeyValueStorage, Roster, Transport } from "./api.ts";
import { Backoff, STABLE_AFTER_MS } from "./backoff.ts";
import type { Cancel, Environment, NetworkChange } from "./environment.ts";
import type { JoinCredentials } from "./client-identity.ts";
import { TransportFallback, type LinkKind } from "./transport-fallback.ts";
import {
  ABNORMAL_CLOSURE,
  type LinkClosure,
  type Link,
  type LinkEvents,
  type LinkOptions,
  type LinkConstructor,
} from "./link.ts";
import { transportMemory, type TransportMemory } from "./transport-memory.ts";
import type { TransportUpgrader } from "./transports/transport-upgrader.ts";
import { SocketLink } from "./transports/socket-link.ts";

/** For the application to give a token, and from one frame of the replay to the next. */
const PROGRESS_TIMEOUT_MS = 10_000;
/** Where somebody is waiting, the next try comes within this. */
const FAST_RETRY_MS = 300;
/** A machine that says it has no network is often wrong, so it is tried all the same, but not often. */
const OFFLINE_PROBE_MS = 10_000;
/** From here on codes are the room's own: whatever carried one works. */
const FIRST_APPLICATION_CODE = 4_000;

export interface ReconnectingLinkOptions {
  readonly environment: Environment;
  readonly room: URL;
  readonly storage: KeyValueStorage;
}

export interface ReconnectingLinkPorts {
  credentials(): Promise<JoinCredentials>;
  position(): Position | undefined;
  roster(): Roster;
  /** who is joined */
  self(): Self | undefined;
  /** true if nothing that was sent waits for an answer */
  isIdle(): boolean;
  frame(frame: string): void;
  /** The link is gone; nothing that waited for an answer on it will get one. */
  lost(closure: LinkClosure): void;
  changed(change: { readonly from: ConnectionState; readonly to: ConnectionState }): void;
  /** What was held back while links were changed may go. */
  resumed(): void;
  /** The room does not take the token. Returns true if there is another way to try. */
  refreshToken(closure: LinkClosure): boolean;
}

type Phase =
  | { readonly name: "idle" }
  /** `isOpening` once it is the way that is tried, no longer the application's token that is waited for */
  | { readonly name: "attempting"; link: Link | undefined; isOpening: boolean }
  | { readonly name: "joined"; readonly link: Link; readonly since: number; isCaughtUp: boolean }
  | { readonly name: "waiting" }
  | { readonly name: "closed" };

const NOOP: Cancel = () => {};

export class ReconnectingLink {
  readonly #environment: Environment;
  readonly #room: URL;
  readonly #ports: ReconnectingLinkPorts;
  readonly #backoff: Backoff;
  readonly #transportMemory: TransportMemory;
  readonly #fallback: TransportFallback;
  #upgrader: TransportUpgrader | undefined;
  #phase: Phase = { name: "idle" };
  #state: ConnectionState = { name: "idle" };
  #spreadMs = 0;
  #hasNetwork = true;
  #cancelTimer = NOOP;
  #cancelStableTimer = NOOP;
  #stopListening = NOOP;

  constructor({ environment, room, storage }: ReconnectingLinkOptions, ports: ReconnectingLinkPorts) {
    this.#environment = environment;
    this.#room = room;
    this.#ports = ports;
    this.#backoff = new Backoff(environment.random);
    this.#transportMemory = transportMemory(storage, room.origin, environment.now);
    this.#fallback = new TransportFallback(this.#transportMemory.load());
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** Asked of the link as well: whoever hears of its loss hears it before the state says so. */
  get isOnline(): boolean {
    return this.#link !== undefined && this.#state.name === "online";
  }

  /** False also for the moment in which a better link waits for the answers that are due on this one. */
  get canSend(): boolean {
    return this.isOnline && this.#upgrader?.isSwapPending !== true;
  }

  get transport(): Transport | undefined {
    return this.#phase.name === "joined" ? this.#phase.link.transport : undefined;
  }

  start(): void {
    if (this.#phase.name !== "idle") return;
    this.#stopListening =
      this.#environment.onNetworkChange?.((change) => this.#networkChanged(change)) ?? NOOP;
    this.#setState({ name: "connecting", since: this.#environment.now() });
    this.#attempt();
  }

  send(command: Command): void {
    this.#link?.send(encodeCommand(command));
  }

  /** The room has welcomed this side. */
  joined(spreadMs: number): void {
    const link = this.#link;
    if (link === undefined) return;
    this.#spreadMs = spreadMs;
    this.#fallback.joined();
    this.#useLink(link, false);
  }

  /** Everything missed was delivered. */
  caughtUp(): void {
    if (this.#phase.name !== "joined") return;
    this.#phase.isCaughtUp = true;
    this.#cancelTimer();
    this.#markOnline();
  }

  /** Gives the link up, as if it had been cut. */
  drop(): void {
    if (this.#link !== undefined) this.#linkLost(ABNORMAL_CLOSURE);
  }

  /** Tries now; or finds out soon whether the link is still alive. */
  wake(): void {
    switch (this.#phase.name) {
      case "joined":
        this.#phase.link.probe();
        return this.#upgrader?.trySoon();
      case "waiting":
        return this.#retrySoon();
      case "idle":
      case "attempting":
      case "closed":
        return;
      default:
        exhaustive(this.#phase);
    }
  }

  close({ code, reason, fatal }: { code: number; reason: string; fatal: boolean }): void {
    if (this.#phase.name === "closed") return;
    this.#closeLink({ name: "closed" });
    this.#stopListening();
    this.#setState({ name: "closed", code, reason, fatal });
  }

  get #link(): Link | undefined {
    return this.#phase.name === "attempting" || this.#phase.name === "joined" ? this.#phase.link : undefined;
  }

  #attempt(): void {
    const attempt = { name: "attempting" as const, link: undefined, isOpening: false };
    this.#phase = attempt;
    this.#expectProgress(PROGRESS_TIMEOUT_MS);
    void this.#open(attempt);
  }

  async #open(attempt: Phase & { name: "attempting" }): Promise<void> {
    const credentials = await this.#ports.credentials().catch(() => undefined);
    if (this.#phase !== attempt) return;
    if (credentials === undefined) return this.#linkLost(ABNORMAL_CLOSURE);
    attempt.isOpening = true;
    this.#expectProgress(this.#fallback.deadlineMs);
    const Link = await this.#loadLinkClass().catch(() => undefined);
    if (this.#phase !== attempt) return;
    if (Link === undefined) return this.#linkLost(ABNORMAL_CLOSURE);
    try {
      attempt.link = new Link(this.#linkOptions(credentials, this.#linkEvents));
    } catch (error) {
      // Only what was offered can be at fault: a token with letters that no header may have, or the URL.
      this.#linkLost({ code: CLOSE_CODES.invalid_token, reason: String(error), isClean: true });
    }
  }

  /** The kind of link to try now. */
  async #loadLinkClass(): Promise<LinkConstructor> {
    const { current: kind } = this.#fallback;
    if (kind === "websocket") return SocketLink;
    const { StreamLink, PollLink, TransportUpgrader } = await this.#environment.loadFallbacks();
    this.#upgrader ??= new TransportUpgrader(this.#environment, {
      ...this.#ports,
      better: () => this.#fallback.better,
      linkOptions: (events) => this.#linkOptions({ token: this.#ports.self()?.token }, events),
      isReady: () => this.isOnline && this.#ports.isIdle(),
      swap: (link, kind) => this.#swap(link, kind),
    });
    return kind === "events" ? StreamLink : PollLink;
  }

  #linkOptions(credentials: JoinCredentials, events: LinkEvents): LinkOptions {
    return { ...this.#ports, environment: this.#environment, room: this.#room, credentials, events };
  }

  readonly #linkEvents: LinkEvents = {
    activity: () => this.#onActivity(),
    frame: (frame) => {
      this.#ports.frame(frame);
      this.#upgrader?.trySwap();
    },
    closed: (closure) => this.#linkLost(closure),
  };

  #onActivity(): void {
    if (this.#phase.name !== "joined") return;
    if (this.#phase.isCaughtUp) this.#markOnline();
    else this.#expectProgress(PROGRESS_TIMEOUT_MS);
  }

  /** Gives the link up if nothing comes for a while. */
  #expectProgress(ms: number): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#environment.setTimer(() => this.#linkLost(ABNORMAL_CLOSURE), ms);
  }

  /** Joined by `link`. */
  #useLink(link: Link, isCaughtUp: boolean): void {
    const since = this.#environment.now();
    this.#phase = { name: "joined", link, since, isCaughtUp };
    this.#cancelStableTimer();
    this.#cancelStableTimer = this.#environment.setTimer(() => {
      this.#backoff.reset();
      this.#transportMemory.save(this.#fallback.current);
    }, STABLE_AFTER_MS);
    link.startHeartbeat();
    this.#upgrader?.start();
  }

  /** Goes on with a better link; the application is told nothing, for nothing changed for it. */
  #swap(link: Link, kind: LinkKind): LinkEvents {
    this.#link?.close();
    this.#fallback.upgraded(kind);
    this.#useLink(link, true);
    return this.#linkEvents;
  }

  #markOnline(): void {
    this.#hasNetwork = true;
    if (!this.isOnline) this.#setState({ name: "online", since: this.#environment.now() });
  }

  #linkLost(closure: LinkClosure): void {
    const shouldTryNext = this.#recordFailure(closure);
    const spreadMs = this.#phase.name === "joined" && !closure.isClean ? this.#spreadMs : undefined;
    const waiting: Phase = { name: "waiting" };
    this.#closeLink(waiting);
    this.#ports.lost(closure);
    // Whoever was told may have closed the room.
    if (this.#phase !== waiting) return;
    if (shouldTryNext) return this.#attempt();
    const { code, reason } = closure;
    const advice = adviceFor(code);
    switch (advice) {
      case "retry":
        return this.#retryWithBackoff(spreadMs);
      case "refresh_token":
        if (this.#ports.refreshToken(closure)) return this.#retryWithBackoff();
        return this.close({ code, reason, fatal: true });
      case "stop":
        return this.close({ code, reason, fatal: true });
      default:
        exhaustive(advice);
    }
  }

  /** Tells the ladder what its rung is to blame for. True if another one is to be tried at once. */
  #recordFailure({ code }: LinkClosure): boolean {
    if (code >= FIRST_APPLICATION_CODE) return false;
    const phase = this.#phase;
    if (phase.name === "joined") this.#fallback.lost(this.#environment.now() - phase.since);
    return phase.name === "attempting" && phase.isOpening && this.#fallback.failed();
  }

  #closeLink(next: Phase): void {
    this.#upgrader?.stop();
    this.#cancelTimer();
    this.#cancelStableTimer();
    this.#link?.close();
    this.#phase = next;
  }

  #retryWithBackoff(spreadMs?: number): void {
    const delayMs = this.#backoff.nextDelayMs(spreadMs);
    this.#retryAfter(this.#hasNetwork ? delayMs : Math.max(delayMs, OFFLINE_PROBE_MS));
  }

  #retrySoon(): void {
    const remainingMs = "retryAt" in this.#state ? this.#state.retryAt - this.#environment.now() : 0;
    // A try that is overdue is stuck in the timer of a machine that slept: it is made anew.
    if (remainingMs > 0 && remainingMs <= FAST_RETRY_MS) return;
    this.#retryAfter(this.#environment.random() * FAST_RETRY_MS);
  }

  #retryAfter(exactMs: number): void {
    const delayMs = Math.round(exactMs);
    this.#cancelTimer();
    this.#cancelTimer = this.#environment.setTimer(() => this.#attempt(), delayMs);
    this.#showDisconnected(this.#environment.now() + delayMs);
  }

  #networkChanged(change: NetworkChange): void {
    this.#hasNetwork = change === "online";
    switch (this.#phase.name) {
      case "waiting":
        return this.#hasNetwork
          ? this.#retryAfter(this.#environment.random() * FAST_RETRY_MS)
          : this.#retryWithBackoff();
      case "joined":
        // The link may have survived: it is asked, and only its silence is believed.
        if (this.#hasNetwork) this.#upgrader?.trySoon();
        else this.#showDisconnected(this.#environment.now());
        return this.#phase.link.probe();
      case "attempting":
        return this.#state.name === "connecting" && this.#hasNetwork
          ? undefined
          : this.#showDisconnected(this.#environment.now());
      case "idle":
      case "closed":
        return;
      default:
        exhaustive(this.#phase);
    }
  }

  #showDisconnected(retryAt: number): void {
    const since =
      this.#state.name === "reconnecting" || this.#state.name === "offline"
        ? this.#state.since
        : this.#environment.now();
    this.#setState({ name: this.#hasNetwork ? "reconnecting" : "offline", since, retryAt });
  }

  #setState(to: ConnectionState): void {
    const from = this.#state;
    this.#state = to;
    this.#ports.changed({ from, to });
  }
}
