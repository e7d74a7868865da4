/** The room's one alarm: set only where there will be something to prune, and only once (SPEC LOG-4). */
import type { Room } from "../room/room.ts";

/** How often talk is checked against the bounds of rows and bytes, in durable events. */
const CHECK_INTERVAL_EVENTS = 100;
/** Steps in one run of the alarm; what is left comes after a pause in which talk goes on. */
const STEPS_PER_RUN = 20;
const PAUSE_MS = 1_000;
/** After a run that failed, be it because the room cannot be opened at all: waking it costs, and nothing is urgent. */
const RETRY_MS = 3_600_000;

export class RetentionAlarm {
  private isScheduled = false;
  private events = 0;

  constructor(private readonly storage: DurableObjectStorage) {}

  /** Call after each durable event. */
  async schedule(room: Room): Promise<void> {
    this.events += 1;
    if (this.isScheduled && this.events % CHECK_INTERVAL_EVENTS !== 0) return;
    const dueAt = room.retentionDueAt();
    if (dueAt === undefined) return;
    this.isScheduled = true;
    const scheduledAt = await this.storage.getAlarm();
    if (scheduledAt === null || scheduledAt > dueAt) await this.storage.setAlarm(dueAt);
  }

  /** Prunes, and sets the next alarm where one will be needed. */
  async run(room: Room, now: number): Promise<void> {
    let more = true;
    for (let step = 0; more && step < STEPS_PER_RUN; step++) more = room.prune();
    const dueAt = more ? now + PAUSE_MS : room.retentionDueAt();
    this.isScheduled = dueAt !== undefined;
    if (dueAt !== undefined) await this.storage.setAlarm(Math.max(dueAt, now + PAUSE_MS));
  }

  async retryLater(now: number): Promise<void> {
    await this.storage.setAlarm(now + RETRY_MS);
  }
}
