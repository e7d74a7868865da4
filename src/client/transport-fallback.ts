/**
 * Which transport to try next (SPEC CLIMB-1 to CLIMB-4). Pure: it is given what happened and returns what to try.
 * A round tries each transport once: from the preferred one to the worst, then those that are better.
 */

/** Best first. */
export const LINK_KINDS = ["websocket", "events", "long_poll"] as const;
export type LinkKind = (typeof LINK_KINDS)[number];

/**
 * From opening to the welcome, in ms, in the first round. On a network that swallows everything but polls, polls are
 * tried after 4 s.
 */
const DEADLINES_MS = { websocket: 2_500, events: 1_500, long_poll: 2_500 } as const satisfies Record<
  LinkKind,
  number
>;
const MAX_DEADLINE_MS = 10_000;
/** A link that is lost within this after joining counts against its transport. */
export const EARLY_LOSS_MS = 20_000;
const MAX_EARLY_LOSSES = 2;

export class TransportFallback {
  /** where a round starts: LINK_KINDS[#preferred] */
  #preferred = 0;
  #offset = 0;
  /** the preferred transport was welcomed and did not fail since: it gets another chance before others are tried */
  #hasJoined = false;
  #earlyLosses = 0;
  #failedRounds = 0;
  /** the one to prefer after too many early losses */
  #next = 1;

  /** Starts from `kind`, with nothing held against it. */
  prefer(kind: LinkKind): void {
    this.#prefer(LINK_KINDS.indexOf(kind));
  }

  /** The one to try now, or the one that is joined. */
  get current(): LinkKind {
    return LINK_KINDS[(this.#preferred + this.#offset) % LINK_KINDS.length] ?? LINK_KINDS[0];
  }

  /** The transports that are better than the current one, best first. */
  get better(): readonly LinkKind[] {
    return LINK_KINDS.slice(0, LINK_KINDS.indexOf(this.current));
  }

  /** ms from opening to the welcome; doubles with each round that failed. */
  get deadlineMs(): number {
    return Math.min(MAX_DEADLINE_MS, DEADLINES_MS[this.current] * 2 ** this.#failedRounds);
  }

  /** There was no welcome. True if another transport is to be tried at once; else the round is over. */
  failed(): boolean {
    if (this.#hasJoined) {
      this.#hasJoined = false;
      return false;
    }
    this.#offset = (this.#offset + 1) % LINK_KINDS.length;
    if (this.#offset === 0) this.#failedRounds++;
    return this.#offset > 0;
  }

  joined(): void {
    if (this.#offset > 0) this.prefer(this.current);
    this.#hasJoined = true;
    this.#failedRounds = 0;
  }

  /** Upgraded to a better transport. One early loss there, and the one before is preferred again. */
  upgraded(to: LinkKind): void {
    const from = this.#preferred;
    this.prefer(to);
    this.#next = from;
    this.#earlyLosses = MAX_EARLY_LOSSES - 1;
    this.#hasJoined = true;
  }

  /** A joined link was lost after `uptimeMs`. */
  lost(uptimeMs: number): void {
    if (uptimeMs >= EARLY_LOSS_MS) {
      this.#next = this.#preferred + 1;
      this.#earlyLosses = 0;
    } else if (++this.#earlyLosses >= MAX_EARLY_LOSSES && this.#next < LINK_KINDS.length) {
      this.#prefer(this.#next);
    }
  }

  #prefer(index: number): void {
    this.#preferred = index;
    this.#next = index + 1;
    this.#offset = 0;
    this.#earlyLosses = 0;
    this.#hasJoined = false;
  }
}
