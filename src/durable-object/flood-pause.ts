/** Lets the runtime serve everyone else while frames of a flood wait. */

/** Dropped frames between two pauses: they cost about 0.5 ms. */
const FRAMES_PER_PAUSE = 16;
const PAUSE_MS = 1;

type BlockConcurrencyWhile = (run: () => Promise<void>) => Promise<void>;

/**
 * The runtime goes on reading a connection whose frames wait in its buffer, and looks for what arrived on others only when
 * nothing waits. So that a flood is not all that it reads, dropped frames stop the delivery of events for a moment, in
 * which the runtime waits for its sockets and timers; events are then delivered in the order in which they arrived.
 */
export class FloodPause {
  private framesLeft = FRAMES_PER_PAUSE;
  private isPaused = false;

  constructor(private readonly blockConcurrencyWhile: BlockConcurrencyWhile) {}

  /** A frame was dropped. */
  dropped(): void {
    if (this.isPaused || --this.framesLeft > 0) return;
    this.framesLeft = FRAMES_PER_PAUSE;
    this.isPaused = true;
    void this.blockConcurrencyWhile(() => new Promise((resolve) => setTimeout(resolve, PAUSE_MS))).then(
      () => (this.isPaused = false),
    );
  }
}
