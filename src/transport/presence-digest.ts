/** Coalesces presence events into one (SPEC PRES-3). */
import type { Presence } from "../protocol/events/presence.ts";
import type { Author, Member } from "../protocol/member.ts";

/** The most members that each list names; `count` includes all. */
const MAX_LISTED = 20;

export class PresenceDigest {
  private readonly joined = new Map<string, Member>();
  private readonly left = new Map<string, Author>();
  private readonly changed = new Map<string, Member>();
  private count: number | undefined;

  get isEmpty(): boolean {
    return this.count === undefined;
  }

  /** A member who joined and left again is in no list; one who left and joined again is in `changed`. */
  add({ count, joined = [], left = [], changed = [] }: Presence): void {
    this.count = count;
    for (const member of joined) {
      const map = this.left.delete(member.id) ? this.changed : this.joined;
      map.set(member.id, member);
    }
    for (const author of left) {
      this.changed.delete(author.id);
      if (!this.joined.delete(author.id)) this.left.set(author.id, author);
    }
    for (const member of changed) {
      const map = this.joined.has(member.id) ? this.joined : this.changed;
      map.set(member.id, member);
    }
  }

  /** One event for all that was added since the last call; undefined if there is nothing. */
  take(): Presence | undefined {
    if (this.count === undefined) return undefined;
    const presence: Presence = {
      type: "presence",
      count: this.count,
      ...sample("joined", this.joined),
      ...sample("left", this.left),
      ...sample("changed", this.changed),
    };
    this.count = undefined;
    for (const map of [this.joined, this.left, this.changed]) map.clear();
    return presence;
  }
}

function sample<Name extends string, Value>(name: Name, map: ReadonlyMap<string, Value>) {
  return map.size === 0 ? {} : { [name]: [...map.values()].slice(0, MAX_LISTED) };
}
