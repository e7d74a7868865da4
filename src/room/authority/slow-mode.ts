/**
 * Slow mode (SPEC SET-5): the time between two messages of a member, and of an address, so that neither a new name nor
 * another transport is a way around it; nor another address of an IPv6 /48, which may publish several times as often (LIM-7).
 * What it has to know is stored, so that it outlives the room's memory.
 */
import type { Limits } from "../../protocol/limits.ts";
import { networkKey } from "../rates/address.ts";
import { addressHash, placeHash } from "./address-hash.ts";
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
    private readonly limits: Pick<Limits, "networkAddresses">,
  ) {}

  /** How long the sender has to wait, in ms; 0 if they may publish now. */
  waitMs(sender: SlowModeSender, intervalMs: number, now: number): number {
    const networkMs = intervalMs / this.limits.networkAddresses;
    return Math.max(
      this.remainingMs(this.keysOf(sender), intervalMs, now),
      Math.ceil(this.remainingMs(this.networkKeysOf(sender), networkMs, now)),
    );
  }

  /** Notes that the sender has published. */
  note(sender: SlowModeSender, intervalMs: number, now: number): void {
    const keys = [...this.keysOf(sender), ...this.networkKeysOf(sender)];
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

  /** How long those keys have to wait at most, in ms. */
  private remainingMs(keys: readonly string[], intervalMs: number, now: number): number {
    const last = keys.flatMap((key) => this.posts.get(key) ?? []);
    return Math.max(0, ...last.map((at) => remainingMs(at, intervalMs, now)));
  }

  private keysOf({ member, address }: SlowModeSender): string[] {
    return address === undefined ? [member] : [member, `at ${addressHash(this.roomKey, address)}`];
  }

  private networkKeysOf({ address }: SlowModeSender): string[] {
    if (address === undefined || networkKey(address) === undefined) return [];
    return [`in ${placeHash(this.roomKey, address)}`];
  }
}

/** A clock that stepped back must not silence anyone for longer than the interval. */
function remainingMs(at: number, intervalMs: number, now: number): number {
  return Math.min(intervalMs, at + intervalMs - now);
}
