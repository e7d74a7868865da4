/** Time, as everything here takes it: given, so that a test can stop it. */
export interface Timers {
  /** ms since 1970 */
  now(): number;
  /** Runs `act` once after `ms`; returns the function that calls it off. */
  after(ms: number, act: () => void): () => void;
  /** Runs `act` once, before the page is next drawn. */
  frame(act: () => void): void;
  /** Lets the page answer and be drawn; resolves after that. */
  turn(): Promise<void>;
}

/** Makes a function that does `act` before the page is next drawn, once however often it is called. */
export function oncePerFrame(timers: Timers, act: () => void): () => void {
  let isDue = false;
  return () => {
    if (isDue) return;
    isDue = true;
    timers.frame(() => {
      isDue = false;
      act();
    });
  };
}

/** A page that is hidden has no frames: it goes on at this pace. */
const HIDDEN_FRAME_MS = 1_000;

export const browserTimers: Timers = {
  now: () => Date.now(),
  after(ms, act) {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  },
  frame(act) {
    const run = () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
      act();
    };
    const frame = requestAnimationFrame(run);
    const timer = setTimeout(run, HIDDEN_FRAME_MS);
  },
  turn: () => new Promise((resolve) => browserTimers.frame(() => setTimeout(resolve))),
};
