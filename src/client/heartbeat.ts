/** Notices a connection that died without a word (SPEC LIVE-1). */
import { PING_INTERVAL_MS } from "../protocol/heartbeat.ts";
import { setDeadline } from "./deadline.ts";
import type { Cancel, Environment } from "./environment.ts";

/** One pong may be lost: the second ping is sent after the first wait, death follows after the second. */
const PONG_WAITS_MS = [5_000, 5_000] as const;
/** A page that is seen again cannot wait so long to learn whether its connection survived. */
const PROBE_WAITS_MS = [3_000] as const;
/** The interval is drawn from 90 % to 110 %, so that a crowd does not ping in step. */
const JITTER = 0.2;

export interface HeartbeatPorts {
  ping(): void;
  timedOut(): void;
}

export class Heartbeat {
  readonly #environment: Environment;
  readonly #ports: HeartbeatPorts;
  #mode: "off" | "idle" | "awaiting_pong" | "probing" = "off";
  #wasGraceUsed = false;
  #cancel: Cancel = () => {};

  constructor(environment: Environment, ports: HeartbeatPorts) {
    this.#environment = environment;
    this.#ports = ports;
  }

  start(): void {
    this.#schedulePing();
  }

  stop(): void {
    this.#mode = "off";
    this.#cancel();
  }

  /** Anything at all was heard. Called for each frame, so it starts no timer where one already runs. */
  noteActivity(): void {
    this.#wasGraceUsed = false;
    if (this.#mode === "awaiting_pong" || this.#mode === "probing") this.#schedulePing();
  }

  /** Asks now, and will not wait long. A probe under way goes on, so that asking often cannot put death off. */
  probe(): void {
    if (this.#mode === "off" || this.#mode === "probing") return;
    this.#mode = "probing";
    this.#awaitPong(PROBE_WAITS_MS);
  }

  /** Pings after the interval whatever is heard until then: the room knows a listener only by what it sends. */
  #schedulePing(): void {
    this.#mode = "idle";
    this.#cancel();
    const intervalMs = Math.round(PING_INTERVAL_MS * (1 + (this.#environment.random() - 0.5) * JITTER));
    this.#cancel = this.#environment.setTimer(() => {
      this.#mode = "awaiting_pong";
      this.#awaitPong(PONG_WAITS_MS);
    }, intervalMs);
  }

  #awaitPong([waitMs, ...remainingWaitsMs]: readonly number[]): void {
    this.#cancel();
    if (waitMs === undefined) return this.#timeOut();
    this.#ports.ping();
    this.#cancel = setDeadline(this.#environment, {
      ms: waitMs,
      onDue: () => this.#awaitPong(remainingWaitsMs),
      onLate: () => this.#probeAfterSleep(),
    });
  }

  /** A late timer is no dead link, but only once: where timers are always late, death must still come. */
  #probeAfterSleep(): void {
    if (this.#wasGraceUsed) return this.#timeOut();
    this.#wasGraceUsed = true;
    this.#mode = "probing";
    this.#awaitPong(PROBE_WAITS_MS);
  }

  #timeOut(): void {
    this.stop();
    this.#ports.timedOut();
  }
}
