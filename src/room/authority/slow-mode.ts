/**
 * Slow mode (SPEC SET-5): the time between two messages of a member, and of an address, so that neither a new name nor
 * another transport is a way around it. What it has to know is stored, so that it outlives the room's memory.
 */
import { addressHash } from "./address-hash.ts";
import type { AuthorityStore } from "./store.ts";

export interface SlowModeSender {
  readonly member: string;
  readonly address: string | undefined;
}

/** Past this the oldest are forgotten: members are made faster than a long interval passes, and all are read after a sleep. */
export const MAX_SENDERS = 5_000;

/** What has passed is forgotten after so many messages, as deleting costs rows too. */
const FORGET_EVERY = 50;

type PostStore = Pick<AuthorityStore, "lastPosts" | "notePosts" | "forgetPosts">;

export class SlowMode {
  /** when each sender last published, the oldest first; undefined until it is needed */
  private loaded: Map<string, number> | undefined;
  private noted = 0;

  constructor(
    private readonly store: PostStore,
    private readonly roomKey: Uint8Array,
  ) {}

  /** How long the sender has to wait, in ms; 0 if they may publish now. */
  waitMs(sender: SlowModeSender, intervalMs: number, now: number): number {
    const last = this.keysOf(sender).map((key) => this.posts.get(key));
    return Math.max(0, ...last.map((at) => (at === undefined ? 0 : remainingMs(at, intervalMs, now))));
  }

  /** Notes that the sender has published. */
  note(sender: SlowModeSender, intervalMs: number, now: number): void {
    const keys = this.keysOf(sender);
    this.store.notePosts(keys, now);
    for (const key of keys) {
      this.posts.delete(key);
      this.posts.set(key, now);
    }
    this.noted += 1;
    if (this.noted % FORGET_EVERY === 0) this.forget(now - intervalMs);
    if (this.posts.size > MAX_SENDERS) this.forgetOldest();
  }

  /** Forgets everything: slow mode is off. */
  clear(): void {
    if (this.posts.size > 0) this.forget(Number.MAX_SAFE_INTEGER);
  }

  private get posts(): Map<string, number> {
    this.loaded ??= new Map([...this.store.lastPosts()].toSorted(([, one], [, other]) => one - other));
    return this.loaded;
  }

  private forgetOldest(): void {
    for (const at of this.posts.values()) return this.forget(at);
  }

  private forget(until: number): void {
    this.store.forgetPosts(until);
    for (const [key, at] of this.posts) if (at <= until) this.posts.delete(key);
  }

  private keysOf({ member, address }: SlowModeSender): string[] {
    return address === undefined ? [member] : [member, `at ${addressHash(this.roomKey, address)}`];
  }
}

/** A clock that stepped back must not silence anyone for longer than the interval. */
function remainingMs(at: number, intervalMs: number, now: number): number {
  return Math.min(intervalMs, at + intervalMs - now);
}
