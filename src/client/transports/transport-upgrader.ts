/**
 * Looks for a better transport while a worse one is joined, and changes over unnoticed (SPEC CLIMB-6). Each try is a
 * real join by the same member from the same position.
 */
import type { Platform } from "../platform.ts";
import { EARLY_LOSS_MS, type LinkKind } from "../transport-fallback.ts";
import type { Link, LinkEvents, HttpLinkOptions } from "../link.ts";
import type { LinkedSession } from "../session-link.ts";
import { Timer } from "../timer.ts";
import { UpgradeCandidate } from "./upgrade-candidate.ts";

const INITIAL_DELAY_MS = 60_000;
const MAX_DELAY_MS = 1_800_000;
/** Drawn from 75 % to 125 %, so that many clients behind one proxy do not try it together. */
const JITTER = 0.5;
/** Where there is reason to expect success, but not more often than the gap. */
const SOON_MS = 1_000;
const MIN_GAP_MS = 15_000;
const WELCOME_TIMEOUT_MS = 10_000;
/** The longest wait for the replies that are due on the current link. */
const SWAP_TIMEOUT_MS = 5_000;

export interface UpgradeHost {
  readonly session: LinkedSession;
  /** the better transports, best first */
  better(): readonly LinkKind[];
  linkOptions(events: LinkEvents): HttpLinkOptions;
  isOnline(): boolean;
  /** Closes the current link and returns the events of its successor. */
  swap(link: Link, kind: LinkKind): LinkEvents;
}

export class TransportUpgrader {
  readonly #platform: Platform;
  readonly #host: UpgradeHost;
  readonly #timer: Timer;
  #candidate: UpgradeCandidate | undefined;
  #delayMs = INITIAL_DELAY_MS;
  #attemptedAt = -Infinity;
  #upgradedAt = Infinity;

  constructor(platform: Platform, host: UpgradeHost) {
    this.#platform = platform;
    this.#host = host;
    this.#timer = new Timer(platform);
  }

  /** True while a better link is welcomed and waits for the moment to take over. */
  get isSwapPending(): boolean {
    return this.#candidate?.welcomedLink !== undefined;
  }

  /** A link is joined; unless its transport is the best, better ones are tried from now on. */
  start(): void {
    if (this.#host.better().length === 0) return;
    if (this.#platform.now() - this.#upgradedAt >= EARLY_LOSS_MS) this.#delayMs = INITIAL_DELAY_MS;
    this.#upgradedAt = Infinity;
    this.#scheduleAttempt();
  }

  /** The link is gone, and with it the candidate to replace it. */
  stop(): void {
    this.#timer.stop();
    this.#drop();
  }

  /** There is reason to expect success: the network changed, or the user returned. */
  trySoon(): void {
    const sinceMs = Math.abs(this.#platform.now() - this.#attemptedAt);
    if (this.#candidate !== undefined || sinceMs < MIN_GAP_MS || this.#host.better().length === 0) return;
    this.#attemptAfter(this.#platform.random() * SOON_MS);
  }

  /** Changes over if a candidate is welcomed and no command waits for its reply. */
  trySwap(): void {
    const candidate = this.#candidate;
    const link = candidate?.welcomedLink;
    if (candidate === undefined || link === undefined) return;
    if (!this.#host.isOnline() || !this.#host.session.isIdle) return;
    this.#timer.stop();
    this.#candidate = undefined;
    this.#increaseDelay();
    this.#upgradedAt = this.#platform.now();
    candidate.handOver(this.#host.swap(link, candidate.kind));
    this.#host.session.resumed();
  }

  #scheduleAttempt(): void {
    this.#attemptAfter(this.#delayMs * (1 + (this.#platform.random() - 0.5) * JITTER));
  }

  #attemptAfter(ms: number): void {
    this.#timer.start(ms, () => {
      this.#attemptedAt = this.#platform.now();
      this.#attempt(this.#host.better());
    });
  }

  #attempt([kind, ...remaining]: readonly LinkKind[]): void {
    if (kind === undefined) return this.#attemptFailed();
    const failed = () => {
      if (candidate !== this.#candidate) return;
      const isLast = this.isSwapPending;
      this.#drop();
      // One that was welcomed and could not take over proves nothing against its transport.
      if (isLast) this.#attemptFailed();
      else this.#attempt(remaining);
    };
    const welcomed = () => {
      this.#timer.start(SWAP_TIMEOUT_MS, failed);
      this.trySwap();
    };
    const candidate = new UpgradeCandidate(kind, { session: this.#host.session, welcomed, failed });
    this.#candidate = candidate;
    this.#timer.start(WELCOME_TIMEOUT_MS, failed);
    candidate.open(this.#host.linkOptions(candidate));
  }

  #attemptFailed(): void {
    this.#increaseDelay();
    this.#scheduleAttempt();
  }

  /** Reset by `start` if the transport upgraded to did not fail early. */
  #increaseDelay(): void {
    this.#delayMs = Math.min(MAX_DELAY_MS, this.#delayMs * 2);
  }

  #drop(): void {
    const wasWaiting = this.isSwapPending;
    this.#candidate?.close();
    this.#candidate = undefined;
    if (wasWaiting) this.#host.session.resumed();
  }
}
