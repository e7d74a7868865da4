/** Polls one way, POST the other: what passes where nothing may stay open (SPEC POLL-1 to POLL-5, CLIMB-8). */
import { formatPosition } from "../../protocol/position.ts";
import type { Cancel } from "../environment.ts";
import { ABNORMAL_CLOSURE, type LinkClosure, type Link, type LinkOptions } from "../link.ts";
import { parseProblem } from "../problem-details.ts";
import { CommandPoster } from "./command-poster.ts";
import { HttpSession } from "./http-session.ts";
import { welcomeFrame, parsePollResponse, type PollResponse } from "./poll-response.ts";
import { PollSchedule } from "./poll-schedule.ts";
import { closureOf } from "./problem-closure.ts";
import { rosterDiff } from "./roster-diff.ts";

const TIMEOUT_MS = 10_000;
/** What an answer may take on top of what it waits: where it is swallowed, nothing is heard for so long. */
const LONG_POLL_GRACE_MS = 5_000;
const PROBE_TIMEOUT_MS = 3_000;
/** An answer that has nothing to tell and comes sooner did not wait. */
const IDLE_ANSWER_MS = 1_000;
/** Comings and goings between two polls may be missed, so the room is asked who is here. */
const ROSTER_INTERVAL_MS = 15_000;

interface Poll {
  readonly waitS: number;
  readonly timeoutMs: number;
  readonly isWelcomeWanted: boolean;
}

type PollOutcome =
  | { readonly name: "answered"; readonly response: PollResponse }
  | { readonly name: "cut" }
  | { readonly name: "interrupted" }
  | { readonly name: "closed"; readonly closure: LinkClosure };

export class PollLink implements Link {
  readonly #options: LinkOptions;
  readonly #session: HttpSession;
  readonly #poster: CommandPoster;
  readonly #schedule = new PollSchedule();
  #after: string;
  #isWelcomed = false;
  #isClosed = false;
  #isProbing = false;
  #rosterAt = 0;
  #request: AbortController | undefined;
  #cancelPause: Cancel = () => {};
  #endPause = () => {};

  constructor(options: LinkOptions) {
    this.#options = options;
    const position = options.position();
    this.#after = position === undefined ? "" : formatPosition(position);
    this.#session = new HttpSession(options);
    this.#poster = new CommandPoster(this.#session, {
      position: options.position,
      frame: (frame) => options.events.frame(frame),
      closed: (closure) => this.#closeWith(closure),
      published: () => this.#published(),
      selfChanged: (self) => {
        if (this.#session.setSelf(self)) this.#pollNow();
      },
    });
    void this.#poll();
  }

  get transport() {
    return this.#schedule.isShort ? "short_poll" : "long_poll";
  }

  send(frame: string): void {
    if (!this.#isClosed) this.#poster.send(frame);
  }

  /** Every poll has its time, so death is noticed anyway. */
  startHeartbeat(): void {}

  probe(): void {
    if (this.#isProbing || !this.#isWelcomed) return;
    this.#isProbing = true;
    this.#pollNow();
  }

  close(): void {
    this.#isClosed = true;
    this.#skipPause();
    this.#poster.close();
    this.#session.abort();
  }

  /** Asks again at once, instead of what is asked or waited for now. */
  #pollNow(): void {
    this.#schedule.requestCheck();
    this.#rosterAt = -Infinity;
    this.#request?.abort();
    this.#skipPause();
  }

  /** Where the room has the poll already, it answers it now. */
  #published(): void {
    this.#schedule.resetPause();
    this.#skipPause();
  }

  async #poll(): Promise<void> {
    while (!this.#isClosed) {
      const { now } = this.#options.environment;
      const poll = this.#next(now());
      const requestedAt = now();
      const outcome = await this.#fetchPage(poll);
      if (this.#isClosed) return;
      await this.#handle(outcome, poll, now() - requestedAt);
    }
  }

  #next(now: number): Poll {
    const waitS = this.#schedule.waitS(now);
    const timeoutMs = waitS > 0 ? waitS * 1_000 + LONG_POLL_GRACE_MS : TIMEOUT_MS;
    return {
      waitS,
      timeoutMs: this.#isProbing ? PROBE_TIMEOUT_MS : timeoutMs,
      isWelcomeWanted: !this.#isWelcomed || Math.abs(now - this.#rosterAt) >= ROSTER_INTERVAL_MS,
    };
  }

  async #fetchPage({ waitS, timeoutMs, isWelcomeWanted }: Poll): Promise<PollOutcome> {
    const controller = new AbortController();
    this.#request = controller;
    const welcome = isWelcomeWanted ? { welcome: "1" } : {};
    const query = { after: this.#after, wait: `${waitS}`, ...welcome };
    try {
      const { signal } = controller;
      const { status, body } = await this.#session.fetchText({ path: "messages", query, signal }, timeoutMs);
      const response = status === 200 ? parsePollResponse(body) : undefined;
      if (response !== undefined) return { name: "answered", response };
      // Only something in between fails without a word of ours.
      if (waitS > 0 && parseProblem(body) === undefined) return { name: "cut" };
      return { name: "closed", closure: closureOf(body) };
    } catch {
      if (controller.signal.aborted) return { name: "interrupted" };
      return waitS > 0 ? { name: "cut" } : { name: "closed", closure: ABNORMAL_CLOSURE };
    }
  }

  async #handle(outcome: PollOutcome, { waitS }: Poll, elapsedMs: number): Promise<void> {
    switch (outcome.name) {
      case "answered": {
        const isEmpty = outcome.response.events.length === 0;
        this.#schedule.answered({ waitedMs: waitS > 0 ? elapsedMs : 0, isEmpty });
        this.#isProbing = false;
        this.#receive(outcome.response);
        // An answer that does not wait although it may is not to be asked for without end.
        const isIdle = waitS > 0 ? isEmpty && elapsedMs < IDLE_ANSWER_MS : this.#schedule.isShort;
        return isIdle && !outcome.response.more ? this.#pause() : undefined;
      }
      case "cut":
        return this.#schedule.cut(this.#options.environment.now());
      case "interrupted":
        return;
      case "closed":
        return this.#closeWith(outcome.closure);
    }
  }

  #receive(response: PollResponse): void {
    const { welcome, position, events, recovered } = response;
    const { frame, activity } = this.#options.events;
    if (welcome !== undefined) {
      this.#session.setSelf(welcome.self);
      this.#poster.maxBatchBytes = welcome.limits.frameBytes;
      this.#rosterAt = this.#options.environment.now();
    }
    this.#after = position;
    if (!this.#isWelcomed) {
      if (welcome === undefined) return this.#closeWith(ABNORMAL_CLOSURE);
      this.#isWelcomed = true;
      frame(welcomeFrame(welcome, response));
    } else {
      if (!recovered) return this.#closeWith(ABNORMAL_CLOSURE);
      const change = welcome && rosterDiff(this.#options.roster(), welcome.members);
      const delivered = change === undefined ? events : [change, ...events];
      if (delivered.length > 0) frame(JSON.stringify(delivered));
    }
    if (!this.#isClosed) activity();
  }

  #pause(): Promise<void> {
    const { setTimer, random } = this.#options.environment;
    return new Promise((resolve) => {
      this.#endPause = resolve;
      this.#cancelPause = setTimer(resolve, this.#schedule.pauseMs(random()));
    });
  }

  #skipPause(): void {
    this.#cancelPause();
    this.#endPause();
  }

  #closeWith(closure: LinkClosure): void {
    if (this.#isClosed) return;
    this.close();
    this.#options.events.closed(closure);
  }
}
