/** Batches presence events into one (SPEC PRES-3, PRES-4). */
import type { Presence } from "../protocol/events/presence.ts";
import type { Author, Member } from "../protocol/member.ts";

/** The most members that each list of a large room's digest names; `count` includes all. */
const MAX_LISTED = 20;

/** What happened to a member, in order. Joins and leaves alternate, so the first and the last say all but the details. */
const MAX_STEPS = 4;

interface Step {
  /** what had been added to the digest by then */
  readonly order: number;
  /** not shown as a line of text: its address has had its share of those */
  readonly isQuiet: boolean;
  readonly change: { readonly joined: Member } | { readonly left: Author } | { readonly changed: Member };
}

/** An event, and the part of it that plain text shows. */
export interface DigestEvent {
  readonly event: Presence;
  readonly shown: Presence;
}

export class PresenceDigest {
  private steps = new Map<string, Step[]>();
  private order = 0;
  private count: number | undefined;

  get isEmpty(): boolean {
    return this.count === undefined;
  }

  /** Where a connection begins whose welcome includes everything so far. */
  get offset(): number {
    return this.order;
  }

  add({ count, joined = [], left = [], changed = [] }: Presence, isQuiet: boolean): void {
    this.count = count;
    const order = ++this.order;
    for (const member of joined) this.push(member.id, { order, isQuiet, change: { joined: member } });
    for (const author of left) this.push(author.id, { order, isQuiet, change: { left: author } });
    for (const member of changed) this.push(member.id, { order, isQuiet, change: { changed: member } });
  }

  /** Everything that was added since the last call; undefined if there is nothing. */
  take(): TakenDigest | undefined {
    if (this.count === undefined) return undefined;
    const taken = new TakenDigest(this.count, this.steps);
    this.count = undefined;
    this.order = 0;
    this.steps = new Map();
    return taken;
  }

  private push(id: string, step: Step): void {
    const steps = this.steps.get(id) ?? [];
    this.steps.set(id, steps);
    steps.push(step);
    if (steps.length > MAX_STEPS) steps.splice(1, 2);
  }
}

/** A digest that is about to be sent: the one event of a large room, or that of each connection of a small one. */
export class TakenDigest {
  constructor(
    private readonly count: number,
    private readonly steps: ReadonlyMap<string, readonly Step[]>,
  ) {}

  /** The event for a large room, whose lists are samples. */
  sample(): DigestEvent {
    return this.build([...this.steps.values()], MAX_LISTED);
  }

  /** The event for the connection of `member` that joined at `offset`: complete, without themselves. */
  eventFor(member: string, offset: number): DigestEvent {
    const missed = [...this.steps]
      .filter(([id]) => id !== member)
      .map(([, steps]) => steps.filter(({ order }) => order > offset));
    return this.build(missed, Infinity);
  }

  private build(all: readonly (readonly Step[])[], maxListed: number): DigestEvent {
    const every = new Lists();
    const shown = new Lists();
    for (const steps of all) {
      every.add(steps);
      if (steps.at(-1)?.isQuiet === false) shown.add(steps);
    }
    return { event: every.event(this.count, maxListed), shown: shown.event(this.count, maxListed) };
  }
}

class Lists {
  private readonly joined: Member[] = [];
  private readonly left: Author[] = [];
  private readonly changed: Member[] = [];

  /** A member who joined and left again is in no list; one who left and joined again is in `changed`. */
  add(steps: readonly Step[]): void {
    const first = steps[0]?.change;
    const last = steps.at(-1)?.change;
    if (first === undefined || last === undefined) return;
    const wasHere = !("joined" in first);
    if ("left" in last) {
      if (wasHere) this.left.push(last.left);
    } else {
      const member = "joined" in last ? last.joined : last.changed;
      (wasHere ? this.changed : this.joined).push(member);
    }
  }

  event(count: number, maxListed: number): Presence {
    const { joined, left, changed } = this;
    return {
      type: "presence",
      count,
      ...(joined.length === 0 ? {} : { joined: joined.slice(0, maxListed) }),
      ...(left.length === 0 ? {} : { left: left.slice(0, maxListed) }),
      ...(changed.length === 0 ? {} : { changed: changed.slice(0, maxListed) }),
    };
  }
}
