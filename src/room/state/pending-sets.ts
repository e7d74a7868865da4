/**
 * Kept keys that change more often than they are stored (SPEC STATE-3): a set that nothing is compared for waits until
 * the key may be stored again, and the last one is stored. Until then it is neither seen nor acknowledged.
 */
import type { CommandOf } from "../../protocol/commands.ts";
import type { Session } from "../session.ts";

/** A command to set a key. */
export interface KeySet {
  readonly session: Session;
  /** the session that the client named of that connection (SPEC READ-2) */
  readonly client?: string | undefined;
  readonly command: CommandOf<"state">;
  /** when it came, in ms since 1970 */
  readonly now: number;
}

/** Where the answer goes to a set that a later one replaced, or that repeats one that waits: its own value is not stored. */
export interface SupersededSet {
  readonly connection: string;
  readonly member: string;
  readonly client: string | undefined;
  /** of the command */
  readonly id: string;
}

export interface PendingSet {
  readonly last: KeySet;
  /** those whose place it took */
  readonly superseded: readonly SupersededSet[];
  /** when it may be stored, in ms since 1970 */
  readonly dueAt: number;
}

/** While so many of all keys are superseded, the next set of one that waits is stored at once. */
export const MAX_SUPERSEDED = 1_024;

/** Above this many keys those that may be stored again are forgotten. */
const MAX_TIMES = 512;

export class PendingSets {
  private readonly sets = new Map<string, PendingSet>();
  private readonly storedAt = new Map<string, number>();
  private supersededCount = 0;

  constructor(private readonly storeMs: number) {}

  /** When the first of them is due, in ms since 1970. */
  get dueAt(): number | undefined {
    return this.sets.size === 0
      ? undefined
      : Math.min(...Array.from(this.sets.values(), ({ dueAt }) => dueAt));
  }

  /** Keys that wait and are not set yet, as far as `has` does not know them. */
  newKeys(has: (key: string) => boolean): number {
    return [...this.sets.keys()].filter((key) => !has(key)).length;
  }

  has(key: string): boolean {
    return this.sets.has(key);
  }

  /** True if too many wait for an answer to replace what waits for this key. */
  isFull(key: string): boolean {
    return this.supersededCount >= MAX_SUPERSEDED && this.sets.has(key);
  }

  /**
   * True if the key was stored so lately that the command has to wait, or if another waits for it, whose time may have come:
   * the timer of a busy machine is late, and would store the older one behind it. It waits then.
   */
  wait({ session, client, command, now }: KeySet): boolean {
    const { key } = command;
    const set = { session, client, command, now };
    const before = this.sets.get(key);
    const dueAt = before?.dueAt ?? (this.storedAt.get(key) ?? -Infinity) + this.storeMs;
    // A clock that stepped back makes nothing wait longer.
    if (before === undefined && (dueAt <= now || dueAt > now + this.storeMs)) return false;
    if (before === undefined) this.sets.set(key, { last: set, superseded: [], dueAt });
    else {
      const [last, other] = isRepeat(before, set) ? [before.last, set] : [set, before.last];
      this.sets.set(key, { last, superseded: [...before.superseded, answerable(other)], dueAt });
      this.supersededCount += 1;
    }
    return true;
  }

  /** Takes what waits for a key. */
  take(key: string): PendingSet | undefined {
    const pending = this.sets.get(key);
    this.sets.delete(key);
    this.supersededCount -= pending?.superseded.length ?? 0;
    return pending;
  }

  /** Takes what is due, also of a clock that stepped back; all of it without a time. */
  takeDue(now = Infinity): PendingSet[] {
    return [...this.sets].flatMap(([key, { dueAt }]) =>
      dueAt <= now || dueAt > now + this.storeMs ? (this.take(key) ?? []) : [],
    );
  }

  stored(key: string, now: number): void {
    if (this.storedAt.size >= MAX_TIMES)
      for (const [other, at] of this.storedAt) if (at + this.storeMs <= now) this.storedAt.delete(other);
    this.storedAt.set(key, now);
  }
}

/** The part of a set that its answer needs. */
export function answerable({ session, client, command: { id } }: KeySet): SupersededSet {
  const { connection, member } = session;
  return { connection, member, client, id };
}

/** True if the set waits already, also as one whose place another took (SPEC PUB-3): it takes no place itself. */
function isRepeat(
  { last, superseded }: PendingSet,
  { session: { member }, command: { id } }: KeySet,
): boolean {
  return [answerable(last), ...superseded].some((other) => other.id === id && other.member === member);
}
