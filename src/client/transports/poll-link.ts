/** A link by polls, with commands by POST: passes where no response may stay open (SPEC POLL-1 to POLL-5, CLIMB-8). */
import type { RoomEvent } from "../../protocol/events.ts";
import type { Welcome } from "../../protocol/events/welcome.ts";
import { formatPosition } from "../../protocol/position.ts";
import { ABNORMAL_CLOSURE, type LinkClosure, type Link, type HttpLinkOptions } from "../link.ts";
import { parseProblem } from "../problem-details.ts";
import { Timer } from "../timer.ts";
import { CommandPoster } from "./command-poster.ts";
import { HttpClient } from "./http-client.ts";
import { welcomeFrame, parsePollResponse, type PollResponse } from "./poll-response.ts";
import { PollSchedule } from "./poll-schedule.ts";
import { closureOf } from "./problem-closure.ts";
import { laterWelcome } from "./later-welcome.ts";

const TIMEOUT_MS = 10_000;
/** What a response may take beyond the wait it was allowed; a proxy that swallows it is detected by then. */
const LONG_POLL_GRACE_MS = 5_000;
const PROBE_TIMEOUT_MS = 3_000;
/** An empty response that comes sooner did not wait. */
const MIN_WAIT_MS = 1_000;
/** Members who join and leave between two polls may be missed, so the roster is asked for at this interval. */
const ROSTER_INTERVAL_MS = 15_000;
/** So many members are listed one by one: a list that is not as long as their count says has missed some. */
const SMALL_ROOM_MEMBERS = 20;

interface Poll {
  readonly waitS: number;
  /** polls do not wait at the moment, so there is a pause between them */
  readonly isShort: boolean;
  readonly timeoutMs: number;
  readonly isWelcomeWanted: boolean;
}

type PollOutcome =
  | { readonly name: "answered"; readonly response: PollResponse }
  | { readonly name: "cut" }
  | { readonly name: "interrupted" }
  | { readonly name: "closed"; readonly closure: LinkClosure };

export class PollLink implements Link {
  readonly #options: HttpLinkOptions;
  readonly #http: HttpClient;
  readonly #poster: CommandPoster;
  readonly #schedule = new PollSchedule();
  readonly #pauseTimer: Timer;
  #after = "";
  #isWelcomed = false;
  #isClosed = false;
  #isProbing = false;
  /** true if the tabs of this browser hold as many requests as they may */
  #isRefusedWaiting = false;
  #rosterAt = 0;
  #request: AbortController | undefined;
  #endPause = () => {};

