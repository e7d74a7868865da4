/**
 * Which way to the room to try (SPEC CLIMB-1 to CLIMB-4). Pure: it is told what happened and says what is next.
 * A round tries each rung once, from where it starts downwards and then those above.
 */

/** Best first. */
export const RUNGS = ["websocket", "events", "long_poll"] as const;
export type Rung = (typeof RUNGS)[number];

/** From the opening to the welcome, in the first round: on a network that swallows everything but polls, they are tried after 4 s. */
const DEADLINES_MS = { websocket: 2_500, events: 1_500, long_poll: 2_500 } as const satisfies Record<
  Rung,
  number
>;
const MAX_DEADLINE_MS = 10_000;
/** A link that did not live so long counts against its rung. */
export const SHORT_LIFE_MS = 20_000;
const MAX_SHORT_LIVES = 2;

export class Ladder {
  /** where a round starts: RUNGS[#start] */
  #start: number;
  #tried = 0;
  /** the start has welcomed, and did not fail since: it gets another chance before the others are tried */
  #isProven = false;
  #shortLives = 0;
  #failedRounds = 0;
  /** where to go when lives are short */
  #below: number;

  constructor(start: Rung) {
    this.#start = RUNGS.indexOf(start);
    this.#below = this.#start + 1;
  }

  /** The one to try now, or the one that is joined. */
  get rung(): Rung {
    return RUNGS[(this.#start + this.#tried) % RUNGS.length] ?? RUNGS[0];
  }

  get above(): readonly Rung[] {
    return RUNGS.slice(0, RUNGS.indexOf(this.rung));
  }

  get deadlineMs(): number {
    return Math.min(MAX_DEADLINE_MS, DEADLINES_MS[this.rung] * 2 ** this.#failedRounds);
  }

  /** There was no welcome. True if another rung is to be tried at once; else the round is over. */
  failed(): boolean {
    if (this.#isProven) {
      this.#isProven = false;
      return false;
    }
    this.#tried = (this.#tried + 1) % RUNGS.length;
    if (this.#tried === 0) this.#failedRounds++;
    return this.#tried > 0;
  }

  joined(): void {
    if (this.#tried > 0) this.#standOn(RUNGS.indexOf(this.rung));
    this.#isProven = true;
    this.#failedRounds = 0;
  }

  /** A better rung was found while this one was joined. One short life there, and this one is stood on again. */
  climbed(to: Rung): void {
    const from = this.#start;
    this.#standOn(RUNGS.indexOf(to));
    this.#below = from;
    this.#shortLives = MAX_SHORT_LIVES - 1;
    this.#isProven = true;
  }

  /** The joined link was lost. */
  lost(livedMs: number): void {
    if (livedMs >= SHORT_LIFE_MS) {
      this.#below = this.#start + 1;
      this.#shortLives = 0;
    } else if (++this.#shortLives >= MAX_SHORT_LIVES && this.#below < RUNGS.length) {
      this.#standOn(this.#below);
    }
  }

  #standOn(rung: number): void {
    this.#start = rung;
    this.#below = rung + 1;
    this.#tried = 0;
    this.#shortLives = 0;
    this.#isProven = false;
  }
}
