/**
 * Looks for a better way while a lesser one is joined, and changes over without anybody noticing (SPEC CLIMB-6).
 * An attempt is a real join, as the same member and from where this side stands.
 */
import type { Self } from "../../protocol/member.ts";
import type { Roster } from "../api.ts";
import type { Cancel, Environment } from "../environment.ts";
import { EARLY_LOSS_MS, type LinkKind } from "../transport-fallback.ts";
import type { Link, LinkEvents, LinkOptions } from "../link.ts";
import { UpgradeCandidate } from "./upgrade-candidate.ts";

const INITIAL_DELAY_MS = 60_000;
const MAX_DELAY_MS = 1_800_000;
/** Drawn from 75 % to 125 %, so that a crowd behind one wall does not run against it together. */
const JITTER = 0.5;
/** Where there is reason to hope, but not more often than this. */
const SOON_MS = 1_000;
const MIN_GAP_MS = 15_000;
const WELCOME_TIMEOUT_MS = 10_000;
/** For what was sent to be answered. */
const SWAP_TIMEOUT_MS = 5_000;

export interface TransportUpgraderPorts {
  /** the better rungs, best first */
  better(): readonly LinkKind[];
  linkOptions(events: LinkEvents): LinkOptions;
  self(): Self | undefined;
  roster(): Roster;
  /** true if links may be changed now: nothing that was sent waits for an answer */
  isReady(): boolean;
  /** Lets the old link go, and says where what the new one brings is to go. */
  swap(link: Link, kind: LinkKind): LinkEvents;
  /** What was held back may be sent. */
  resumed(): void;
}

export class TransportUpgrader {
  readonly #environment: Environment;
  readonly #ports: TransportUpgraderPorts;
  #candidate: UpgradeCandidate | undefined;
  #delayMs = INITIAL_DELAY_MS;
  #attemptedAt = -Infinity;
  #upgradedAt = Infinity;
  #cancelTimer: Cancel = () => {};

  constructor(environment: Environment, ports: TransportUpgraderPorts) {
    this.#environment = environment;
    this.#ports = ports;
  }

  /** True while a better link only waits for the moment to change over. */
  get isSwapPending(): boolean {
    return this.#candidate?.welcomedLink !== undefined;
  }

  /** A rung is joined; where it is a lesser one, a better one is looked for. */
  start(): void {
    if (this.#ports.better().length === 0) return;
    if (this.#environment.now() - this.#upgradedAt >= EARLY_LOSS_MS) this.#delayMs = INITIAL_DELAY_MS;
    this.#upgradedAt = Infinity;
    this.#scheduleAttempt();
  }

  /** The link is gone, and with it what was to take its place. */
  stop(): void {
    this.#cancelTimer();
    this.#drop();
  }

  /** There is reason to hope: the network changed, or somebody looks. */
  trySoon(): void {
    const sinceMs = Math.abs(this.#environment.now() - this.#attemptedAt);
    if (this.#candidate !== undefined || sinceMs < MIN_GAP_MS || this.#ports.better().length === 0) return;
    this.#attemptAfter(this.#environment.random() * SOON_MS);
  }

  /** Changes over if the new link is there and nothing is under way. */
  trySwap(): void {
    const candidate = this.#candidate;
    const link = candidate?.welcomedLink;
    if (candidate === undefined || link === undefined || !this.#ports.isReady()) return;
    this.#cancelTimer();
    this.#candidate = undefined;
    this.#increaseDelay();
    this.#upgradedAt = this.#environment.now();
    candidate.handOver(this.#ports.swap(link, candidate.kind));
    this.#ports.resumed();
  }

  #scheduleAttempt(): void {
    this.#attemptAfter(this.#delayMs * (1 + (this.#environment.random() - 0.5) * JITTER));
  }

  #attemptAfter(ms: number): void {
    this.#timer(() => {
      this.#attemptedAt = this.#environment.now();
      this.#attempt(this.#ports.better());
    }, ms);
  }

  #attempt([kind, ...remaining]: readonly LinkKind[]): void {
    if (kind === undefined) return this.#attemptFailed();
    const { self, roster, linkOptions } = this.#ports;
    const failed = () => {
      if (candidate !== this.#candidate) return;
      const isLast = this.isSwapPending;
      this.#drop();
      // One that was welcomed and could not take over says nothing against its rung.
      if (isLast) this.#attemptFailed();
      else this.#attempt(remaining);
    };
    const welcomed = () => {
      this.#timer(failed, SWAP_TIMEOUT_MS);
      this.trySwap();
    };
    const candidate = new UpgradeCandidate(kind, { self, roster, welcomed, failed });
    this.#candidate = candidate;
    this.#timer(failed, WELCOME_TIMEOUT_MS);
    candidate.open(linkOptions(candidate));
  }

  #attemptFailed(): void {
    this.#increaseDelay();
    this.#scheduleAttempt();
  }

  /** Taken back by `start`, if what was climbed to has lived. */
  #increaseDelay(): void {
    this.#delayMs = Math.min(MAX_DELAY_MS, this.#delayMs * 2);
  }

  #drop(): void {
    const wasWaiting = this.isSwapPending;
    this.#candidate?.close();
    this.#candidate = undefined;
    if (wasWaiting) this.#ports.resumed();
  }

  #timer(fn: () => void, ms: number): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#environment.setTimer(fn, ms);
  }
}
