/** How often a room may be joined, and by how many new guests (SPEC LIM-9). */
import type { Limits, Rate } from "../../protocol/limits.ts";
import { networkKey } from "./address.ts";
import { BucketTable } from "./bucket-table.ts";
import { networkRate } from "./network-rate.ts";
import { FairBucket, type Claim } from "./fair-bucket.ts";

/** Whose rate was exceeded, and for how long. */
export interface ArrivalRefusal {
  readonly per: "member" | "address" | "network" | "room";
  readonly what: "joins" | "new guests" | "connections closed as floods" | "reads";
  readonly rate: Rate;
  readonly waitMs: number;
}

export interface Counted {
  readonly per: ArrivalRefusal["per"];
  readonly bucket: Claim;
}

export class Arrivals {
  private readonly joins: AddressTables;
  private readonly guests: AddressTables;
  private readonly floods: AddressTables;
  private readonly members: BucketTable;
  private readonly room: FairBucket;

  constructor(limits: Limits) {
    this.joins = new AddressTables(limits.addressJoinRate, limits);
    this.guests = new AddressTables(limits.addressGuestRate, limits);
    this.floods = new AddressTables(limits.addressFloodRate, limits);
    this.members = new BucketTable(limits.memberJoinRate);
    this.room = new FairBucket(limits.roomJoinRate, limits);
  }

  /** Counts a join, before anything is known of its sender but the address; the refusal if it is one too many. */
  join(address: string | undefined, now: number): ArrivalRefusal | undefined {
    const flooded = this.refusalByFloods(address, now);
    if (flooded !== undefined) return flooded;
    const room: Counted = { per: "room", bucket: this.room.claim({ member: undefined, address }, now) };
    return take("joins", [...this.joins.of(address, now), room], now);
  }

  /**
   * Counts a connection that was closed as a flood: it costs the room more than a join does (SPEC LIM-11). On credit, as many
   * connections of an address flood at once.
   */
  flooded(address: string | undefined, now: number): void {
    this.floods.charge(address, 1, now);
  }

  private refusalByFloods(address: string | undefined, now: number): ArrivalRefusal | undefined {
    for (const { per, bucket } of this.floods.of(address, now)) {
      const waitMs = bucket.waitMs(now);
      if (waitMs > 0) return { per, what: "connections closed as floods", rate: bucket.rate, waitMs };
    }
    return undefined;
  }

  /** Counts the join of a known member, whose token it has. */
  member(member: string, now: number): ArrivalRefusal | undefined {
    return take("joins", [{ per: "member", bucket: this.members.bucket(member, now) }], now);
  }

  /** Counts a new guest. */
  guest(address: string | undefined, now: number): ArrivalRefusal | undefined {
    return take("new guests", this.guests.of(address, now), now);
  }
}

export class AddressTables {
  private readonly addresses: BucketTable;
  private readonly networks: BucketTable;

  constructor(rate: Rate, limits: Limits) {
    this.addresses = new BucketTable(rate);
    this.networks = new BucketTable(networkRate(rate, limits));
  }

  /** Takes more tokens of an address, on credit. */
  charge(address: string | undefined, count: number, now: number): void {
    if (address === undefined) return;
    this.addresses.bucket(address, now).charge(now, count);
    const network = networkKey(address);
    if (network !== undefined) this.networks.bucket(network, now).charge(now, count);
  }

  /** The buckets of an address; none where it is not known. */
  of(address: string | undefined, now: number): Counted[] {
    if (address === undefined) return [];
    const network = networkKey(address);
    const own: Counted = { per: "address", bucket: this.addresses.bucket(address, now) };
    if (network === undefined) return [own];
    return [own, { per: "network", bucket: this.networks.bucket(network, now) }];
  }
}

/** Takes a token of each, or of none: what one of them refuses does not count in another. */
export function take(
  what: ArrivalRefusal["what"],
  counted: readonly Counted[],
  now: number,
): ArrivalRefusal | undefined {
  for (const { per, bucket } of counted) {
    const waitMs = bucket.waitMs(now);
    if (waitMs > 0) return { per, what, rate: bucket.rate, waitMs };
  }
  for (const { bucket } of counted) bucket.take(now);
  return undefined;
}
