/** Lets the runtime serve everyone else while a flood waits. */

/** What the room does at least between two pauses, as counted by frame-cost.ts: about 0.5 ms. */
const COST_PER_PAUSE = 16;
const PAUSE_MS = 1;
/** From here on a pause was longer than the clock's whole milliseconds, and what came in between, make it. */
const LATE_MS = 10;

type BlockConcurrencyWhile = (run: () => Promise<void>) => Promise<void>;

/**
 * The runtime goes on reading a connection whose frames wait in its buffer, and looks for what arrived on others only when
 * nothing waits. So that a flood is not all that it reads, frames that bring nothing stop the delivery of events for a
 * moment, in which the runtime waits for its sockets and timers; events are then delivered in the order in which they
 * arrived. Until each of the connections had its turn there is no second pause: who waits behind them waits for one.
 */
export class FloodPause {
  private spent = 0;
  /** the connections that had a turn since the last pause */
  private served = new WeakSet<WebSocket>();
  private isPaused = false;

  /** @param now ms since 1970 */
  constructor(
    private readonly blockConcurrencyWhile: BlockConcurrencyWhile,
    private readonly now: () => number,
  ) {}

  /** Counts what a frame of that connection has cost. */
  spend(socket: WebSocket, cost: number): void {
    if (this.isPaused || cost === 0) return;
    this.spent += cost;
    const isNextTurn = this.served.has(socket);
    this.served.add(socket);
    if (this.spent < COST_PER_PAUSE || !isNextTurn) return;
    this.spent = 0;
    this.served = new WeakSet();
    this.isPaused = true;
    const startedAt = this.now();
    const pause = () => new Promise<void>((resolve) => setTimeout(resolve, PAUSE_MS));
    void this.blockConcurrencyWhile(pause).then(() => this.end(this.now() - startedAt));
  }

  /** A busy machine's timer is late: what waited for longer has waited for what comes next too. */
  private end(tookMs: number): void {
    this.isPaused = false;
    this.spent = tookMs < LATE_MS ? 0 : -COST_PER_PAUSE * (tookMs - PAUSE_MS);
  }
}
