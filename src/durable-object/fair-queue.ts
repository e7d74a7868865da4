/**
 * Joins and reads of a crowd take turns (SPEC LIM-18): the platform delivers what arrives in its order, so that a thousand
 * joins of one address, of a millisecond or more each, would come before the next message of those who are here.
 */
import type { Rate } from "../protocol/limits.ts";
import { TokenBucket } from "../room/rates/token-bucket.ts";

/** A room that is visited no faster handles each visit at once. */
const AT_ONCE: Rate = { perSecond: 20, burst: 20 };

/** As long as a few messages take, so that a crowd is let in at about a thousand a second. */
const VISITS_PER_TURN = 4;
/** In which the runtime delivers what has arrived meanwhile. */
export const PAUSE_MS = 1;

/** As many as may join a room at once (LIM-9): what more comes would be refused anyway, after it has waited. */
export const MAX_WAITING = 5_000;

export interface FairQueuePorts {
  /** ms since 1970 */
  readonly now: () => number;
  readonly setTimer: (run: () => void, ms: number) => void;
}

export class FairQueue {
  /** by address, in the order of their turns */
  private readonly waiting = new Map<string, (() => void)[]>();
  private length = 0;
  private readonly atOnce: TokenBucket;

  constructor(private readonly ports: FairQueuePorts) {
    this.atOnce = new TokenBucket(AT_ONCE, ports.now());
  }

  /** Calls `visit` now, or when it is its address's turn; `refuse` if too many wait. */
  run<Value>(
    address: string | undefined,
    visit: () => Value | Promise<Value>,
    refuse: () => Value,
  ): Value | Promise<Value> {
    if (this.length === 0 && this.atOnce.take(this.ports.now())) return visit();
    if (this.length >= MAX_WAITING) return refuse();
    return new Promise<void>((resolve) => this.add(address ?? "", resolve)).then(visit);
  }

  private add(address: string, begin: () => void): void {
    if (this.length === 0) this.schedule();
    this.length += 1;
    const own = this.waiting.get(address);
    if (own === undefined) this.waiting.set(address, [begin]);
    else own.push(begin);
  }

  private schedule(): void {
    this.ports.setTimer(() => this.takeTurn(), PAUSE_MS);
  }

  private takeTurn(): void {
    for (let left = VISITS_PER_TURN; left > 0 && this.length > 0; left--) this.beginNext();
    if (this.length > 0) this.schedule();
  }

  /** One visit of the address whose turn it is, which then has its next turn behind all others. */
  private beginNext(): void {
    for (const [address, own] of this.waiting) {
      const begin = own.shift();
      this.waiting.delete(address);
      if (own.length > 0) this.waiting.set(address, own);
      this.length -= 1;
      return begin?.();
    }
  }
}
