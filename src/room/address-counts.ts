/** How many sessions each address has open, and each IPv6 /48 (SPEC LIM-10). As large as the room at most. */
import { networkKey } from "./rates/address.ts";

export class AddressCounts {
  private readonly counts = new Map<string, number>();

  /** The sessions of an address, or of a network by its key. */
  of(key: string): number {
    return this.counts.get(key) ?? 0;
  }

  /** Adds `change`, 1 or -1, to the counts of an address and its network; does nothing where none is known. */
  add(address: string | undefined, change: 1 | -1): void {
    if (address === undefined) return;
    this.addTo(address, change);
    const network = networkKey(address);
    if (network !== undefined) this.addTo(network, change);
  }

  private addTo(key: string, change: number): void {
    const count = this.of(key) + change;
    if (count > 0) this.counts.set(key, count);
    else this.counts.delete(key);
  }
}
