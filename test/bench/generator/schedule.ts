/**
 * An open-loop schedule: a message is due at its time whether or not the earlier ones have arrived, and its latency
 * counts from then. This avoids coordinated omission: a stalled server is charged for everything that waits.
 */

export interface LoadShape {
  readonly members: number;
  readonly ratePerSecond: number;
  /** messages of the warm-up are sent and checked, but not measured */
  readonly warmMs: number;
  readonly measuredMs: number;
}

export class Schedule {
  /** number of messages, which are numbered from 0 */
  readonly total: number;
  /** number of the first measured message */
  readonly firstMeasured: number;
  readonly intervalMs: number;
  private readonly members: number;

  constructor({ members, ratePerSecond, warmMs, measuredMs }: LoadShape) {
    this.members = members;
    this.intervalMs = 1_000 / ratePerSecond;
    this.firstMeasured = Math.round(warmMs / this.intervalMs);
    this.total = this.firstMeasured + Math.round(measuredMs / this.intervalMs);
  }

  /** In ms after the start. */
  dueMs(message: number): number {
    return message * this.intervalMs;
  }

  /** How many messages are due `elapsedMs` after the start. */
  dueBy(elapsedMs: number): number {
    if (elapsedMs < 0) return 0;
    return Math.min(this.total, Math.floor(elapsedMs / this.intervalMs) + 1);
  }

  /** Members send in turn. */
  senderOf(message: number): number {
    return message % this.members;
  }
}
