/** Time, as everything here takes it: given, so that a test can stop it. */
export interface Timers {
  /** ms since 1970 */
  now(): number;
  /** Runs `act` once after `ms`; returns the function that calls it off. */
  after(ms: number, callback: () => void): () => void;
  /** Runs `act` once, before the page is next drawn. */
  frame(callback: () => void): void;
  /** Lets the page answer and be drawn; resolves after that. */
  nextTask(): Promise<void>;
}

/** Makes a function that does `act` before the page is next drawn, once however often it is called. */
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

/** A page that is hidden has no frames: it goes on at this pace. */
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
