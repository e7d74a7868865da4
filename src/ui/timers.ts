/** Clock and timers as a dependency, so that tests control time. */
export interface Timers {
  /** ms since 1970 */
  now(): number;
  /** Runs `callback` once after `ms`; returns the function that cancels it. */
  after(ms: number, callback: () => void): () => void;
  /** Runs `callback` once, in a task of its own: the next one, or the first one after the frame that is still to come. */
  frame(callback: () => void): void;
  /** Yields to the event loop: resolves after input was handled and a frame was drawn. */
  nextTask(): Promise<void>;
}

/** The maximum delay of `setTimeout`: a signed 32-bit number of milliseconds. */
export const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/** Coalesces calls: the returned function runs `callback` once a frame. */
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

/** Calls back before the next frame, in the task that draws it; in a hidden page once a second. */
function beforeFrame(callback: () => void): void {
  const run = () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    callback();
  };
  const frame = requestAnimationFrame(run);
  const timer = setTimeout(run, HIDDEN_FRAME_MS);
}

/** False from a callback of `browserTimers.frame` until the frame that shows what it changed. */
let isDrawn = true;

export const browserTimers: Timers = {
  now: () => Date.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
  // The change of a page and the frame that shows it are two tasks, so that input is handled between them.
  frame(callback) {
    const run = () => {
      isDrawn = false;
      beforeFrame(() => (isDrawn = true));
      callback();
    };
    if (isDrawn) setTimeout(run);
    else beforeFrame(() => setTimeout(run));
  },
  nextTask: () => new Promise((resolve) => beforeFrame(() => setTimeout(resolve))),
};
