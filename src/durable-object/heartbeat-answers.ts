/**
 * Chooses who answers the heartbeat frame: the runtime, which does not wake the room for it, or the room (SPEC LIVE-1, LIVE-9).
 *
 * An idle room must cost nothing, so that the runtime answers there. But what the runtime answers no limit counts, and while
 * two connections send heartbeats without a pause it reads no other one: a room in use answers them itself, as frames that
 * count like all others.
 */

/** A room in which nothing but heartbeats came for so long is idle, ms: as long as the platform waits before it lets one sleep. */
const IDLE_MS = 10_000;

export interface HeartbeatAnswersPorts {
  readonly now: () => number;
  /** sets whether the runtime answers */
  readonly setRuntimeAnswers: (isAnswering: boolean) => void;
}

export class HeartbeatAnswers {
  /** ms since 1970; a room that was asleep was idle */
  private usedAt = -Infinity;
  /** as last set; undefined in a room that was asleep, which does not know */
  private isRuntimeAnswering: boolean | undefined;

  constructor(private readonly ports: HeartbeatAnswersPorts) {}

  /** Something other than a heartbeat reached the room. */
  used(): void {
    this.usedAt = this.ports.now();
    this.set(false);
  }

  /** A heartbeat reached the room, within the limits of its connection. */
  pinged(): void {
    if (this.ports.now() - this.usedAt >= IDLE_MS) this.set(true);
  }

  private set(isAnswering: boolean): void {
    if (this.isRuntimeAnswering === isAnswering) return;
    this.isRuntimeAnswering = isAnswering;
    this.ports.setRuntimeAnswers(isAnswering);
  }
}
