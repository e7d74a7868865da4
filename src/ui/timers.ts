/** Clock and timers as a dependency, so that tests control time. */
export interface Timers {
  /** ms since 1970 */
  now(): number;
  /** Runs `callback` once after `ms`; returns the function that cancels it. */
  after(ms: number, callback: () => void): () => void;
  /** Runs `callback` once, before the next frame. */
  frame(callback: () => void): void;
  /** Yields to the event loop: resolves after input was handled and a frame was drawn. */
  nextTask(): Promise<void>;
}

/** Coalesces calls: the returned function runs `callback` once before the next frame. */
export function oncePerFrame(timers: Timers, callback: () => void): () => void {
  let isScheduled = false;
  return () => {
    if (isScheduled) return;
    isScheduled = true;
    timers.frame(() => {
      isScheduled = false;
      callback();
    });
  };
}

/** Replaces the frame in a hidden page, which has none. */
const HIDDEN_FRAME_MS = 1_000;

export const browserTimers: Timers = {
  now: () => Date.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
  frame(callback) {
    const run = () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
      callback();
    };
    const frame = requestAnimationFrame(run);
    const timer = setTimeout(run, HIDDEN_FRAME_MS);
  },
  nextTask: () => new Promise((resolve) => browserTimers.frame(() => setTimeout(resolve))),
};