  constructor(options: HttpLinkOptions) {
    this.#options = options;
    this.#http = new HttpClient(options);
    this.#pauseTimer = new Timer(options.platform);
    this.#poster = new CommandPoster(this.#http, {
      frame: (frame) => options.events.frame(frame),
      closed: (closure) => this.#closeWith(closure),
      published: () => this.#published(),
      selfChanged: (self) => {
        if (this.#http.setSelf(self)) this.#pollNow();
      },
    });
  }

  get transport() {
    return this.#isShort ? "short_poll" : "long_poll";
  }

  open(): void {
    const { position } = this.#options.session;
    if (position !== undefined) this.#after = formatPosition(position);
    void this.#poll();
  }

  send(frame: string): void {
    if (!this.#isClosed) this.#poster.send(frame);
  }

  /** Every poll has a timeout, so a dead network is detected anyway. */
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
    this.#http.abort();
    this.#options.slot.release(this);
  }

  /** Polls at once, instead of the current poll or pause. */
  #pollNow(): void {
    this.#schedule.requestCheck();
    this.#rosterAt = -Infinity;
    this.#request?.abort();
    this.#skipPause();
  }

  /** The room answers a waiting poll by itself; a pause before the next one ends here. */
  #published(): void {
    this.#schedule.resetPause();
    this.#skipPause();
  }

  async #poll(): Promise<void> {
    while (!this.#isClosed) {
      const { now } = this.#options.platform;
      const poll = await this.#next(now());
      if (this.#isClosed) return;
      const requestedAt = now();
      const outcome = await this.#fetchPage(poll);
      if (this.#isClosed) return;
      await this.#handle(outcome, poll, now() - requestedAt);
    }
  }

  get #isShort(): boolean {
    return this.#schedule.isShort || this.#isRefusedWaiting;
  }

  async #next(now: number): Promise<Poll> {
    const waitS = await this.#allowedWaitS(this.#schedule.waitS(now));
    const timeoutMs = waitS > 0 ? waitS * 1_000 + LONG_POLL_GRACE_MS : TIMEOUT_MS;
    return {
      waitS,
      isShort: this.#isShort,
      timeoutMs: this.#isProbing ? PROBE_TIMEOUT_MS : timeoutMs,
      isWelcomeWanted: !this.#isWelcomed || Math.abs(now - this.#rosterAt) >= ROSTER_INTERVAL_MS,
    };
  }

  /** `waitS`, or 0 if the other tabs hold as many requests as they may. */
  async #allowedWaitS(waitS: number): Promise<number> {
    const { slot } = this.#options;
    if (this.#schedule.isShort) slot.release(this);
    if (waitS === 0) return 0;
    this.#isRefusedWaiting = !(await slot.acquire(this));
    return this.#isRefusedWaiting ? 0 : waitS;
  }

  async #fetchPage({ waitS, timeoutMs, isWelcomeWanted }: Poll): Promise<PollOutcome> {
    const controller = new AbortController();
    this.#request = controller;
    const welcome = isWelcomeWanted ? { welcome: "1" } : {};
    if (isWelcomeWanted) this.#poster.keepOwnDeltas();
    const query = { after: this.#after, wait: `${waitS}`, ...welcome };
    try {
      const { signal } = controller;
      const { status, body, retryAfter } = await this.#http.fetchText(
        { path: "messages", query, signal },
        timeoutMs,
      );
      const response = status === 200 ? parsePollResponse(body) : undefined;
      if (response !== undefined) return { name: "answered", response };
      // A failure without problem details comes from a proxy, which may have cut the wait.
      if (waitS > 0 && parseProblem(body) === undefined) return { name: "cut" };
      return { name: "closed", closure: closureOf(body, retryAfter) };
    } catch {
      if (controller.signal.aborted) return { name: "interrupted" };
      return waitS > 0 ? { name: "cut" } : { name: "closed", closure: ABNORMAL_CLOSURE };
    }
  }

  async #handle(outcome: PollOutcome, { waitS, isShort }: Poll, elapsedMs: number): Promise<void> {
    switch (outcome.name) {
      case "answered": {
        const isEmpty = outcome.response.events.length === 0;
        this.#schedule.answered({ waitedMs: waitS > 0 ? elapsedMs : 0, isEmpty });
        this.#isProbing = false;
        this.#receive(outcome.response);
        // Responses that do not wait although they may must not turn polling into a busy loop.
        const isIdle = waitS > 0 ? isEmpty && elapsedMs < MIN_WAIT_MS : isShort;
        return isIdle && !outcome.response.more ? this.#pause() : undefined;
      }
      case "cut":
        return this.#schedule.cut(this.#options.platform.now());
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
      this.#http.setSelf(welcome.self);
      this.#poster.maxBatchBytes = welcome.limits.frameBytes;
      this.#rosterAt = this.#options.platform.now();
    }
    this.#after = position;
    if (!this.#isWelcomed) {
      if (welcome === undefined) return this.#closeWith(ABNORMAL_CLOSURE);
      this.#isWelcomed = true;
      frame(welcomeFrame(welcome, response));
    } else {
      if (!recovered) return this.#closeWith(ABNORMAL_CLOSURE);
      const delivered = [...(welcome === undefined ? [] : this.#changesSince(welcome)), ...events];
      if (delivered.length > 0) frame(JSON.stringify(delivered));
      // The next poll asks for it. A welcome that lists fewer is all there is to ask for.
      if (welcome === undefined && this.#hasMissedMembers) this.#rosterAt = -Infinity;
    }
    if (!this.#isClosed) activity();
  }

  get #hasMissedMembers(): boolean {
    const { count, list } = this.#options.session.roster;
    return count <= SMALL_ROOM_MEMBERS && count !== list.length;
  }

  #changesSince(welcome: Welcome): RoomEvent[] {
    return [...laterWelcome(this.#options.session.roster, welcome), ...this.#poster.takeOwnDeltas()];
  }

  #pause(): Promise<void> {
    const { random } = this.#options.platform;
    return new Promise((resolve) => {
      this.#endPause = resolve;
      this.#pauseTimer.start(this.#schedule.pauseMs(random()), resolve);
    });
  }

  #skipPause(): void {
    this.#pauseTimer.stop();
    this.#endPause();
  }

  #closeWith(closure: LinkClosure): void {
    if (this.#isClosed) return;
    this.close();
    this.#options.events.closed(closure);
  }
}
