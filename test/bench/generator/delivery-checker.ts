/**
 * Checks that every member receives each message once and in one order. Every frame of every member is checked, without
 * sampling. Once a member's order diverges, only losses and duplicates are checked for it.
 */
import type { Buffer } from "node:buffer";
import {
  NO_OTHER_CONTENT,
  otherContentIn,
  splitEvents,
  type MessageEventBytes,
  type OtherContent,
} from "./events.ts";
import { Histogram } from "./histogram.ts";
import type { Schedule } from "./schedule.ts";
import { ReferenceLog } from "./reference-log.ts";
import { NUMBER_MARK, numberAt } from "./message-text.ts";

export interface DeliveryErrors {
  /** repeated deliveries */
  readonly duplicated: number;
  /** outstanding deliveries: lost, or in flight after the timeout */
  readonly missing: number;
  /** members whose order diverged */
  readonly outOfOrder: number;
}

export class DeliveryChecker {
  readonly delays = new Histogram();
  /** one for each message and member */
  deliveries = 0;
  private duplicated = 0;
  private readonly log: ReferenceLog;
  /** index of each member in the reference order */
  private readonly positions: Int32Array;
  /** received messages of each member whose order diverged */
  private readonly divergent = new Map<number, Uint8Array>();
  private readonly members: number;
  private readonly schedule: Schedule;
  private readonly startedAt: number;

  constructor(members: number, schedule: Schedule, startedAt: number) {
    this.members = members;
    this.schedule = schedule;
    this.startedAt = startedAt;
    this.log = new ReferenceLog(schedule.total);
    this.positions = new Int32Array(members);
  }

  get expected(): number {
    return this.members * this.schedule.total;
  }

  /** Number of messages that a member has received in the reference order. */
  positionOf(member: number): number {
    return this.positions[member] ?? 0;
  }

  /** Records the events of a frame, separated by commas. Returns its other content. */
  receive(member: number, bytes: Buffer, start: number, end: number, now: number): OtherContent {
    const from = this.positionOf(member);
    const match = this.divergent.has(member) ? undefined : this.log.match(from, bytes, start, end);
    if (match === undefined) return this.receiveEach(member, bytes.subarray(start, end), now);
    if (match.index > from) this.advance(member, match.index, now);
    if (match.rest === end) return NO_OTHER_CONTENT;
    return this.receiveNew(member, bytes.subarray(match.rest, end), now);
  }

  errors(): DeliveryErrors {
    let missing = 0;
    for (let member = 0; member < this.members; member++) {
      const receivedFlags = this.divergent.get(member);
      const received =
        receivedFlags === undefined
          ? this.positionOf(member)
          : receivedFlags.reduce((sum, flag) => sum + flag, 0);
      missing += this.schedule.total - received;
    }
    return { duplicated: this.duplicated, missing, outOfOrder: this.divergent.size };
  }

  /** Records outstanding deliveries as arriving now, so that a server with a backlog does not look fast. */
  recordMissingDelays(now: number): void {
    for (let message = this.schedule.firstMeasured; message < this.schedule.total; message++) {
      if (!this.log.has(message)) this.delays.add(this.delayOf(message, now), this.members);
    }
    for (let member = 0; member < this.members; member++) {
      if (this.divergent.has(member)) continue;
      for (let index = this.positionOf(member); index < this.log.length; index++) {
        this.recordDelay(this.log.order[index] ?? 0, now);
      }
    }
  }

  /** The first delivery of these messages: they extend the reference order. */
  private receiveNew(member: number, body: Buffer, now: number): OtherContent {
    const events = splitEvents(body);
    if (events === undefined || !this.areNew(events)) return this.receiveEach(member, body, now);
    for (const { message, bytes } of events) this.log.append(message, bytes);
    this.advance(member, this.log.length, now);
    return NO_OTHER_CONTENT;
  }

  private areNew(events: readonly MessageEventBytes[]): boolean {
    const numbers = new Set(events.map(({ message }) => message));
    return numbers.size === events.length && events.every(({ message }) => !this.log.has(message));
  }

  private receiveEach(member: number, body: Buffer, now: number): OtherContent {
    for (
      let at = body.indexOf(NUMBER_MARK);
      at >= 0;
      at = body.indexOf(NUMBER_MARK, at + NUMBER_MARK.length)
    ) {
      this.receiveOne(member, numberAt(body, at), now);
    }
    return otherContentIn(body);
  }

  private receiveOne(member: number, message: number, now: number): void {
    const index = this.positionOf(member);
    const receivedFlags = this.divergent.get(member);
    if (receivedFlags !== undefined) {
      this.receiveDivergent(receivedFlags, message, now);
    } else if (index < this.log.length ? this.log.order[index] === message : !this.log.has(message)) {
      if (index === this.log.length) this.log.append(message);
      this.advance(member, index + 1, now);
    } else {
      const received = new Uint8Array(this.schedule.total);
      for (let before = 0; before < index; before++) received[this.log.order[before] ?? 0] = 1;
      this.divergent.set(member, received);
      this.receiveDivergent(received, message, now);
    }
  }

  private receiveDivergent(received: Uint8Array, message: number, now: number): void {
    this.deliveries += 1;
    if (received[message] === 1) this.duplicated += 1;
    received[message] = 1;
    this.recordDelay(message, now);
  }

  private advance(member: number, to: number, now: number): void {
    const from = this.positionOf(member);
    this.positions[member] = to;
    this.deliveries += to - from;
    for (let index = from; index < to; index++) this.recordDelay(this.log.order[index] ?? 0, now);
  }

  private recordDelay(message: number, now: number): void {
    if (message >= this.schedule.firstMeasured) this.delays.add(this.delayOf(message, now));
  }

  private delayOf(message: number, now: number): number {
    return now - this.startedAt - this.schedule.dueMs(message);
  }
}
