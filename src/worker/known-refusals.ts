/**
 * Addresses that a room refuses for a while, remembered by each instance of the Worker: who tries again before that time
 * is refused without asking the room, which a flood of joins would keep busy (SPEC LIM-17).
 */
import type { JoinRefusal, RefusedArrivals } from "../room/admission.ts";
import { addressKey, networkKey } from "../room/rates/address.ts";
import type { RoomName } from "../text/room-names.ts";

/** Of all rooms. Addresses are chosen by clients, so their number is bounded. */
export const MAX_KNOWN_REFUSALS = 1_024;

/**
 * How many are refused each time with the reason. Each refusal says when to come back, so that beyond this they are a
 * flood, or a very large crowd behind one address.
 */
const EXPLAINED: Readonly<Record<RefusedArrivals["what"], number>> = {
  joins: 100,
  "new guests": 100,
  "connections closed as floods": 10,
};

/** An attempt to join. */
export interface Arrival {
  readonly room: RoomName;
  /** the client's address, as the platform reports it */
  readonly ip: string | null;
  /** without a token or ticket, and not invisible */
  readonly isNewGuest: boolean;
}

export interface FoundRefusal {
  readonly refusal: JoinRefusal;
  /** too many were refused so: the cheapest refusal is enough */
  readonly isFlood: boolean;
}

interface KnownRefusal {
  readonly refusal: JoinRefusal;
  /** ms since 1970 */
  readonly until: number;
  explanationsLeft: number;
}

export class KnownRefusals {
  private readonly known = new Map<string, KnownRefusal>();

  /** The refusal that still holds for an arrival, with the time that remains; undefined if the room has to be asked. */
  find({ room, ip, isNewGuest }: Arrival, now: number): FoundRefusal | undefined {
    if (this.known.size === 0) return undefined;
    const address = addressKey(ip);
    if (address === undefined) return undefined;
    for (const arrivals of isNewGuest ? OF_GUESTS : OF_EVERYONE) {
      const found = this.known.get(keyOf(room, address, arrivals) ?? "");
      if (found === undefined || found.until <= now) continue;
      found.explanationsLeft -= 1;
      return { refusal: remaining(found, now), isFlood: found.explanationsLeft < 0 };
    }
    return undefined;
  }

  /** Remembers what the room has answered, if it holds for others at that address too. */
  note({ room, ip }: Arrival, refusal: JoinRefusal, now: number): void {
    const { concerns, failure } = refusal;
    const address = addressKey(ip);
    if (concerns === undefined || address === undefined || failure?.retryAfterMs === undefined) return;
    const key = keyOf(room, address, concerns);
    if (key === undefined) return;
    this.evict(now);
    const until = now + failure.retryAfterMs;
    this.known.set(key, { refusal, until, explanationsLeft: EXPLAINED[concerns.what] });
  }

  private evict(now: number): void {
    if (this.known.size < MAX_KNOWN_REFUSALS) return;
    for (const [key, { until }] of this.known) if (until <= now) this.known.delete(key);
    for (const oldest of this.known.keys()) {
      if (this.known.size < MAX_KNOWN_REFUSALS) return;
      this.known.delete(oldest);
    }
  }
}

const OF_EVERYONE: readonly RefusedArrivals[] = [
  { per: "address", what: "connections closed as floods" },
  { per: "network", what: "connections closed as floods" },
  { per: "address", what: "joins" },
  { per: "network", what: "joins" },
];
const OF_GUESTS: readonly RefusedArrivals[] = [
  ...OF_EVERYONE,
  { per: "address", what: "new guests" },
  { per: "network", what: "new guests" },
];

function keyOf(room: RoomName, address: string, { per, what }: RefusedArrivals): string | undefined {
  const place = per === "address" ? address : networkKey(address);
  return place === undefined ? undefined : `${what} ${place} ${room}`;
}

function remaining({ refusal, until }: KnownRefusal, now: number): JoinRefusal {
  const { failure } = refusal;
  return failure === undefined ? refusal : { ...refusal, failure: { ...failure, retryAfterMs: until - now } };
}

/** Those of this instance of the Worker. */
export const knownRefusals = new KnownRefusals();
