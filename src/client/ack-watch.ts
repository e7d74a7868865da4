/** Notices that what was sent on an open connection is not answered: then the connection is not what it seems. */
import { setDeadline } from "./deadline.ts";
import type { Cancel, Environment } from "./environment.ts";
import type { Outbox } from "./outbox.ts";

const ACK_TIMEOUT_MS = 10_000;

export interface AckWatchPorts {
  /** the time is up */
  overdue(): void;
  /** the machine slept: nothing can be said, but it is worth asking */
  doubtful(): void;
}

export class AckWatch {
  readonly #environment: Environment;
  readonly #outbox: Outbox;
  readonly #ports: AckWatchPorts;
  #cancel: Cancel | undefined;

  constructor(environment: Environment, outbox: Outbox, ports: AckWatchPorts) {
    this.#environment = environment;
    this.#outbox = outbox;
    this.#ports = ports;
  }

  /** Watches the oldest message on its way, if there is one; one timer at a time, however often it is called. */
  watch(): void {
    const oldest = this.#outbox.oldestSentAt;
    if (this.#cancel !== undefined || oldest === undefined) return;
    // A clock that was set back would make the wait too long.
    const ms = Math.min(ACK_TIMEOUT_MS, oldest + ACK_TIMEOUT_MS - this.#environment.now());
    this.#cancel = setDeadline(this.#environment, {
      ms,
      due: () => this.#judge(),
      late: () => this.#excuse(),
    });
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #judge(): void {
    this.stop();
    const oldest = this.#outbox.oldestSentAt;
    if (oldest !== undefined && this.#environment.now() - oldest >= ACK_TIMEOUT_MS) this.#ports.overdue();
    else this.watch();
  }

  #excuse(): void {
    this.stop();
    this.#outbox.renewSentAt(this.#environment.now());
    this.#ports.doubtful();
    this.watch();
  }
}
