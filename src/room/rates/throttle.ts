/** Rate limiting: the first excess command is answered, more are dropped, then the connection is closed (SPEC LIM-1, LIM-2). */
import type { Limits, Rate } from "../../protocol/limits.ts";
import { BucketTable } from "./bucket-table.ts";
import type { TokenBucket } from "./token-bucket.ts";

export type Verdict =
  | { readonly kind: "admitted" }
  /** the first refusal, which starts a cooldown: answered */
  | { readonly kind: "warned"; readonly rate: Rate; readonly retryAfterMs: number }
  /** a further refusal during the cooldown: not answered, as answers would amplify the flood */
  | { readonly kind: "dropped"; readonly rate: Rate }
  /** too many dropped: close the connection */
  | { readonly kind: "flood"; readonly rate: Rate };

/** `rate` is the one that was exceeded. */
export type RateRefusal = Exclude<Verdict, { kind: "admitted" }>;

/** During a cooldown everything is refused, so that a later command cannot overtake a refused one. */
interface Cooldown {
  readonly rate: Rate;
  readonly until: number;
  dropped: number;
}

/** A cooldown lasts at least this long, so that the client can receive the warning in time. */
const MIN_COOLDOWN_MS = 1_000;

/** HTTP senders never disconnect, so above this many the expired cooldowns are deleted. */
const MAX_COOLDOWNS = 4_096;

type Buckets = readonly [TokenBucket, ...TokenBucket[]];

const ADMITTED: Verdict = { kind: "admitted" };

/** The keys by which a rated command is counted. */
export interface RateKeys {
  /** the connection's id, or the key that stands for one over HTTP */
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

  /** Admits or refuses a frame of any kind from a connection. */
  frame(connection: string, now: number): Verdict {
    return this.check(`frame ${connection}`, [this.connections.bucket(connection, now)], now);
  }

  /** Admits or refuses a rated command. */
  command({ connection, member, address }: RateKeys, now: number): Verdict {
    const byAddress = address === undefined ? [] : [this.addresses.bucket(address, now)];
    const buckets = [this.members.bucket(member, now), this.room.bucket("", now), ...byAddress] as const;
    return this.check(`command ${connection}`, buckets, now);
  }

  /** Admits or refuses a search. `searcher` is undefined if neither a member nor an address is known. */
  search(searcher: string | undefined, now: number): Verdict {
    const bySearcher = searcher === undefined ? [] : [this.searchers.bucket(searcher, now)];
    return this.check(`search ${searcher ?? ""}`, [this.searches.bucket("", now), ...bySearcher], now);
  }

  /** True if the room may broadcast one more lossy event (typing, signal). */
  lossy(now: number): boolean {
    return this.signals.bucket("", now).take(now);
  }

  /** Deletes a connection's cooldowns. Its buckets stay, so that reconnecting does not refill them. */
  deleteCooldowns(connection: string): void {
    this.cooldowns.delete(`frame ${connection}`);
    this.cooldowns.delete(`command ${connection}`);
  }

  private deleteExpiredCooldowns(now: number): void {
    for (const [key, { until }] of this.cooldowns) if (until <= now) this.cooldowns.delete(key);
  }

  private check(key: string, buckets: Buckets, now: number): Verdict {
    const cooldown = this.cooldowns.get(key);
    if (cooldown !== undefined && now < cooldown.until) {
      cooldown.dropped += 1;
      const kind = cooldown.dropped > this.limits.droppedFrames ? "flood" : "dropped";
      return { kind, rate: cooldown.rate };
    }
    const { waitMs, rate } = longestWait(buckets, now);
    if (waitMs === 0) {
      for (const bucket of buckets) bucket.take(now);
      if (cooldown !== undefined) this.cooldowns.delete(key);
      return ADMITTED;
    }
    const retryAfterMs = Math.max(MIN_COOLDOWN_MS, waitMs);
    if (this.cooldowns.size >= MAX_COOLDOWNS) this.deleteExpiredCooldowns(now);
    this.cooldowns.set(key, { rate, until: now + retryAfterMs, dropped: 0 });
    return { kind: "warned", rate, retryAfterMs };
  }
}

function longestWait(
  [first, ...others]: Buckets,
  now: number,
): { readonly waitMs: number; readonly rate: Rate } {
  return others.reduce(
    (longest, bucket) => {
      const waitMs = bucket.waitMs(now);
      return waitMs > longest.waitMs ? { waitMs, rate: bucket.rate } : longest;
    },
    { waitMs: first.waitMs(now), rate: first.rate },
  );
}

/** Over HTTP a dropped command is answered too: with this delay until a retry. */
const DROPPED_RETRY_MS = 1_000;

/** How long a refused request must wait before a retry, in ms. */
export function verdictRetryMs(verdict: RateRefusal): number {
  return verdict.kind === "warned" ? verdict.retryAfterMs : DROPPED_RETRY_MS;
}
