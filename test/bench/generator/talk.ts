/** The talk: each message is sent when it is due, and everything that comes is checked and timed. */
import { Buffer } from "node:buffer";
import { pause } from "../../support/eventually.ts";
import { Audience } from "./audience.ts";
import type { Crowd } from "./crowd.ts";
import { eventsIn } from "./events.ts";
import type { Job, Talked } from "./job.ts";
import { timeOf, type ProcessTime } from "./process-figures.ts";
import { Schedule } from "./schedule.ts";
import { payloadOf } from "./text.ts";

const LOOK_EVERY_MS = 10;
/** Nothing for so long from an idle server means that nothing more is on its way. */
const SILENT_MS = 2_000;
const IDLE_LOOK_MS = 300;
const IDLE_SHARE = 0.02;
/** Timers are late by up to so much: closer to a message's time the loop turns without waiting, if that is seldom. */
const TIMER_SLACK_MS = 1.5;
const SELDOM_PER_SECOND = 100;

interface Sample {
  readonly atMs: number;
  readonly server: ProcessTime;
  readonly own: ProcessTime;
  readonly deliveries: number;
  readonly frames: number;
  readonly bytes: number;
}

export class Talk {
  private readonly schedule: Schedule;
  private readonly audience: Audience;
  private readonly beganAt = performance.now();
  private frames = 0;
  private flowAnswers = 0;
  private refusals = 0;
  private readonly crowd: Crowd;
  private readonly job: Job;

  constructor(crowd: Crowd, job: Job) {
    this.crowd = crowd;
    this.job = job;
    this.schedule = new Schedule(job);
    this.audience = new Audience(job.members, this.schedule, this.beganAt);
    crowd.onText = (member, bytes, start, end) => this.hear(member, bytes, start, end);
  }

  async run(): Promise<Talked> {
    const { warmMs, measuredMs, drainBoundMs } = this.job;
    const sending = this.sendAll();
    await this.until(warmMs);
    const from = this.sample();
    await this.until(warmMs + measuredMs);
    const to = this.sample();
    await sending;
    const behind = await this.drain(drainBoundMs);
    return this.figures(from, to, behind);
  }

  private hear(member: number, bytes: Buffer, start: number, end: number): void {
    const body = eventsIn(bytes, start, end);
    const before = this.audience.deliveries;
    const other = this.audience.hear(member, bytes, body.start, body.end, performance.now());
    if (this.audience.deliveries > before) this.frames += 1;
    if (other.kind === "refusal") this.refusals += 1;
    if (other.kind === "flow") {
      this.flowAnswers += 1;
      const position = `bench.${this.audience.heardBy(member)}`;
      this.crowd.members[member]?.send(Buffer.from(JSON.stringify({ type: "flow", position, id: other.id })));
    }
  }

  private sendAll(): Promise<void> {
    const { schedule, crowd, job } = this;
    let next = 0;
    return new Promise((resolve) => {
      const step = () => {
        const due = schedule.dueBy(performance.now() - this.beganAt);
        for (; next < due; next++) {
          crowd.members[schedule.senderOf(next)]?.send(payloadOf(next, job.wire));
        }
        if (next === schedule.total) {
          resolve();
          return;
        }
        const waitMs = this.beganAt + schedule.dueMs(next) - performance.now();
        const isSeldom = job.ratePerSecond <= SELDOM_PER_SECOND;
        if (isSeldom && waitMs <= TIMER_SLACK_MS) setImmediate(step);
        else setTimeout(step, isSeldom ? waitMs - TIMER_SLACK_MS : waitMs);
      };
      step();
    });
  }

  /** Waits for what is still on its way, and returns how many messages are so even after the bound. */
  private async drain(boundMs: number): Promise<number> {
    const giveUpAt = performance.now() + boundMs;
    const left = () => this.audience.expected - this.audience.deliveries;
    while (left() > 0 && performance.now() < giveUpAt && this.crowd.silenceMs < SILENT_MS) {
      await pause(LOOK_EVERY_MS);
    }
    // Silence alone proves no loss: the server may be kept from its core or its disk.
    const isLost = this.crowd.silenceMs >= SILENT_MS && (await this.isServerIdle());
    return isLost ? 0 : Math.max(0, left());
  }

  private async isServerIdle(): Promise<boolean> {
    const before = timeOf(this.job.serverPid);
    await pause(IDLE_LOOK_MS);
    const after = timeOf(this.job.serverPid);
    return after.ranMs + after.waitedMs - before.ranMs - before.waitedMs < IDLE_LOOK_MS * IDLE_SHARE;
  }

  private until(elapsedMs: number): Promise<void> {
    return pause(Math.max(0, this.beganAt + elapsedMs - performance.now()));
  }

  private sample(): Sample {
    return {
      atMs: performance.now(),
      server: timeOf(this.job.serverPid),
      own: timeOf(process.pid),
      deliveries: this.audience.deliveries,
      frames: this.frames,
      bytes: this.crowd.bytes,
    };
  }

  private figures(from: Sample, to: Sample, behind: number): Talked {
    const elapsedMs = to.atMs - from.atMs;
    const deliveries = to.deliveries - from.deliveries;
    const serverCpuMs = to.server.ranMs - from.server.ranMs;
    const { missing, doubled, outOfOrder } = this.audience.sum();
    this.audience.chargeMissing(performance.now());
    return {
      deliveriesPerSecond: (deliveries * 1_000) / elapsedMs,
      p50Ms: this.audience.delays.quantileMs(0.5) ?? Number.NaN,
      p99Ms: this.audience.delays.quantileMs(0.99) ?? Number.NaN,
      serverCpuMs,
      cpuUsPerDelivery: (serverCpuMs * 1_000) / deliveries,
      serverCpuShare: serverCpuMs / elapsedMs,
      serverWaitShare: (to.server.waitedMs - from.server.waitedMs) / elapsedMs,
      generatorCpuShare: (to.own.ranMs - from.own.ranMs) / elapsedMs,
      wireBytesPerDelivery: (to.bytes - from.bytes) / deliveries,
      framesPerSecondPerMember: ((to.frames - from.frames) * 1_000) / elapsedMs / this.job.members,
      flowAnswersPerMessage: this.flowAnswers / this.schedule.total,
      expected: this.audience.expected,
      behind,
      lost: behind > 0 ? 0 : missing,
      doubled,
      outOfOrder,
      refused: this.refusals,
      closes: this.crowd.closes,
    };
  }
}
