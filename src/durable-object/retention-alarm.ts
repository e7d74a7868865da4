/** The room's one alarm: scheduled when the room is created, and then once a run (SPEC LOG-4, ROOM-4). */
import type { DurableType } from "../protocol/traits.ts";
import type { Room } from "../room/room.ts";

/** How often the bounds of rows and bytes are checked, in durable events. */
const CHECK_INTERVAL_EVENTS = 100;
/** After these there may be something to do at once. */
const SOONER: ReadonlySet<DurableType> = new Set(["clear", "delete", "settings"]);
/** Steps in one run of the alarm; the rest is pruned after a pause in which commands are executed. */
const STEPS_PER_RUN = 20;
const PAUSE_MS = 1_000;
/** Delay after a failed run, also if the room cannot be opened: waking it is billed, and pruning is not urgent. */
const RETRY_MS = 3_600_000;

/** What it needs of the object's storage; times in ms since 1970. */
export interface AlarmStorage {
  getAlarm(): Promise<number | null>;
  setAlarm(at: number): Promise<void>;
  deleteAll(): Promise<void>;
  /** Resolves once everything written so far is committed. */
  sync(): Promise<void>;
}

export class RetentionAlarm {
  /** true once there is known to be an alarm, since the room woke */
  private isSet = false;
  /** true once it is known to be early enough for the events so far, and those that come before it */
  private isScheduled = false;
  private events = 0;

  constructor(private readonly storage: AlarmStorage) {}

  /** Call it after anything that may have created the room. A room of an earlier release may have no alarm yet. */
  ensure(room: Room): Promise<void> | undefined {
    return this.isSet || !room.isCreated ? undefined : this.setIfNone(room);
  }

  /** Call it after each durable event of that type. */
  schedule(room: Room, type: DurableType): Promise<void> | undefined {
    this.events += 1;
    const mayBeSooner = SOONER.has(type) || this.events % CHECK_INTERVAL_EVENTS === 0;
    if (this.isScheduled && !mayBeSooner) return undefined;
    this.isScheduled = true;
    return this.setBy(room);
  }

  /** Prunes, and schedules the next alarm. */
  async run(room: Room, now: number): Promise<void> {
    let more = true;
    for (let step = 0; more && step < STEPS_PER_RUN; step++) {
      more = room.prune();
      // A page that is overwritten and freed in one transaction is not written at all (SPEC LOG-7).
      await this.storage.sync();
    }
    const dueAt = more ? now + PAUSE_MS : room.retentionDueAt();
    this.isSet = dueAt !== undefined;
    // The next event may expire before: a room without any is looked at once a day.
    this.isScheduled = false;
    if (dueAt !== undefined) await this.storage.setAlarm(Math.max(dueAt, now + PAUSE_MS));
  }

  async retryLater(now: number): Promise<void> {
    await this.storage.setAlarm(now + RETRY_MS);
  }

  /** Deletes all that is stored, with the alarm. */
  async deleteAll(): Promise<void> {
    this.isSet = this.isScheduled = false;
    this.events = 0;
    await this.storage.deleteAll();
  }

  private async setIfNone(room: Room): Promise<void> {
    this.isSet = true;
    if ((await this.storage.getAlarm()) === null) await this.setBy(room);
  }

  private async setBy(room: Room): Promise<void> {
    const dueAt = room.retentionDueAt();
    if (dueAt !== undefined) await this.runBy(dueAt);
  }

  /** Sees to it that the alarm runs at that time or earlier, in ms since 1970. */
  async runBy(dueAt: number): Promise<void> {
    this.isSet = true;
    const scheduledAt = await this.storage.getAlarm();
    if (scheduledAt === null || scheduledAt > dueAt) await this.storage.setAlarm(dueAt);
  }
}
