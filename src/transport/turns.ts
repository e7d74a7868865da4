/**
 * What is sent to all at once is in memory once for each connection until the turn of the event loop ends: so a large frame
 * for many is sent in several turns (SPEC FLOW-8).
 */
import type { Backlog } from "./backlog.ts";

/** What takes longer to leave is not waited for: the readers who leave it unread are behind (SPEC FLOW-5). */
const MAX_WAIT_MS = 1_000;

export interface TurnsPorts {
  readonly backlog: Pick<Backlog, "waitingInAll" | "bytesInTurn" | "turnBytes">;
  /** ms since 1970 */
  readonly now: () => number;
  /**
   * calls `step` in further turns, each once what was sent before is stored and may leave, until it returns true; nothing else
   * happens in the room meanwhile
   */
  readonly repeat: (step: () => boolean) => void;
}

export class Turns {
  private isTaken = false;

  constructor(private readonly ports: TurnsPorts) {}

  /** True while something is still being sent. */
  get isBusy(): boolean {
    return this.isTaken;
  }

  /** Calls `send` in this turn, and in further ones until it returns true; then `done`. */
  run(send: () => boolean, done: () => void): void {
    if (send()) return done();
    this.isTaken = true;
    const { backlog, now } = this.ports;
    // A reader who left something unread before delays no others now.
    const before = Math.max(0, backlog.waitingInAll - backlog.bytesInTurn);
    const giveUpAt = now() + MAX_WAIT_MS;
    this.ports.repeat(() => {
      const waiting = backlog.waitingInAll - before;
      if (waiting > backlog.turnBytes / 2 && now() < giveUpAt) return false;
      if (!send()) return false;
      this.isTaken = false;
      done();
      return true;
    });
  }
}
