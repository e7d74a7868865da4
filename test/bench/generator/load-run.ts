/** One load: sends each message when it is due, and checks and times every delivery. */
import { Buffer } from "node:buffer";
import { pause } from "../../support/eventually.ts";
import { DeliveryChecker } from "./delivery-checker.ts";
import type { MemberPool } from "./member-pool.ts";
import { eventsIn } from "./events.ts";
import type { Job, LoadFigures } from "./job.ts";
import { timeOf, type ProcessTime } from "./process-figures.ts";
import { Schedule } from "./schedule.ts";
import { textOf } from "./message-text.ts";

const POLL_INTERVAL_MS = 10;
/** Silence of an idle server for this long: nothing more is in flight. */
const SILENCE_MS = 2_000;
const IDLE_CHECK_MS = 300;
const IDLE_SHARE = 0.02;
/** Timers are late by up to this: at low rates the last moments before a message are spent in a busy loop. */
const TIMER_SLACK_MS = 1.5;
const LOW_RATE_PER_SECOND = 100;

interface Sample {
  readonly atMs: number;
  readonly server: ProcessTime;
  readonly own: ProcessTime;
  readonly deliveries: number;
  readonly frames: number;
  readonly bytes: number;
}

export class LoadRun {
  private readonly schedule: Schedule;
  private readonly checker: DeliveryChecker;
  private readonly startedAt = performance.now();
  private frames = 0;
  private flowAnswers = 0;
  private rejections = 0;
  private readonly pool: MemberPool;
  private readonly job: Job;

  constructor(pool: MemberPool, job: Job) {
    this.pool = pool;
    this.job = job;
    this.schedule = new Schedule(job);
    this.checker = new DeliveryChecker(job.members, this.schedule, this.startedAt);
    pool.onText = (member, bytes, start, end) => this.receive(member, bytes, start, end);
  }

  async run(): Promise<LoadFigures> {
    const { warmMs, measuredMs, drainTimeoutMs } = this.job;
    const sending = this.sendAll();
    await this.waitUntil(warmMs);
    const from = this.sample();
    await this.waitUntil(warmMs + measuredMs);
    const to = this.sample();
    await sending;
    const backlog = await this.drain(drainTimeoutMs);
    return this.toFigures(from, to, backlog);
  }

  private receive(member: number, bytes: Buffer, start: number, end: number): void {
    const body = eventsIn(bytes, start, end);
    const before = this.checker.deliveries;
    const other = this.checker.receive(member, bytes, body.start, body.end, performance.now());
    if (this.checker.deliveries > before) this.frames += 1;
    if (other.kind === "refusal") this.rejections += 1;
    if (other.kind === "flow") {
      this.flowAnswers += 1;
      const position = `bench.${this.checker.positionOf(member)}`;
      this.pool.members[member]?.send(Buffer.from(JSON.stringify({ type: "flow", position, id: other.id })));
    }
  }

  private sendAll(): Promise<void> {
    const { schedule, pool, job } = this;
    let next = 0;
    return new Promise((resolve) => {
      const step = () => {
        const due = schedule.dueBy(performance.now() - this.startedAt);
        for (; next < due; next++) {
          pool.members[schedule.senderOf(next)]?.publish(textOf(next, job.texts));
        }
        if (next === schedule.total) {
          resolve();
          return;
        }
        const waitMs = this.startedAt + schedule.dueMs(next) - performance.now();
        const isLowRate = job.ratePerSecond <= LOW_RATE_PER_SECOND;
        if (isLowRate && waitMs <= TIMER_SLACK_MS) setImmediate(step);
        else setTimeout(step, isLowRate ? waitMs - TIMER_SLACK_MS : waitMs);
      };
      step();
    });
  }

  /** Waits for outstanding deliveries; returns how many are outstanding at the timeout. */
  private async drain(timeoutMs: number): Promise<number> {
    const deadline = performance.now() + timeoutMs;
    const remaining = () => this.checker.expected - this.checker.deliveries;
    while (remaining() > 0 && performance.now() < deadline && this.pool.silenceMs < SILENCE_MS) {
      await pause(POLL_INTERVAL_MS);
    }
    // Silence alone does not prove a loss: the server may be waiting for its core or its disk.
    const isLost = this.pool.silenceMs >= SILENCE_MS && (await this.isServerIdle());
    return isLost ? 0 : Math.max(0, remaining());
  }

  private async isServerIdle(): Promise<boolean> {
    const before = timeOf(this.job.serverPid);
    await pause(IDLE_CHECK_MS);
    const after = timeOf(this.job.serverPid);
    return after.ranMs + after.waitedMs - before.ranMs - before.waitedMs < IDLE_CHECK_MS * IDLE_SHARE;
  }

  private waitUntil(elapsedMs: number): Promise<void> {
    return pause(Math.max(0, this.startedAt + elapsedMs - performance.now()));
  }

  private sample(): Sample {
    return {
      atMs: performance.now(),
      server: timeOf(this.job.serverPid),
      own: timeOf(process.pid),
      deliveries: this.checker.deliveries,
      frames: this.frames,
      bytes: this.pool.bytes,
    };
  }

  private toFigures(from: Sample, to: Sample, backlog: number): LoadFigures {
    const elapsedMs = to.atMs - from.atMs;
    const deliveries = to.deliveries - from.deliveries;
    const serverCpuMs = to.server.ranMs - from.server.ranMs;
    const { missing, duplicated, outOfOrder } = this.checker.errors();
    this.checker.recordMissingDelays(performance.now());
    return {
      deliveriesPerSecond: (deliveries * 1_000) / elapsedMs,
      p50Ms: this.checker.delays.quantileMs(0.5) ?? Number.NaN,
      p99Ms: this.checker.delays.quantileMs(0.99) ?? Number.NaN,
      serverCpuMs,
      cpuUsPerDelivery: (serverCpuMs * 1_000) / deliveries,
      serverCpuShare: serverCpuMs / elapsedMs,
      serverWaitShare: (to.server.waitedMs - from.server.waitedMs) / elapsedMs,
      generatorCpuShare: (to.own.ranMs - from.own.ranMs) / elapsedMs,
      wireBytesPerDelivery: (to.bytes - from.bytes) / deliveries,
      framesPerSecondPerMember: ((to.frames - from.frames) * 1_000) / elapsedMs / this.job.members,
      flowAnswersPerMessage: this.flowAnswers / this.schedule.total,
      expected: this.checker.expected,
      backlog,
      lost: backlog > 0 ? 0 : missing,
      duplicated,
      outOfOrder,
      rejected: this.rejections,
      closes: this.pool.closes,
    };
  }
}
