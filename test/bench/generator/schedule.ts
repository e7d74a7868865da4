/**
 * When each message is due. It is due whether or not the ones before it have arrived (an open loop), and its delay
 * counts from then: a server that stalls is charged for everything that had to wait.
 */

export interface LoadShape {
  readonly members: number;
  readonly ratePerSecond: number;
  /** messages of the warm-up are sent and checked like all others, and not measured */
  readonly warmMs: number;
  readonly measuredMs: number;
}

export class Schedule {
  /** messages in all, numbered from 0 */
  readonly total: number;
  /** the number of the first message that is measured */
  readonly firstMeasured: number;
  readonly intervalMs: number;
  private readonly members: number;

  constructor({ members, ratePerSecond, warmMs, measuredMs }: LoadShape) {
    this.members = members;
    this.intervalMs = 1_000 / ratePerSecond;
    this.firstMeasured = Math.round(warmMs / this.intervalMs);
    this.total = this.firstMeasured + Math.round(measuredMs / this.intervalMs);
  }

  /** ms after the beginning */
  dueMs(message: number): number {
    return message * this.intervalMs;
  }

  /** How many messages are due `elapsedMs` after the beginning. */
  dueBy(elapsedMs: number): number {
    if (elapsedMs < 0) return 0;
    return Math.min(this.total, Math.floor(elapsedMs / this.intervalMs) + 1);
  }

  /** The members speak one after the other. */
  senderOf(message: number): number {
    return message % this.members;
  }
}
