/**
 * Looks for a better way while a lesser one is joined, and changes over without anybody noticing (SPEC CLIMB-6).
 * An attempt is a real join, as the same member and from where this side stands.
 */
import type { Self } from "../../protocol/member.ts";
import type { Roster } from "../api.ts";
import type { Cancel, Environment } from "../environment.ts";
import { SHORT_LIFE_MS, type Rung } from "../ladder.ts";
import type { Link, LinkEvents, LinkParts } from "../link.ts";
import { Candidate } from "./candidate.ts";

const FIRST_AFTER_MS = 60_000;
const MAX_AFTER_MS = 1_800_000;
/** Drawn from 75 % to 125 %, so that a crowd behind one wall does not run against it together. */
const JITTER = 0.5;
/** Where there is reason to hope, but not more often than this. */
const HURRY_MS = 1_000;
const HURRY_GAP_MS = 15_000;
const WELCOME_TIMEOUT_MS = 10_000;
/** For what was sent to be answered. */
const SWAP_TIMEOUT_MS = 5_000;

export interface ClimberPorts {
  /** the better rungs, best first */
  above(): readonly Rung[];
  parts(events: LinkEvents): LinkParts;
  self(): Self | undefined;
  roster(): Roster;
  /** true if links may be changed now: nothing that was sent waits for an answer */
  isReady(): boolean;
  /** Lets the old link go, and says where what the new one brings is to go. */
  swap(link: Link, rung: Rung): LinkEvents;
  /** What was held back may be sent. */
  resumed(): void;
}

export class Climber {
  readonly #environment: Environment;
  readonly #ports: ClimberPorts;
  #candidate: Candidate | undefined;
  #afterMs = FIRST_AFTER_MS;
  #triedAt = -Infinity;
  #climbedAt = Infinity;
  #cancelTimer: Cancel = () => {};

  constructor(environment: Environment, ports: ClimberPorts) {
    this.#environment = environment;
    this.#ports = ports;
  }

  /** True while a better link only waits for the moment to change over. */
  get isWaiting(): boolean {
    return this.#candidate?.welcomedLink !== undefined;
  }

  /** A rung is joined; where it is a lesser one, a better one is looked for. */
  start(): void {
    if (this.#ports.above().length === 0) return;
    if (this.#environment.now() - this.#climbedAt >= SHORT_LIFE_MS) this.#afterMs = FIRST_AFTER_MS;
    this.#climbedAt = Infinity;
    this.#tryLater();
  }

  /** The link is gone, and with it what was to take its place. */
  stop(): void {
    this.#cancelTimer();
    this.#drop();
  }

  /** There is reason to hope: the network changed, or somebody looks. */
  hurry(): void {
    const sinceMs = Math.abs(this.#environment.now() - this.#triedAt);
    if (this.#candidate !== undefined || sinceMs < HURRY_GAP_MS || this.#ports.above().length === 0) return;
    this.#tryIn(this.#environment.random() * HURRY_MS);
  }

  /** Changes over if the new link is there and nothing is under way. */
  trySwap(): void {
    const candidate = this.#candidate;
    const link = candidate?.welcomedLink;
    if (candidate === undefined || link === undefined || !this.#ports.isReady()) return;
    this.#cancelTimer();
    this.#candidate = undefined;
    this.#slowDown();
    this.#climbedAt = this.#environment.now();
    candidate.goOn(this.#ports.swap(link, candidate.rung));
    this.#ports.resumed();
  }

  #tryLater(): void {
    this.#tryIn(this.#afterMs * (1 + (this.#environment.random() - 0.5) * JITTER));
  }

  #tryIn(ms: number): void {
    this.#timer(() => {
      this.#triedAt = this.#environment.now();
      this.#try(this.#ports.above());
    }, ms);
  }

  #try([rung, ...others]: readonly Rung[]): void {
    if (rung === undefined) return this.#giveUp();
    const { self, roster, parts } = this.#ports;
    const failed = () => {
      if (candidate !== this.#candidate) return;
      const isLast = this.isWaiting;
      this.#drop();
      // One that was welcomed and could not take over says nothing against its rung.
      if (isLast) this.#giveUp();
      else this.#try(others);
    };
    const welcomed = () => {
      this.#timer(failed, SWAP_TIMEOUT_MS);
      this.trySwap();
    };
    const candidate = new Candidate(rung, { self, roster, welcomed, failed });
    this.#candidate = candidate;
    this.#timer(failed, WELCOME_TIMEOUT_MS);
    candidate.open(parts(candidate));
  }

  #giveUp(): void {
    this.#slowDown();
    this.#tryLater();
  }

  /** Taken back by `start`, if what was climbed to has lived. */
  #slowDown(): void {
    this.#afterMs = Math.min(MAX_AFTER_MS, this.#afterMs * 2);
  }

  #drop(): void {
    const wasWaiting = this.isWaiting;
    this.#candidate?.abandon();
    this.#candidate = undefined;
    if (wasWaiting) this.#ports.resumed();
  }

  #timer(fn: () => void, ms: number): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#environment.setTimer(fn, ms);
  }
}
