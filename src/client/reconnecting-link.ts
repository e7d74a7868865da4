/** Keeps a session linked to its room: opens a link, and another whenever it is lost, until closed. */
import { adviceFor, CLOSE_CODES } from "../protocol/close-advice.ts";
import { encodeCommand } from "../protocol/encode.ts";
import type { Command } from "../protocol/commands.ts";
import { exhaustive } from "../text/exhaustive.ts";
import type { ConnectionState, RoomClientEvents, Transport } from "./api.ts";
import { ConnectionStatus } from "./connection-status.ts";
import type { Emitter } from "./emitter.ts";
import { ABNORMAL_CLOSURE, DAMAGED_FRAME, type Link, type LinkClosure, type LinkEvents } from "./link.ts";
import { LinkEventGate } from "./link-event-gate.ts";
import type { LinkAttempt, LinkPhase } from "./link-phase.ts";
import type { Cancel, NetworkChange, Platform } from "./platform.ts";
import { closureOfError } from "./request-ticket.ts";
import { Reconnector } from "./reconnector.ts";
import type { LinkedSession, SessionLink } from "./session-link.ts";
import { Timer } from "./timer.ts";
import type { LinkKind } from "./transport-fallback.ts";
import { TransportSelector, type TransportSelectorOptions } from "./transport-selector.ts";

/** Close codes from here on are the room's own: the transport that carried one works. */
const FIRST_ROOM_CODE = 4_000;
/** The longest wait for the application's token, and from one frame of the replay to the next. */
const PROGRESS_TIMEOUT_MS = 10_000;

export interface ReconnectingLinkOptions extends TransportSelectorOptions {
  readonly events: Emitter<RoomClientEvents>;
}

export class ReconnectingLink implements SessionLink {
  readonly #platform: Platform;
  readonly #status: ConnectionStatus;
  readonly #transports: TransportSelector;
  readonly #reconnector: Reconnector;
  readonly #progressTimer: Timer;
  readonly #gate: LinkEventGate;
  /** set by `start`, before which nothing needs it */
  #session!: LinkedSession;
  #phase: LinkPhase = { name: "idle" };
  #spreadMs = 0;
  /** the pause that the room asked for when it refused the present attempt */
  #retryAfterMs = 0;
  #stopListening: Cancel | undefined;

