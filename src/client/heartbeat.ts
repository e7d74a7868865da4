/** Detects a dead connection by unanswered pings (SPEC LIVE-1). */
import { PING_INTERVAL_MS } from "../protocol/heartbeat.ts";
import type { Platform } from "./platform.ts";
import { Timer } from "./timer.ts";

/** One pong may be lost: the first timeout sends a second ping, the second ends the connection. */
const PONG_TIMEOUTS_MS = [5_000, 5_000] as const;
/** Shorter, because a user who returns to the page waits for it. */
const PROBE_TIMEOUTS_MS = [3_000] as const;
/** The interval is drawn from 90 % to 110 %, so that many clients do not ping in step. */
const JITTER = 0.2;

export interface HeartbeatPorts {
  ping(): void;
  timedOut(): void;
}

/** Pings at an interval and on request, and reports when no frame answers. */
export class Heartbeat {
  readonly #random: () => number;
  readonly #ports: HeartbeatPorts;
  readonly #timer: Timer;
  #mode: "off" | "idle" | "awaiting_pong" | "probing" = "off";
  #wasGraceUsed = false;

  constructor(platform: Platform, ports: HeartbeatPorts) {
    this.#random = platform.random;
    this.#ports = ports;
    this.#timer = new Timer(platform);
  }

  start(): void {
    this.#schedulePing();
  }

  stop(): void {
    this.#mode = "off";
    this.#timer.stop();
  }

  /** Any frame proves the connection alive. Called for each frame, so it restarts no timer without need. */
  noteActivity(): void {
    this.#wasGraceUsed = false;
    if (this.#mode === "awaiting_pong" || this.#mode === "probing") this.#schedulePing();
  }

  /** Pings now with a short timeout. A running probe is not restarted: frequent calls must not postpone its end. */
  probe(): void {
    if (this.#mode === "off" || this.#mode === "probing") return;
    this.#mode = "probing";
    this.#awaitPong(PROBE_TIMEOUTS_MS);
  }

  /** Pings after the interval even if frames are received meanwhile: the room detects dead clients by their silence. */
  #schedulePing(): void {
    this.#mode = "idle";
    const intervalMs = Math.round(PING_INTERVAL_MS * (1 + (this.#random() - 0.5) * JITTER));
    this.#timer.start(intervalMs, () => {
      this.#mode = "awaiting_pong";
      this.#awaitPong(PONG_TIMEOUTS_MS);
    });
  }

  #awaitPong([timeoutMs, ...remainingMs]: readonly number[]): void {
    this.#timer.stop();
    if (timeoutMs === undefined) return this.#timeOut();
    this.#ports.ping();
    this.#timer.start(
      timeoutMs,
      () => this.#awaitPong(remainingMs),
      () => this.#probeAfterSleep(),
    );
  }

  /** A late timer does not prove a dead link, but is excused only once: on some machines every timer is late. */
  #probeAfterSleep(): void {
    if (this.#wasGraceUsed) return this.#timeOut();
    this.#wasGraceUsed = true;
    this.#mode = "probing";
    this.#awaitPong(PROBE_TIMEOUTS_MS);
  }

  #timeOut(): void {
    this.stop();
    this.#ports.timedOut();
  }
}
