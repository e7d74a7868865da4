/** How much of a room may be read (SPEC LIM-12). */
import type { Limits } from "../../protocol/limits.ts";
import { AddressTables, take, type ArrivalRefusal, type Counted } from "./arrivals.ts";
import { BucketTable } from "./bucket-table.ts";
import { FairBucket, type ShareKeys } from "./fair-bucket.ts";

/** Whose read it is, each undefined where it is not known. */
export interface ReadKeys {
  readonly member: string | undefined;
  readonly address: string | undefined;
}

export class Reads {
  private readonly members: BucketTable;
  private readonly addresses: AddressTables;
  private readonly room: FairBucket;

  constructor(limits: Limits) {
    this.members = new BucketTable(limits.memberReadRate);
    this.addresses = new AddressTables(limits.addressReadRate, limits);
    // Members have a limit of their own, so that only addresses need a share.
    this.room = new FairBucket(limits.roomReadRate, limits, limits.roomReadRate);
  }

  /** Counts a read, before it is known what it costs; the refusal if it is one too many. */
  read(keys: ReadKeys, now: number): ArrivalRefusal | undefined {
    const room: Counted = { per: "room", bucket: this.room.claim(shareKeys(keys), now) };
    return take("reads", [...this.ownBuckets(keys, now), room], now);
  }

  /** Counts a read that turned out to be as much as several, on credit. */
  charge(keys: ReadKeys, count: number, now: number): void {
    if (count === 0) return;
    if (keys.member !== undefined) this.members.bucket(keys.member, now).charge(now, count);
    this.addresses.charge(keys.address, count, now);
    this.room.charge(shareKeys(keys), count, now);
  }

  private ownBuckets({ member, address }: ReadKeys, now: number): readonly Counted[] {
    const byAddress = this.addresses.of(address, now);
    if (member === undefined) return byAddress;
    return [{ per: "member", bucket: this.members.bucket(member, now) }, ...byAddress];
  }
}

function shareKeys({ member, address }: ReadKeys): ShareKeys {
  return { member: member ?? `at ${address ?? ""}`, address };
}
