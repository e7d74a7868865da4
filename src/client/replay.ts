/**
 * Brings durable events into order: each once, by seq, nothing left out (SPEC P-2, P-3, REC-1 to REC-5).
 * Pure: it takes what the room sends and says what to do about it.
 */
import type { DurableEvent } from "../protocol/events/durable.ts";
import type { Page } from "../protocol/events/page.ts";
import type { Welcome } from "../protocol/events/welcome.ts";
import { parsePosition, type Position } from "../protocol/position.ts";

export type ReplayStep =
  | { readonly do: "deliver"; readonly event: DurableEvent }
  /** start afresh from the newest page */
  | { readonly do: "reset"; readonly page: Page }
  /** ask for the events after this seq */
  | { readonly do: "pull"; readonly after: number }
  /** everything up to the welcome was delivered */
  | { readonly do: "caught_up" }
  /** this session cannot be made whole: begin another */
  | { readonly do: "rejoin" };

/** Live events held while earlier ones are fetched. Past it they are let go, and fetched like the rest. */
const MAX_BUFFERED_EVENTS = 500;
/** A pull that fails twice at the same place will not succeed a third time. */
const MAX_FAILED_PULLS = 2;

type Stage =
  /** no session, or one that is given up */
  | { readonly name: "disconnected" }
  /** the newest page is to come */
  | { readonly name: "awaiting_page"; readonly start: Position }
  /** `target` is where the welcome stood, until that is reached */
  | { readonly name: "joined"; target: number | undefined; isPulling: boolean };

const DISCONNECTED: Stage = { name: "disconnected" };

export class Replay {
  #position: Position | undefined;
  #stage: Stage = DISCONNECTED;
  readonly #buffered = new Map<number, DurableEvent>();
  /** the highest seq this session has shown, be it delivered, held or let go */
  #highest = 0;
  #failedPulls = 0;

  /** How far events were delivered; undefined until there is a log to stand in. */
  get position(): Position | undefined {
    return this.#position;
  }

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

  /** The page that follows a welcome which could not recover (SPEC REC-2). */
  newestPage(page: Page): ReplayStep[] {
    if (this.#stage.name !== "awaiting_page") return [];
    this.#position = this.#stage.start;
    this.#stage = { name: "joined", target: this.#seq, isPulling: false };
    return [{ do: "reset", page }, ...this.#drain(), ...this.#closeGap()];
  }

  event(event: DurableEvent): ReplayStep[] {
    const { name } = this.#stage;
    if (name === "disconnected" || (name === "joined" && event.seq <= this.#seq)) return [];
    this.#highest = Math.max(this.#highest, event.seq);
    const isNext = name === "joined" && event.seq === this.#seq + 1;
    if (isNext || this.#buffered.size < MAX_BUFFERED_EVENTS) this.#buffered.set(event.seq, event);
    if (name === "awaiting_page" || this.#isPulling) return [];
    return [...this.#drain(), ...this.#closeGap()];
  }

  /** The replay stops here, and goes on by asking (SPEC REC-3). */
  more(): ReplayStep[] {
    return this.#stage.name === "joined" && !this.#isPulling ? this.#pull() : [];
  }

  /** What a pull brought. */
  pulled(page: Page): ReplayStep[] {
    if (this.#stage.name !== "joined") return [];
    this.#stage.isPulling = false;
    if (parsePosition(page.position)?.epoch !== this.#position?.epoch) return this.#restart();
    const before = this.#seq;
    const missing = page.events.filter(({ seq }) => seq > before);
    // A hole in the room's own log: these events are no longer kept.
    if (missing.some(({ seq }, index) => seq !== before + 1 + index)) return this.#restart();
    const steps = [...missing.map((event) => this.#deliver(event)), ...this.#drain()];
    const isMissingMore = page.more || this.#stage.target !== undefined || this.#seq < this.#highest;
    if (!isMissingMore) return steps;
    return this.#seq > before ? [...steps, ...this.#pull()] : this.#restart();
  }

  pullFailed(): ReplayStep[] {
    if (++this.#failedPulls >= MAX_FAILED_PULLS) return this.#restart();
    this.#stage = DISCONNECTED;
    return [{ do: "rejoin" }];
  }

  /** The session is over; the position stays. */
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

  /** Delivers what was held and is due. */
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
