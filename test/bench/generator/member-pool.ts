/** The members of one room: they join with bounded concurrency. */
import type { Buffer } from "node:buffer";
import { pause } from "../../support/eventually.ts";
import { Member, type Address } from "./member.ts";

const MAX_CONCURRENT_JOINS = 50;
const SILENCE_MS = 400;
const QUIET_TIMEOUT_MS = 10_000;
const POLL_INTERVAL_MS = 20;

export type OnText = (member: number, bytes: Buffer, start: number, end: number) => void;

export class MemberPool {
  readonly members: Member[] = [];
  bytes = 0;
  readonly closes: Record<string, number> = {};
  /** handler of text frames; by default they are dropped, as while joining */
  onText: OnText = () => {};
  private lastReadAt = 0;

  /**
   * Joins `count` members; resolves with the number that joined before the timeout.
   *
   * @param onJoined called after each with the number so far
   */
  async join(
    count: number,
    address: Address,
    timeoutMs: number,
    onJoined: (joined: number) => void = () => {},
  ): Promise<number> {
    const deadline = performance.now() + timeoutMs;
    let joined = 0;
    const joinNext = async (): Promise<void> => {
      while (this.members.length < count && performance.now() < deadline) {
        const member = this.add(address);
        await Promise.race([member.whenOpen(), pause(deadline - performance.now())]);
        if (performance.now() >= deadline) return;
        joined += 1;
        onJoined(joined);
      }
    };
    await Promise.all(Array.from({ length: MAX_CONCURRENT_JOINS }, joinNext));
    return joined;
  }

  /** Waits until no bytes arrive for {@link SILENCE_MS}, for at most {@link QUIET_TIMEOUT_MS}. */
  async waitForSilence(): Promise<number> {
    const deadline = performance.now() + QUIET_TIMEOUT_MS;
    this.lastReadAt = performance.now();
    while (this.silenceMs < SILENCE_MS && performance.now() < deadline) await pause(POLL_INTERVAL_MS);
    return this.silenceMs;
  }

  get silenceMs(): number {
    return performance.now() - this.lastReadAt;
  }

  private add(address: Address): Member {
    const member = new Member(this.members.length, address, {
      onText: (index, bytes, start, end) => this.onText(index, bytes, start, end),
      onBytes: (count) => {
        this.bytes += count;
        this.lastReadAt = performance.now();
      },
      onClosed: (_, code) => {
        this.closes[code] = (this.closes[code] ?? 0) + 1;
      },
    });
    this.members.push(member);
    return member;
  }
}
