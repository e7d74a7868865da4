/**
 * A room's bucket, of which each member, address and network has a share (SPEC LIM-8). A sender who asks for more than their
 * share may still use what no one else needs, but leaves a part of the burst to those within theirs.
 */
import type { Limits, Rate } from "../../protocol/limits.ts";
import { networkKey } from "./address.ts";
import { BucketTable } from "./bucket-table.ts";
import { TokenBucket } from "./token-bucket.ts";

/** A member's or an address's share of the room's rate, and of its burst. */
const SHARE_OF_RATE = 1 / 10;
const SHARE_OF_BURST = 1 / 20;
/** However low the room's rate is. */
const MIN_SHARE_BURST = 10;

/** The part of the burst that is left to the others. The narrower the share, the surer is it that one sender floods. */
const LEFT_BEYOND = { member: 3 / 4, address: 1 / 2, network: 1 / 4 } as const;

export interface ShareKeys {
  /** undefined for an attempt that is not a member's yet */
  readonly member: string | undefined;
  /** undefined where no address is known */
  readonly address: string | undefined;
}

/** One attempt to take a token. */
export interface Claim {
  /** the room's */
  readonly rate: Rate;
  /** Time until the token is available, in ms; 0 if it is now. */
  waitMs(now: number): number;
  /** Takes the token; false if it is not available. */
  take(now: number): boolean;
}

export class FairBucket {
  private readonly room: TokenBucket;
  private readonly members: BucketTable;
  private readonly addresses: BucketTable;
  private readonly networks: BucketTable;

  /** @param memberShare a member's share where they have a limit of their own */
  constructor(
    private readonly rate: Rate,
    { networkAddresses }: Pick<Limits, "networkAddresses">,
    memberShare: Rate = shareOf(rate, 1),
  ) {
    this.room = new TokenBucket(rate, 0);
    this.members = new BucketTable(memberShare);
    this.addresses = new BucketTable(shareOf(rate, 1));
    this.networks = new BucketTable(shareOf(rate, networkAddresses));
  }

  /**
   * Counts an attempt against the sender's shares, admitted or not: so a flood stays beyond its share however little of
   * it gets through.
   */
  claim(keys: ShareKeys, now: number): Claim {
    const { room, rate } = this;
    const reserve = this.reserve(keys, now);
    return {
      rate,
      waitMs: (at) => room.waitMs(at, reserve),
      take: (at) => room.take(at, reserve),
    };
  }

  /** The same, and takes the token; false if it is not available. */
  take(keys: ShareKeys, now: number): boolean {
    return this.room.take(now, this.reserve(keys, now));
  }

  /** Takes more tokens, on credit, for what was admitted and turned out to cost more. */
  charge(keys: ShareKeys, count: number, now: number): void {
    this.room.charge(now, count);
    this.exceeded(keys, now, count);
  }

  /** The tokens that are left to the others. */
  private reserve(keys: ShareKeys, now: number): number {
    const exceeded = this.exceeded(keys, now);
    return exceeded === undefined ? 0 : LEFT_BEYOND[exceeded] * this.rate.burst;
  }

  /** The narrowest share that is used up. The wider ones are not charged then: it is not the neighbours' doing. */
  private exceeded(
    { member, address }: ShareKeys,
    now: number,
    count = 1,
  ): keyof typeof LEFT_BEYOND | undefined {
    if (member !== undefined && !this.members.bucket(member, now).charge(now, count)) return "member";
    if (address === undefined) return undefined;
    if (!this.addresses.bucket(address, now).charge(now, count)) return "address";
    const network = networkKey(address);
    if (network !== undefined && !this.networks.bucket(network, now).charge(now, count)) return "network";
    return undefined;
  }
}

function shareOf({ perSecond, burst }: Rate, addresses: number): Rate {
  return {
    perSecond: perSecond * SHARE_OF_RATE * addresses,
    burst: Math.max(MIN_SHARE_BURST, burst * SHARE_OF_BURST * addresses),
  };
}
