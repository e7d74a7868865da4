/** Rate limiting: the first excess command is answered, more are dropped, then the connection is closed (SPEC LIM-1, LIM-2). */
import type { Limits, Rate } from "../../protocol/limits.ts";
import { networkKey } from "./address.ts";
import { BucketTable } from "./bucket-table.ts";
import { networkRate } from "./network-rate.ts";
import { FairBucket, type Claim, type ShareKeys } from "./fair-bucket.ts";
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

/** HTTP senders never disconnect, so above this many the expired cooldowns are deleted, and the oldest if none is. */
const MAX_COOLDOWNS = 4_096;

/** A bucket, or a claim on one. */
type Buckets = readonly [Claim, ...Claim[]];

const ADMITTED: Verdict = { kind: "admitted" };

/** The keys by which a rated command is counted. */
export interface RateKeys extends ShareKeys {
  /** the connection's id, or the key that stands for one over HTTP */
  readonly connection: string;
  readonly member: string;
}

/** The keys by which a search is counted, each undefined where it is not known. */
export interface SearchKeys {
  readonly member: string | undefined;
  readonly address: string | undefined;
}

export class Throttle {
  private readonly members: BucketTable;
  private readonly addresses: BucketTable;
  private readonly networks: BucketTable;
  private readonly room: FairBucket;
  private readonly connections: BucketTable;
  private readonly frameAddresses: BucketTable;
  private readonly frameNetworks: BucketTable;
  private readonly signals: FairBucket;
  private readonly searchers: BucketTable;
  private readonly searchAddresses: BucketTable;
  private readonly searchNetworks: BucketTable;
  private readonly searches: FairBucket;
  private readonly cooldowns = new Map<string, Cooldown>();

  constructor(private readonly limits: Limits) {
    this.members = new BucketTable(limits.memberRate);
    this.addresses = new BucketTable(limits.addressRate);
    this.networks = new BucketTable(networkRate(limits.addressRate, limits));
    this.room = new FairBucket(limits.roomRate, limits, limits.memberRate);
    this.connections = new BucketTable(limits.frameRate);
    this.frameAddresses = new BucketTable(limits.addressFrameRate);
    this.frameNetworks = new BucketTable(networkRate(limits.addressFrameRate, limits));
    this.signals = new FairBucket(limits.signalRate, limits);
    this.searchers = new BucketTable(limits.searchRate);
    this.searchAddresses = new BucketTable(limits.addressSearchRate);
    this.searchNetworks = new BucketTable(networkRate(limits.addressSearchRate, limits));
    // Members have a limit of their own, so that only addresses need a share.
    this.searches = new FairBucket(limits.roomSearchRate, limits, limits.roomSearchRate);
  }

  /**
   * Admits or refuses a frame of any kind from a connection. A frame costs the room the same whether it is dropped or
   * not, so an address with many connections that stay within their own rates is a flood too.
   */
  frame({ connection, address }: Pick<RateKeys, "connection" | "address">, now: number): Verdict {
    const flooded = address === undefined ? undefined : this.exceededByFrame(address, now);
    if (flooded !== undefined) return { kind: "flood", rate: flooded };
    return this.check(`frame ${connection}`, [this.connections.bucket(connection, now)], now);
  }

  /** Admits or refuses a rated command. */
  command(keys: RateKeys, now: number): Verdict {
    const { connection, member, address } = keys;
    const byAddress = bucketsOf(address, this.addresses, this.networks, now);
    const buckets = [this.members.bucket(member, now), this.room.claim(keys, now), ...byAddress] as const;
    return this.check(`command ${connection}`, buckets, now);
  }

  /** Counts a command that was admitted as `count` more, on credit, against all but its member's own rate. */
  charge({ member, address }: ShareKeys, count: number, now: number): void {
    if (count === 0) return;
    this.room.charge({ member, address }, count, now);
    for (const bucket of bucketsOf(address, this.addresses, this.networks, now)) bucket.charge(now, count);
  }

  /** Admits or refuses a search. */
  search({ member, address }: SearchKeys, now: number): Verdict {
    const searcher = member ?? (address === undefined ? "" : `at ${address}`);
    const bySearcher = searcher === "" ? [] : [this.searchers.bucket(searcher, now)];
    const byAddress = bucketsOf(address, this.searchAddresses, this.searchNetworks, now);
    const room = this.searches.claim({ member: searcher, address }, now);
    return this.check(`search ${searcher}`, [room, ...bySearcher, ...byAddress], now);
  }

  /** True if the room may broadcast one more lossy event (typing, signal) of that sender. */
  lossy(keys: ShareKeys, now: number): boolean {
    return this.signals.take(keys, now);
  }

  /** Counts a lossy event that was admitted as `count` more, on credit. */
  chargeLossy(keys: ShareKeys, count: number, now: number): void {
    if (count > 0) this.signals.charge(keys, count, now);
  }

  /** Deletes a connection's cooldowns. Its buckets stay, so that reconnecting does not refill them. */
  deleteCooldowns(connection: string): void {
    this.cooldowns.delete(`frame ${connection}`);
    this.cooldowns.delete(`command ${connection}`);
  }

  /** Counts a frame of an address; the rate that it exceeds, if any. */
  private exceededByFrame(address: string, now: number): Rate | undefined {
    if (!this.frameAddresses.bucket(address, now).take(now)) return this.limits.addressFrameRate;
    const network = networkKey(address);
    const bucket = network === undefined ? undefined : this.frameNetworks.bucket(network, now);
    return bucket === undefined || bucket.take(now) ? undefined : bucket.rate;
  }

  private evictCooldowns(now: number): void {
    for (const [key, { until }] of this.cooldowns) if (until <= now) this.cooldowns.delete(key);
    for (const oldest of this.cooldowns.keys()) {
      if (this.cooldowns.size < MAX_COOLDOWNS / 2) return;
      this.cooldowns.delete(oldest);
    }
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
    if (this.cooldowns.size >= MAX_COOLDOWNS) this.evictCooldowns(now);
    this.cooldowns.set(key, { rate, until: now + retryAfterMs, dropped: 0 });
    return { kind: "warned", rate, retryAfterMs };
  }
}

/** The buckets of an address, and of the IPv6 /48 around it (SPEC LIM-7); none where it is not known. */
function bucketsOf(
  address: string | undefined,
  addresses: BucketTable,
  networks: BucketTable,
  now: number,
): readonly TokenBucket[] {
  if (address === undefined) return [];
  const network = networkKey(address);
  const own = addresses.bucket(address, now);
  return network === undefined ? [own] : [own, networks.bucket(network, now)];
}

/** Of several that are equally long the first. */
function longestWait(buckets: Buckets, now: number): { readonly waitMs: number; readonly rate: Rate } {
  let waitMs = -1;
  let { rate } = buckets[0];
  for (const bucket of buckets) {
    const ownMs = bucket.waitMs(now);
    if (ownMs <= waitMs) continue;
    waitMs = ownMs;
    rate = bucket.rate;
  }
  return { waitMs, rate };
}

/** Over HTTP a dropped command is answered too: with this delay until a retry. */
const DROPPED_RETRY_MS = 1_000;

/** How long a refused request must wait before a retry, in ms. */
export function verdictRetryMs(verdict: RateRefusal): number {
  return verdict.kind === "warned" ? verdict.retryAfterMs : DROPPED_RETRY_MS;
}
