/**
 * What every member heard: each message once, and all in one order. Every frame of every member is checked; nothing is
 * sampled. A member whose order departs from the others' is from then on held to hearing each message once.
 */
import type { Buffer } from "node:buffer";
import { NOTHING, otherIn, splitEvents, type HeardEvent, type Other } from "./events.ts";
import { Histogram } from "./histogram.ts";
import type { Schedule } from "./schedule.ts";
import { Spoken } from "./spoken.ts";
import { MARK, numberAt } from "./text.ts";

export interface Heard {
  /** messages that a member was sent once more */
  readonly doubled: number;
  /** messages that a member was not sent; if there was no time to wait for them, they may be on their way */
  readonly missing: number;
  /** members who were not sent the messages in the order of the others */
  readonly outOfOrder: number;
}

export class Audience {
  readonly delays = new Histogram();
  /** messages times members */
  deliveries = 0;
  private doubled = 0;
  private readonly spoken: Spoken;
  /** how far in the common order each member is */
  private readonly progress: Int32Array;
  /** what a member heard who has left the common order */
  private readonly strays = new Map<number, Uint8Array>();
  private readonly members: number;
  private readonly schedule: Schedule;
  private readonly beganAt: number;

  constructor(members: number, schedule: Schedule, beganAt: number) {
    this.members = members;
    this.schedule = schedule;
    this.beganAt = beganAt;
    this.spoken = new Spoken(schedule.total);
    this.progress = new Int32Array(members);
  }

  get expected(): number {
    return this.members * this.schedule.total;
  }

  /** How many messages a member has heard in the common order. */
  heardBy(member: number): number {
    return this.progress[member] ?? 0;
  }

  /** Events parted by commas, as a frame held them for `member`. Returns what else it held. */
  hear(member: number, bytes: Buffer, start: number, end: number, now: number): Other {
    const from = this.heardBy(member);
    const agreed = this.strays.has(member) ? undefined : this.spoken.agree(from, bytes, start, end);
    if (agreed === undefined) return this.hearEach(member, bytes.subarray(start, end), now);
    if (agreed.index > from) this.credit(member, agreed.index, now);
    if (agreed.rest === end) return NOTHING;
    return this.hearNews(member, bytes.subarray(agreed.rest, end), now);
  }

  sum(): Heard {
    let missing = 0;
    for (let member = 0; member < this.members; member++) {
      const stray = this.strays.get(member);
      const heard = stray === undefined ? this.heardBy(member) : stray.reduce((sum, one) => sum + one, 0);
      missing += this.schedule.total - heard;
    }
    return { doubled: this.doubled, missing, outOfOrder: this.strays.size };
  }

  /** Counts what was not delivered as delivered just now, so that a server that fell behind does not look quick. */
  chargeMissing(now: number): void {
    for (let message = this.schedule.firstMeasured; message < this.schedule.total; message++) {
      if (!this.spoken.has(message)) this.delays.add(this.delayOf(message, now), this.members);
    }
    for (let member = 0; member < this.members; member++) {
      if (this.strays.has(member)) continue;
      for (let index = this.heardBy(member); index < this.spoken.length; index++) {
        this.note(this.spoken.order[index] ?? 0, now);
      }
    }
  }

  /** Nobody has heard these before, so they say how the order goes on. */
  private hearNews(member: number, body: Buffer, now: number): Other {
    const events = splitEvents(body);
    if (events === undefined || !this.areNews(events)) return this.hearEach(member, body, now);
    for (const { message, bytes } of events) this.spoken.append(message, bytes);
    this.credit(member, this.spoken.length, now);
    return NOTHING;
  }

  private areNews(events: readonly HeardEvent[]): boolean {
    const numbers = new Set(events.map(({ message }) => message));
    return numbers.size === events.length && events.every(({ message }) => !this.spoken.has(message));
  }

  private hearEach(member: number, body: Buffer, now: number): Other {
    for (let at = body.indexOf(MARK); at >= 0; at = body.indexOf(MARK, at + MARK.length)) {
      this.hearOne(member, numberAt(body, at), now);
    }
    return otherIn(body);
  }

  private hearOne(member: number, message: number, now: number): void {
    const index = this.heardBy(member);
    const stray = this.strays.get(member);
    if (stray !== undefined) {
      this.hearStray(stray, message, now);
    } else if (
      index < this.spoken.length ? this.spoken.order[index] === message : !this.spoken.has(message)
    ) {
      if (index === this.spoken.length) this.spoken.append(message);
      this.credit(member, index + 1, now);
    } else {
      const heard = new Uint8Array(this.schedule.total);
      for (let before = 0; before < index; before++) heard[this.spoken.order[before] ?? 0] = 1;
      this.strays.set(member, heard);
      this.hearStray(heard, message, now);
    }
  }

  private hearStray(heard: Uint8Array, message: number, now: number): void {
    this.deliveries += 1;
    if (heard[message] === 1) this.doubled += 1;
    heard[message] = 1;
    this.note(message, now);
  }

  private credit(member: number, to: number, now: number): void {
    const from = this.heardBy(member);
    this.progress[member] = to;
    this.deliveries += to - from;
    for (let index = from; index < to; index++) this.note(this.spoken.order[index] ?? 0, now);
  }

  private note(message: number, now: number): void {
    if (message >= this.schedule.firstMeasured) this.delays.add(this.delayOf(message, now));
  }

  private delayOf(message: number, now: number): number {
    return now - this.beganAt - this.schedule.dueMs(message);
  }
}
