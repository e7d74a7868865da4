/** When the presence digest is sent: with the next message, or alone once it has waited for its interval (SPEC PRES-3, PRES-4). */
import type { Presence } from "../protocol/events/presence.ts";
import type { FanOutPorts } from "./fan-out-ports.ts";
import { PresenceDigest, type TakenDigest } from "./presence-digest.ts";
import { digestIntervalMs } from "./window.ts";

export class DigestSchedule {
  private readonly digest = new PresenceDigest();
  private isWaiting = false;

  /** @param onDue called once the digest has waited for its interval, also if it was sent meanwhile */
  constructor(
    private readonly ports: Pick<FanOutPorts, "connections" | "setTimer">,
    private readonly onDue: () => void,
  ) {}

  get isEmpty(): boolean {
    return this.digest.isEmpty;
  }

  /** True if there is something to send, and it has waited for its interval. */
  get isDue(): boolean {
    return !this.digest.isEmpty && !this.isWaiting;
  }

  /** See {@link PresenceDigest.offset}. */
  get offset(): number {
    return this.digest.offset;
  }

  /** See {@link PresenceDigest.add}; starts the interval if none runs. */
  add(presence: Presence, isQuiet: boolean): void {
    this.digest.add(presence, isQuiet);
    if (this.isWaiting) return;
    this.isWaiting = true;
    this.wait(0);
  }

  /** See {@link PresenceDigest.take}. */
  take(): TakenDigest | undefined {
    return this.digest.take();
  }

  /** A crowd that has come meanwhile waits for as long as its size says. */
  private wait(waitedMs: number): void {
    const intervalMs = digestIntervalMs(this.ports.connections.count);
    if (waitedMs < intervalMs) {
      this.ports.setTimer(() => this.wait(intervalMs), intervalMs - waitedMs);
      return;
    }
    this.isWaiting = false;
    this.onDue();
  }
}
