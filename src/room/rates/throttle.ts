/** Told once, then dropped, then closed: how too much at once is answered (SPEC LIM-1, LIM-2). */
import type { Limits } from "../../protocol/limits.ts";
import { BucketTable } from "./bucket-table.ts";
import type { TokenBucket } from "./token-bucket.ts";

export type Verdict =
  | { readonly kind: "admitted" }
  /** the first refusal of an episode: say so */
  | { readonly kind: "warned"; readonly retryAfterMs: number }
  /** a further one: say nothing, for answers would amplify the flood */
  | { readonly kind: "dropped" }
  /** too many: close the connection */
  | { readonly kind: "flood" };

/** While an episode lasts, everything is refused, so that what a client sends later cannot overtake what was refused before. */
interface Cooldown {
  readonly until: number;
  dropped: number;
}

/** An episode lasts at least so long: a client needs time to hear of it. */
const MIN_COOLDOWN_MS = 1_000;

/** Senders over HTTP never say goodbye, so past so many the episodes that are over are forgotten. */
const MAX_COOLDOWNS = 4_096;

const ADMITTED: Verdict = { kind: "admitted" };
const DROPPED: Verdict = { kind: "dropped" };
const FLOOD: Verdict = { kind: "flood" };

/** Where a durable command comes from. */
export interface RateKeys {
  /** the connection, or whatever else stands for one */
  readonly connection: string;
  readonly member: string;
  readonly address: string | undefined;
}

export class Throttle {
  private readonly members: BucketTable;
  private readonly addresses: BucketTable;
  private readonly room: BucketTable;
  private readonly connections: BucketTable;
  private readonly signals: BucketTable;
  private readonly searchers: BucketTable;
  private readonly searches: BucketTable;
  private readonly cooldowns = new Map<string, Cooldown>();

  constructor(private readonly limits: Limits) {
    this.members = new BucketTable(limits.memberRate);
    this.addresses = new BucketTable(limits.addressRate);
    this.room = new BucketTable(limits.roomRate);
    this.connections = new BucketTable(limits.frameRate);
    this.signals = new BucketTable(limits.signalRate);
    this.searchers = new BucketTable(limits.searchRate);
    this.searches = new BucketTable(limits.roomSearchRate);
  }

  /** Judges a frame of any kind from a connection. */
  frame(connection: string, now: number): Verdict {
    return this.check(`frame ${connection}`, [this.connections.bucket(connection, now)], now);
  }

  /** Judges a durable command. */
  command({ connection, member, address }: RateKeys, now: number): Verdict {
    const buckets = [this.members.bucket(member, now), this.room.bucket("", now)];
    if (address !== undefined) buckets.push(this.addresses.bucket(address, now));
    return this.check(`command ${connection}`, buckets, now);
  }

  /** Judges a search. `searcher` is undefined where nothing tells one from another. */
  search(searcher: string | undefined, now: number): Verdict {
    const buckets = [this.searches.bucket("", now)];
    if (searcher !== undefined) buckets.push(this.searchers.bucket(searcher, now));
    return this.check(`search ${searcher ?? ""}`, buckets, now);
  }

  /** True if the room may tell everybody one more thing that may be lost. */
  lossy(now: number): boolean {
    return this.signals.bucket("", now).take(now);
  }

  /** Forgets a connection's episodes. Its buckets stay: coming back must not refill them. */
  deleteCooldowns(connection: string): void {
    this.cooldowns.delete(`frame ${connection}`);
    this.cooldowns.delete(`command ${connection}`);
  }

  private deleteExpiredCooldowns(now: number): void {
    for (const [key, { until }] of this.cooldowns) if (until <= now) this.cooldowns.delete(key);
  }

  private check(key: string, buckets: readonly TokenBucket[], now: number): Verdict {
    const cooldown = this.cooldowns.get(key);
    if (cooldown !== undefined && now < cooldown.until) {
      cooldown.dropped += 1;
      return cooldown.dropped > this.limits.droppedFrames ? FLOOD : DROPPED;
    }
    const waitMs = Math.max(...buckets.map((bucket) => bucket.waitMs(now)));
    if (waitMs === 0) {
      for (const bucket of buckets) bucket.take(now);
      if (cooldown !== undefined) this.cooldowns.delete(key);
      return ADMITTED;
    }
    const retryAfterMs = Math.max(MIN_COOLDOWN_MS, waitMs);
    if (this.cooldowns.size >= MAX_COOLDOWNS) this.deleteExpiredCooldowns(now);
    this.cooldowns.set(key, { until: now + retryAfterMs, dropped: 0 });
    return { kind: "warned", retryAfterMs };
  }
}

/** A dropped command over HTTP is answered too, and may come back after this. */
const DROPPED_RETRY_MS = 1_000;

/** How long a request that was not admitted must wait, in ms. */
export function verdictRetryMs(verdict: Verdict): number {
  return verdict.kind === "warned" ? verdict.retryAfterMs : DROPPED_RETRY_MS;
}
