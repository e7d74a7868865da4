/** Time, as everything here takes it: given, so that a test can stop it. */
export interface Timers {
  /** ms since 1970 */
  now(): number;
  /** Runs `act` once after `ms`; returns the function that calls it off. */
  after(ms: number, act: () => void): () => void;
}

export const browserTimers: Timers = {
  now: () => Date.now(),
  after(ms, act) {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  },
};
