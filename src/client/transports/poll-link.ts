/** Polls one way, POST the other: what passes where nothing may stay open (SPEC POLL-1 to POLL-5, CLIMB-8). */
import { formatPosition } from "../../protocol/position.ts";
import type { Cancel } from "../environment.ts";
import { GIVEN_UP, type Ending, type Link, type LinkParts } from "../link.ts";
import { readProblem } from "../problem-body.ts";
import { CommandPost } from "./command-post.ts";
import { HttpSession } from "./http-session.ts";
import { openingFrame, readPollAnswer, type PollAnswer } from "./poll-answer.ts";
import { PollRhythm } from "./poll-rhythm.ts";
import { endingOf } from "./problem.ts";
import { rosterChange } from "./roster-change.ts";

const TIMEOUT_MS = 10_000;
/** What an answer may take on top of what it waits: where it is swallowed, nothing is heard for so long. */
const WAITED_TIMEOUT_MS = 5_000;
const PROBE_TIMEOUT_MS = 3_000;
/** An answer that has nothing to tell and comes sooner did not wait. */
const IDLE_ANSWER_MS = 1_000;
/** Comings and goings between two polls may be missed, so the room is asked who is here. */
const ROSTER_EVERY_MS = 15_000;

interface Poll {
  readonly waitS: number;
  readonly timeoutMs: number;
  readonly isWelcomeWanted: boolean;
}

type Outcome =
  | { readonly name: "answered"; readonly answer: PollAnswer }
  | { readonly name: "cut" }
  | { readonly name: "interrupted" }
  | { readonly name: "over"; readonly ending: Ending };

export class PollLink implements Link {
  readonly #parts: LinkParts;
  readonly #session: HttpSession;
  readonly #post: CommandPost;
  readonly #rhythm = new PollRhythm();
  #after: string;
  #hasBegun = false;
  #isOver = false;
  #isProbing = false;
  #rosterAt = 0;
  #asking: AbortController | undefined;
  #cancelPause: Cancel = () => {};
  #endPause = () => {};

  constructor(parts: LinkParts) {
    this.#parts = parts;
    const position = parts.position();
    this.#after = position === undefined ? "" : formatPosition(position);
    this.#session = new HttpSession(parts);
    this.#post = new CommandPost(this.#session, {
      position: parts.position,
      frame: (frame) => parts.events.frame(frame),
      over: (ending) => this.#end(ending),
      spoke: () => this.#spoke(),
      becomes: (self) => {
        if (this.#session.becomes(self)) this.#hurry();
      },
    });
    void this.#poll();
  }

  get transport() {
    return this.#rhythm.isShort ? "short_poll" : "long_poll";
  }

  send(frame: string): void {
    if (!this.#isOver) this.#post.send(frame);
  }

  /** Every poll has its time, so death is noticed anyway. */
  startHeartbeat(): void {}

  probe(): void {
    if (this.#isProbing || !this.#hasBegun) return;
    this.#isProbing = true;
    this.#hurry();
  }

  abandon(): void {
    this.#isOver = true;
    this.#wake();
    this.#post.close();
    this.#session.leave();
  }

  /** Asks again at once, instead of what is asked or waited for now. */
  #hurry(): void {
    this.#rhythm.doubt();
    this.#rosterAt = -Infinity;
    this.#asking?.abort();
    this.#wake();
  }

  /** Where the room has the poll already, it answers it now. */
  #spoke(): void {
    this.#rhythm.quicken();
    this.#wake();
  }

  async #poll(): Promise<void> {
    while (!this.#isOver) {
      const { now } = this.#parts.environment;
      const poll = this.#next(now());
      const askedAt = now();
      const outcome = await this.#ask(poll);
      if (this.#isOver) return;
      await this.#follow(outcome, poll, now() - askedAt);
    }
  }

  #next(now: number): Poll {
    const waitS = this.#rhythm.waitS(now);
    const timeoutMs = waitS > 0 ? waitS * 1_000 + WAITED_TIMEOUT_MS : TIMEOUT_MS;
    return {
      waitS,
      timeoutMs: this.#isProbing ? PROBE_TIMEOUT_MS : timeoutMs,
      isWelcomeWanted: !this.#hasBegun || Math.abs(now - this.#rosterAt) >= ROSTER_EVERY_MS,
    };
  }

  async #ask({ waitS, timeoutMs, isWelcomeWanted }: Poll): Promise<Outcome> {
    const asking = new AbortController();
    this.#asking = asking;
    const welcome = isWelcomeWanted ? { welcome: "1" } : {};
    const query = { after: this.#after, wait: `${waitS}`, ...welcome };
    try {
      const { signal } = asking;
      const { status, body } = await this.#session.ask({ path: "messages", query, signal }, timeoutMs);
      const answer = status === 200 ? readPollAnswer(body) : undefined;
      if (answer !== undefined) return { name: "answered", answer };
      // Only something in between fails without a word of ours.
      if (waitS > 0 && readProblem(body) === undefined) return { name: "cut" };
      return { name: "over", ending: endingOf(body) };
    } catch {
      if (asking.signal.aborted) return { name: "interrupted" };
      return waitS > 0 ? { name: "cut" } : { name: "over", ending: GIVEN_UP };
    }
  }

  async #follow(outcome: Outcome, { waitS }: Poll, tookMs: number): Promise<void> {
    switch (outcome.name) {
      case "answered": {
        const isEmpty = outcome.answer.events.length === 0;
        this.#rhythm.answered({ waitedMs: waitS > 0 ? tookMs : 0, isEmpty });
        this.#isProbing = false;
        this.#take(outcome.answer);
        // An answer that does not wait although it may is not to be asked for without end.
        const isIdle = waitS > 0 ? isEmpty && tookMs < IDLE_ANSWER_MS : this.#rhythm.isShort;
        return isIdle && !outcome.answer.more ? this.#pause() : undefined;
      }
      case "cut":
        return this.#rhythm.cut(this.#parts.environment.now());
      case "interrupted":
        return;
      case "over":
        return this.#end(outcome.ending);
    }
  }

  #take(answer: PollAnswer): void {
    const { welcome, position, events, recovered } = answer;
    const { frame, heard } = this.#parts.events;
    if (welcome !== undefined) {
      this.#session.becomes(welcome.self);
      this.#post.maxBatchBytes = welcome.limits.frameBytes;
      this.#rosterAt = this.#parts.environment.now();
    }
    this.#after = position;
    if (!this.#hasBegun) {
      if (welcome === undefined) return this.#end(GIVEN_UP);
      this.#hasBegun = true;
      frame(openingFrame(welcome, answer));
    } else {
      if (!recovered) return this.#end(GIVEN_UP);
      const change = welcome && rosterChange(this.#parts.roster(), welcome.members);
      const told = change === undefined ? events : [change, ...events];
      if (told.length > 0) frame(JSON.stringify(told));
    }
    if (!this.#isOver) heard();
  }

  #pause(): Promise<void> {
    const { setTimer, random } = this.#parts.environment;
    return new Promise((resolve) => {
      this.#endPause = resolve;
      this.#cancelPause = setTimer(resolve, this.#rhythm.pauseMs(random()));
    });
  }

  #wake(): void {
    this.#cancelPause();
    this.#endPause();
  }

  #end(ending: Ending): void {
    if (this.#isOver) return;
    this.abandon();
    this.#parts.events.over(ending);
  }
}
