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

/** Called once: with true if it is the visit's turn, with false if it is refused. */
type Turn = (isAdmitted: boolean) => void;

export interface FairQueuePorts {
  /** ms since 1970 */
  readonly now: () => number;
  readonly setTimer: (run: () => void, ms: number) => void;
}

export class FairQueue {
  /** by address, in the order of their turns */
  private readonly waiting = new Map<string, Turn[]>();
  private length = 0;
  private readonly atOnce: TokenBucket;

  constructor(private readonly ports: FairQueuePorts) {
    this.atOnce = new TokenBucket(AT_ONCE, ports.now());
  }

  /** Calls `visit` now, or when it is its address's turn; `refuse` if too many wait, then or later. */
  run<Value>(
    address: string | undefined,
    visit: () => Value | Promise<Value>,
    refuse: () => Value,
  ): Value | Promise<Value> {
    if (this.length === 0 && this.atOnce.take(this.ports.now())) return visit();
    const key = address ?? "";
    if (this.length >= MAX_WAITING && !this.makeRoom(key)) return refuse();
    const turn = new Promise<boolean>((resolve) => this.add(key, resolve));
    return turn.then((isAdmitted) => (isAdmitted ? visit() : refuse()));
  }

  private add(address: string, turn: Turn): void {
    if (this.length === 0) this.schedule();
    this.length += 1;
    const own = this.waiting.get(address);
    if (own === undefined) this.waiting.set(address, [turn]);
    else own.push(turn);
  }

  /** Refuses the last visit of the address with most, so that no crowd keeps others out; false if that is this address. */
  private makeRoom(address: string): boolean {
    let most = (this.waiting.get(address)?.length ?? 0) + 1;
    let longest: Turn[] | undefined;
    for (const turns of this.waiting.values()) {
      if (turns.length <= most) continue;
      most = turns.length;
      longest = turns;
    }
    const last = longest?.pop();
    if (last === undefined) return false;
    this.length -= 1;
    last(false);
    return true;
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
      const turn = own.shift();
      this.waiting.delete(address);
      if (own.length > 0) this.waiting.set(address, own);
      this.length -= 1;
      return turn?.(true);
    }
  }
}
