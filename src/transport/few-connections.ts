/**
 * The connections beside a crowd of one address, as long as they are as few as in a small room: an address that opens a
 * thousand connections and leaves them idle does not delay the others by what it takes to send to them (SPEC FAN-10).
 */
import { networkOrAddress } from "../room/rates/address.ts";
import type { Session } from "../room/session.ts";
import { SMALL_ROOM_CONNECTIONS } from "./window.ts";

/** Of a connection. */
type Located = Pick<Session, "address">;

export class FewConnections {
  /** how many connections each network has */
  private readonly counts = new Map<string, number>();
  /** those of all networks that are no crowd */
  private total = 0;

  add(session: Located): void {
    this.change(session, 1);
  }

  remove(session: Located): void {
    this.change(session, -1);
  }

  /** True if there are some, and few. */
  get any(): boolean {
    return this.total > 0 && this.total <= SMALL_ROOM_CONNECTIONS;
  }

  /** True for one of them. */
  has(session: Located): boolean {
    return this.any && uncrowded(this.counts.get(networkOf(session)) ?? 0) > 0;
  }

  private change(session: Located, by: 1 | -1): void {
    const network = networkOf(session);
    const before = this.counts.get(network) ?? 0;
    const after = before + by;
    this.total += uncrowded(after) - uncrowded(before);
    if (after > 0) this.counts.set(network, after);
    else this.counts.delete(network);
  }
}

/** Of the connections of a network: all, or none of a crowd's. */
function uncrowded(count: number): number {
  return count <= SMALL_ROOM_CONNECTIONS ? count : 0;
}

function networkOf({ address = "" }: Located): string {
  return networkOrAddress(address);
}
