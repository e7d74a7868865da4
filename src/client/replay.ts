/**
 * Puts durable events in order: each once, by seq, without gaps (SPEC P-2, P-3, REC-1 to REC-5).
 * Pure: it is given the room's events and returns the steps to take.
 */
import type { DurableEvent } from "../protocol/events/durable.ts";
import type { Page } from "../protocol/events/page.ts";
import type { Welcome } from "../protocol/events/welcome.ts";
import { parsePosition, type Position } from "../protocol/position.ts";

/** What the session must do next. */
export type ReplayStep =
  | { readonly do: "deliver"; readonly event: DurableEvent }
  /** discard all events and start from the newest page */
  | { readonly do: "reset"; readonly page: Page }
  /** request the events after this seq */
  | { readonly do: "pull"; readonly after: number }
  /** every event up to the welcome was delivered */
  | { readonly do: "caught_up" }
  /** the gap cannot be closed on this link: join again */
  | { readonly do: "rejoin" };

/** Live events buffered while earlier ones are fetched. Further ones are dropped, and fetched like the rest. */
const MAX_BUFFERED_EVENTS = 500;
/** A pull that failed this often at the same seq will not succeed: start from the newest page. */
const MAX_FAILED_PULLS = 2;

type Stage =
  /** no link, or one that is given up */
  | { readonly name: "disconnected" }
  /** the newest page follows */
  | { readonly name: "awaiting_page"; readonly start: Position }
  /** `target` is the seq of the welcome, until it is reached */
  | { readonly name: "joined"; target: number | undefined; isPulling: boolean };

const DISCONNECTED: Stage = { name: "disconnected" };

export class Replay {
  #position: Position | undefined;
  #stage: Stage = DISCONNECTED;
  readonly #buffered = new Map<number, DurableEvent>();
  /** the highest seq received on this link: delivered, buffered or dropped */
  #highest = 0;
  #failedPulls = 0;

  /** The position up to which all events were delivered; undefined before the first welcome. */
  get position(): Position | undefined {
    return this.#position;
  }

  /** The link was welcomed. */
  welcome({ position, recovered }: Welcome): ReplayStep[] {
    this.lost();
    const room = parsePosition(position);
    if (room === undefined) return this.#restart();
    if (!recovered) {
      this.#stage = { name: "awaiting_page", start: room };
      return [];
    }
    const own = this.#position;
    if (own?.epoch !== room.epoch || own.seq > room.seq) return this.#restart();
    this.#stage = { name: "joined", target: room.seq, isPulling: false };
    return this.#drain();
  }

  /** The page that follows a welcome that could not recover (SPEC REC-2). */
  newestPage(page: Page): ReplayStep[] {
    if (this.#stage.name !== "awaiting_page") return [];
    this.#position = this.#stage.start;
    this.#stage = { name: "joined", target: this.#seq, isPulling: false };
    return [{ do: "reset", page }, ...this.#drain(), ...this.#closeGap()];
  }

  /** A durable event, replayed or live. */
  event(event: DurableEvent): ReplayStep[] {
    const { name } = this.#stage;
    if (name === "disconnected" || (name === "joined" && event.seq <= this.#seq)) return [];
    this.#highest = Math.max(this.#highest, event.seq);
    const isNext = name === "joined" && event.seq === this.#seq + 1;
    if (isNext || this.#buffered.size < MAX_BUFFERED_EVENTS) this.#buffered.set(event.seq, event);
    if (name === "awaiting_page" || this.#isPulling) return [];
    return [...this.#drain(), ...this.#closeGap()];
  }

  /** The room pushes no more missed events: the rest is pulled (SPEC REC-3). */
  more(): ReplayStep[] {
    return this.#stage.name === "joined" && !this.#isPulling ? this.#pull() : [];
  }

  /** The page that a pull returned. */
  pulled(page: Page): ReplayStep[] {
    if (this.#stage.name !== "joined") return [];
    this.#stage.isPulling = false;
    if (parsePosition(page.position)?.epoch !== this.#position?.epoch) return this.#restart();
    const before = this.#seq;
    const missing = page.events.filter(({ seq }) => seq > before);
    // A gap in the room's own log: these events are no longer stored.
    if (missing.some(({ seq }, index) => seq !== before + 1 + index)) return this.#restart();
    const steps = [...missing.map((event) => this.#deliver(event)), ...this.#drain()];
    const isMissingMore = page.more || this.#stage.target !== undefined || this.#seq < this.#highest;
    if (!isMissingMore) return steps;
    return this.#seq > before ? [...steps, ...this.#pull()] : this.#restart();
  }

  /** A pull got an error or no reply. */
  pullFailed(): ReplayStep[] {
    if (++this.#failedPulls >= MAX_FAILED_PULLS) return this.#restart();
    this.#stage = DISCONNECTED;
    return [{ do: "rejoin" }];
  }

  /** The link is gone; the position stays. */
  lost(): void {
    this.#stage = DISCONNECTED;
    this.#buffered.clear();
    this.#highest = 0;
  }

  get #seq(): number {
    return this.#position?.seq ?? 0;
  }

  get #isPulling(): boolean {
    return this.#stage.name === "joined" && this.#stage.isPulling;
  }

  #deliver(event: DurableEvent): ReplayStep {
    if (this.#position !== undefined) this.#position = { epoch: this.#position.epoch, seq: event.seq };
    this.#failedPulls = 0;
    return { do: "deliver", event };
  }

  /** Delivers the buffered events that are next in order. */
  #drain(): ReplayStep[] {
    const steps: ReplayStep[] = [];
    for (
      let next = this.#buffered.get(this.#seq + 1);
      next !== undefined;
      next = this.#buffered.get(this.#seq + 1)
    ) {
      steps.push(this.#deliver(next));
    }
    for (const seq of this.#buffered.keys()) if (seq <= this.#seq) this.#buffered.delete(seq);
    if (this.#stage.name !== "joined" || this.#stage.target === undefined) return steps;
    if (this.#seq < this.#stage.target) return steps;
    this.#stage.target = undefined;
    return [...steps, { do: "caught_up" }];
  }

  #closeGap(): ReplayStep[] {
    return this.#highest > this.#seq ? this.#pull() : [];
  }

  #pull(): ReplayStep[] {
    if (this.#stage.name !== "joined") return [];
    this.#stage.isPulling = true;
    return [{ do: "pull", after: this.#seq }];
  }

  #restart(): ReplayStep[] {
    this.#position = undefined;
    this.#failedPulls = 0;
    this.#stage = DISCONNECTED;
    return [{ do: "rejoin" }];
  }
}
