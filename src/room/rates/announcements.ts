/** How often joins and leaves are announced at once; beyond that they are batched (SPEC PRES-4). */
import type { Limits, Rate } from "../../protocol/limits.ts";
import { networkKey } from "./address.ts";
import { BucketTable } from "./bucket-table.ts";
import { networkRate } from "./network-rate.ts";

/** A name in a join is a text of its sender's choice: one address may show it to all a few times, not a thousand. */
const ADDRESS_RATE: Rate = { perSecond: 1 / 5, burst: 5 };
const ROOM_RATE: Rate = { perSecond: 1, burst: 20 };

export class Announcements {
  private readonly addresses = new BucketTable(ADDRESS_RATE);
  private readonly networks: BucketTable;
  private readonly room = new BucketTable(ROOM_RATE);

  constructor(limits: Pick<Limits, "networkAddresses">) {
    this.networks = new BucketTable(networkRate(ADDRESS_RATE, limits));
  }

  /** Counts a join or leave; false if it is to be batched. */
  take(address: string | undefined, now: number): boolean {
    const network = address === undefined ? undefined : networkKey(address);
    return (
      (address === undefined || this.addresses.bucket(address, now).take(now)) &&
      (network === undefined || this.networks.bucket(network, now).take(now)) &&
      this.room.bucket("", now).take(now)
    );
  }
}
