/** Notices that what was sent on an open connection is not answered: then the connection is not what it seems. */
import { setDeadline } from "./deadline.ts";
import type { Cancel, Environment } from "./environment.ts";
import type { Outbox } from "./outbox.ts";

const ACK_TIMEOUT_MS = 10_000;

export interface AckTimerPorts {
  /** the time is up */
  timedOut(): void;
  /** the machine slept: nothing can be said, but it is worth asking */
  probe(): void;
}

export class AckTimer {
  readonly #environment: Environment;
  readonly #outbox: Outbox;
  readonly #ports: AckTimerPorts;
  #cancel: Cancel | undefined;

  constructor(environment: Environment, outbox: Outbox, ports: AckTimerPorts) {
    this.#environment = environment;
    this.#outbox = outbox;
    this.#ports = ports;
  }

  /** Watches the oldest message on its way, if there is one; one timer at a time, however often it is called. */
  start(): void {
    const oldest = this.#outbox.oldestSentAt;
    if (this.#cancel !== undefined || oldest === undefined) return;
    // A clock that was set back would make the wait too long.
    const ms = Math.min(ACK_TIMEOUT_MS, oldest + ACK_TIMEOUT_MS - this.#environment.now());
    this.#cancel = setDeadline(this.#environment, {
      ms,
      onDue: () => this.#check(),
      onLate: () => this.#restartAfterSleep(),
    });
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #check(): void {
    this.stop();
    const oldest = this.#outbox.oldestSentAt;
    if (oldest !== undefined && this.#environment.now() - oldest >= ACK_TIMEOUT_MS) this.#ports.timedOut();
    else this.start();
  }

  #restartAfterSleep(): void {
    this.stop();
    this.#outbox.renewSentAt(this.#environment.now());
    this.#ports.probe();
    this.start();
  }
}