  constructor({ environment, room, storage, events }: ReconnectingLinkOptions) {
    this.#platform = environment;
    this.#status = new ConnectionStatus(environment.now, events);
    this.#transports = new TransportSelector({ environment, room, storage });
    this.#reconnector = new Reconnector(environment, this.#status, {
      attempt: () => this.#attempt(),
      stable: () => this.#transports.stable(),
    });
    this.#progressTimer = new Timer(environment);
    this.#gate = new LinkEventGate({
      frame: (frame) => {
        this.#session.frame(frame);
        this.#transports.upgrader?.trySwap();
      },
      activity: () => this.#noteActivity(),
      closed: (closure) => this.#lost(closure),
    });
  }

  get state(): ConnectionState {
    return this.#status.state;
  }

  /** Depends on the link too: listeners learn of its loss before the state changes. */
  get isOnline(): boolean {
    return this.#link !== undefined && this.state.name === "online";
  }

  get canSend(): boolean {
    return this.isOnline && this.#transports.upgrader?.isSwapPending !== true;
  }

  get transport(): Transport | undefined {
    return this.#phase.name === "joined" ? this.#phase.link.transport : undefined;
  }

  /** Starts to connect `session`, once. */
  start(session: LinkedSession): void {
    if (this.#phase.name !== "idle") return;
    this.#session = session;
    this.#stopListening = this.#platform.onNetworkChange?.((change) => this.#networkChanged(change));
    this.#transports.start({
      session,
      isOnline: () => this.isOnline,
      swap: (link, kind) => this.#swap(link, kind),
    });
    this.#status.connecting();
    this.#attempt();
  }

  send(command: Command): void {
    this.#link?.send(encodeCommand(command));
  }

  joined(spreadMs: number): void {
    const link = this.#link;
    if (link === undefined) return;
    this.#spreadMs = spreadMs;
    this.#use(link, false);
    this.#transports.joined();
  }

  refused(retryAfterMs: number): boolean {
    if (this.#phase.name !== "attempting") return false;
    this.#retryAfterMs = retryAfterMs;
    return true;
  }

  caughtUp(): void {
    if (this.#phase.name !== "joined") return;
    this.#phase.isCaughtUp = true;
    this.#progressTimer.stop();
    this.#noteActivity();
  }

  drop(): void {
    if (this.#link !== undefined) this.#lost(ABNORMAL_CLOSURE);
  }

  wake(): void {
    if (this.#phase.name === "waiting") return this.#reconnector.hurry();
    if (this.#phase.name !== "joined") return;
    this.#phase.link.probe();
    this.#transports.upgrader?.trySoon();
  }

  /** Closes for good. */
  close(close: { readonly code: number; readonly reason: string; readonly fatal: boolean }): void {
    if (this.#phase.name === "closed") return;
    this.#release({ name: "closed" });
    this.#stopListening?.();
    this.#status.closed(close);
  }

  get #link(): Link | undefined {
    return this.#phase.name === "attempting" || this.#phase.name === "joined" ? this.#phase.link : undefined;
  }

  #attempt(): void {
    this.#retryAfterMs = 0;
    const attempt: LinkAttempt = { name: "attempting", link: undefined, isOpening: false };
    this.#phase = attempt;
    this.#expectProgress();
    void this.#open(attempt);
  }

  async #open(attempt: LinkAttempt): Promise<void> {
    const credentials = await this.#session.credentials().catch(closureOfError);
    if (this.#phase !== attempt) return;
    if ("code" in credentials) return this.#lost(credentials);
    attempt.isOpening = true;
    this.#expectProgress(this.#transports.deadlineMs);
    const link = await this.#transports.createLink(credentials, this.#gate.open()).catch(() => undefined);
    if (this.#phase !== attempt) return;
    if (link === undefined) return this.#lost(ABNORMAL_CLOSURE);
    attempt.link = link;
    try {
      link.open();
    } catch (error) {
      // The credentials or the URL are at fault: a token with characters that no header may have.
      this.#lost({ code: CLOSE_CODES.invalid_token, reason: String(error), isClean: true });
    }
  }

  #noteActivity(): void {
    if (this.#phase.name !== "joined") return;
    if (!this.#phase.isCaughtUp) this.#expectProgress();
    else if (this.#status.online() && this.isOnline) this.#session.resumed();
  }

  /** Gives the link up if nothing is received for `ms`. */
  #expectProgress(ms = PROGRESS_TIMEOUT_MS): void {
    this.#progressTimer.start(ms, () => this.#lost(ABNORMAL_CLOSURE));
  }

  /** `link` is joined. */
  #use(link: Link, isCaughtUp: boolean): void {
    this.#phase = { name: "joined", link, since: this.#platform.now(), isCaughtUp };
    this.#status.hasNetwork = true;
    this.#reconnector.joined();
    link.startHeartbeat();
  }

  /** Replaces the link by a better one; the state does not change, for nothing changes for the application. */
  #swap(link: Link, kind: LinkKind): LinkEvents {
    this.#link?.close();
    this.#use(link, true);
    this.#transports.upgraded(kind);
    return this.#gate.open();
  }

  #lost(closure: LinkClosure): void {
    const shouldTryNext = this.#recordFailure(closure);
    const spreadMs = this.#phase.name === "joined" && !closure.isClean ? this.#spreadMs : undefined;
    const retryAfterMs = closure.retryAfterMs ?? this.#retryAfterMs;
    this.#status.closeCode = closure.code >= FIRST_ROOM_CODE ? closure.code : undefined;
    const waiting: LinkPhase = { name: "waiting" };
    this.#release(waiting);
    this.#session.lost(closure);
    // A listener may have closed the room.
    if (this.#phase !== waiting) return;
    if (shouldTryNext) return this.#attempt();
    const advice = adviceFor(closure.code);
    switch (advice) {
      case "retry":
        return this.#reconnector.afterFailure({ spreadMs, retryAfterMs });
      case "refresh_token": {
        const hasOther = this.#session.refreshToken(closure);
        // So may a listener of the failure.
        if (this.#phase !== waiting) return;
        return hasOther ? this.#reconnector.afterFailure() : this.#fail(closure);
      }
      case "stop":
        return this.#fail(closure);
      default:
        exhaustive(advice);
    }
  }

  /** Counts a failure against the transport if it is to blame. True if another one is to be tried at once. */
  #recordFailure({ code }: LinkClosure): boolean {
    if (code >= FIRST_ROOM_CODE) return false;
    if (code === DAMAGED_FRAME.code) this.#transports.damaged();
    const phase = this.#phase;
    if (phase.name === "joined") this.#transports.lost(this.#platform.now() - phase.since);
    return phase.name === "attempting" && phase.isOpening && this.#transports.failed();
  }

  #release(next: LinkPhase): void {
    const link = this.#link;
    this.#phase = next;
    this.#gate.close();
    link?.close();
    this.#transports.upgrader?.stop();
    this.#reconnector.stop();
    this.#progressTimer.stop();
  }

  #fail({ code, reason }: LinkClosure): void {
    this.#session.close();
    this.close({ code, reason, fatal: true });
  }

  #networkChanged(change: NetworkChange): void {
    const hasNetwork = change === "online";
    this.#status.hasNetwork = hasNetwork;
    const phase = this.#phase;
    if (phase.name === "waiting") {
      if (hasNetwork) this.#reconnector.soon();
      else this.#reconnector.afterFailure();
    } else if (phase.name === "joined") {
      // The link may have survived: it is probed, and only a missing answer counts.
      phase.link.probe();
      if (hasNetwork) this.#transports.upgrader?.trySoon();
      else this.#status.disconnected(this.#platform.now());
    } else if (phase.name === "attempting" && !(hasNetwork && this.state.name === "connecting")) {
      this.#status.disconnected(this.#platform.now());
    }
  }
}
