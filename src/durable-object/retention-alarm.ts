/** The room's one alarm: scheduled only if there will be something to prune, and only once (SPEC LOG-4). */
import type { Room } from "../room/room.ts";

/** How often the bounds of rows and bytes are checked, in durable events. */
const CHECK_INTERVAL_EVENTS = 100;
/** Steps in one run of the alarm; the rest is pruned after a pause in which commands are executed. */
const STEPS_PER_RUN = 20;
const PAUSE_MS = 1_000;
/** Delay after a failed run, also if the room cannot be opened: waking it is billed, and pruning is not urgent. */
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

  /** Prunes, and schedules the next alarm if one will be needed. */
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
