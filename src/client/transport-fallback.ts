/**
 * Which way to the room to try (SPEC CLIMB-1 to CLIMB-4). Pure: it is told what happened and says what is next.
 * A round tries each rung once, from where it starts downwards and then those above.
 */

/** Best first. */
export const LINK_KINDS = ["websocket", "events", "long_poll"] as const;
export type LinkKind = (typeof LINK_KINDS)[number];

/** From the opening to the welcome, in the first round: on a network that swallows everything but polls, they are tried after 4 s. */
const DEADLINES_MS = { websocket: 2_500, events: 1_500, long_poll: 2_500 } as const satisfies Record<
  LinkKind,
  number
>;
const MAX_DEADLINE_MS = 10_000;
/** A link that did not live so long counts against its rung. */
export const EARLY_LOSS_MS = 20_000;
const MAX_EARLY_LOSSES = 2;

export class TransportFallback {
  /** where a round starts: RUNGS[#start] */
  #preferred: number;
  #offset = 0;
  /** the start has welcomed, and did not fail since: it gets another chance before the others are tried */
  #hasJoined = false;
  #earlyLosses = 0;
  #failedRounds = 0;
  /** where to go when lives are short */
  #next: number;

  constructor(start: LinkKind) {
    this.#preferred = LINK_KINDS.indexOf(start);
    this.#next = this.#preferred + 1;
  }

  /** The one to try now, or the one that is joined. */
  get current(): LinkKind {
    return LINK_KINDS[(this.#preferred + this.#offset) % LINK_KINDS.length] ?? LINK_KINDS[0];
  }

  get better(): readonly LinkKind[] {
    return LINK_KINDS.slice(0, LINK_KINDS.indexOf(this.current));
  }

  get deadlineMs(): number {
    return Math.min(MAX_DEADLINE_MS, DEADLINES_MS[this.current] * 2 ** this.#failedRounds);
  }

  /** There was no welcome. True if another rung is to be tried at once; else the round is over. */
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
    if (this.#offset > 0) this.#prefer(LINK_KINDS.indexOf(this.current));
    this.#hasJoined = true;
    this.#failedRounds = 0;
  }

  /** A better rung was found while this one was joined. One short life there, and this one is stood on again. */
  upgraded(to: LinkKind): void {
    const from = this.#preferred;
    this.#prefer(LINK_KINDS.indexOf(to));
    this.#next = from;
    this.#earlyLosses = MAX_EARLY_LOSSES - 1;
    this.#hasJoined = true;
  }

  /** The joined link was lost. */
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
