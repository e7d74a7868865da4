/**
 * Joins and reads of a crowd take turns (SPEC LIM-18): the platform delivers what arrives in its order, so that a thousand
 * joins of one address, of a millisecond or more each, would come before the next message of those who are here.
 */
import type { Rate } from "../protocol/limits.ts";
import { networkOrAddress } from "../room/rates/address.ts";
import { TokenBucket } from "../room/rates/token-bucket.ts";

/** A room that is visited no faster handles each visit at once. */
const AT_ONCE: Rate = { perSecond: 20, burst: 20 };

/** As long as a few messages take, so that a crowd is let in at about a thousand a second. */
const VISITS_PER_TURN = 4;
/** In which the runtime delivers what has arrived meanwhile. */
export const PAUSE_MS = 1;

/** As many as may join a room at once (LIM-9): what more comes would be refused anyway, after it has waited. */
export const MAX_WAITING = 5_000;

/** Called once: with true if it is the visit's turn, with false if it is refused. */
type Turn = (isAdmitted: boolean) => void;

export interface FairQueuePorts {
  /** ms since 1970 */
  readonly now: () => number;
  readonly setTimer: (run: () => void, ms: number) => void;
}

export class FairQueue {
  /** by IPv6 /48, else by address, in the order of their turns: a /48 has more addresses than visits may wait */
  private readonly networks = new Map<string, AddressQueue>();
  private length = 0;
  private readonly atOnce: TokenBucket;

  constructor(private readonly ports: FairQueuePorts) {
    this.atOnce = new TokenBucket(AT_ONCE, ports.now());
  }

  /** Calls `visit` now, or when it is its address's turn; `refuse` if too many wait, then or later. */
  run<Value>(
    address: string | undefined,
    visit: () => Value | Promise<Value>,
    refuse: () => Value,
  ): Value | Promise<Value> {
    if (this.length === 0 && this.atOnce.take(this.ports.now())) return visit();
    const turn = new Promise<boolean>((resolve) => this.add(address ?? "", resolve));
    if (this.length > MAX_WAITING) this.refuseOne();
    return turn.then((isAdmitted) => (isAdmitted ? visit() : refuse()));
  }

  private add(address: string, turn: Turn): void {
    if (this.length === 0) this.schedule();
    this.length += 1;
    const key = networkOrAddress(address);
    const network = this.networks.get(key) ?? new AddressQueue();
    this.networks.set(key, network);
    network.add(address, turn);
  }

  /** The last of the network with most, so that no crowd keeps others out. */
  private refuseOne(): void {
    const refused = longest(this.networks.values())?.takeLast();
    this.length -= 1;
    refused?.(false);
  }

  private schedule(): void {
    this.ports.setTimer(() => this.takeTurn(), PAUSE_MS);
  }

  private takeTurn(): void {
    for (let left = VISITS_PER_TURN; left > 0 && this.length > 0; left--) this.beginNext();
    if (this.length > 0) this.schedule();
  }

  private beginNext(): void {
    const turn = takeInTurn(this.networks, (network) => network.takeNext());
    this.length -= 1;
    turn?.(true);
  }
}

/** The visits that wait from one network. */
class AddressQueue {
  /** by address, in the order of their turns */
  private readonly addresses = new Map<string, Turn[]>();
  length = 0;

  add(address: string, turn: Turn): void {
    this.length += 1;
    const own = this.addresses.get(address);
    if (own === undefined) this.addresses.set(address, [turn]);
    else own.push(turn);
  }

  takeNext(): Turn | undefined {
    this.length -= 1;
    return takeInTurn(this.addresses, (own) => own.shift());
  }

  /** The last of the address with most. */
  takeLast(): Turn | undefined {
    this.length -= 1;
    return longest(this.addresses.values())?.pop();
  }
}

/** Takes from the queue whose turn it is, which then has its next turn behind all others. */
function takeInTurn<Queue extends { readonly length: number }>(
  queues: Map<string, Queue>,
  take: (queue: Queue) => Turn | undefined,
): Turn | undefined {
  for (const [key, queue] of queues) {
    queues.delete(key);
    // What it had may have been refused.
    if (queue.length === 0) continue;
    const taken = take(queue);
    if (queue.length > 0) queues.set(key, queue);
    return taken;
  }
  return undefined;
}

/** Of several that are equally long the last. */
function longest<Queue extends { readonly length: number }>(queues: Iterable<Queue>): Queue | undefined {
  let found: Queue | undefined;
  for (const queue of queues) if (found === undefined || queue.length >= found.length) found = queue;
  return found;
}
