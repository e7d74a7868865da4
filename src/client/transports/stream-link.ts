/**
 * Server-sent events one way, POST the other (SPEC SSE-1 to SSE-5). By `fetch` and not by `EventSource`, which can
 * send no token but in its URL.
 */
import { decodeEvents } from "../../protocol/decode-events.ts";
import { formatPosition } from "../../protocol/position.ts";
import type { Cancel } from "../environment.ts";
import { setDeadline } from "../deadline.ts";
import { ABNORMAL_CLOSURE, type LinkClosure, type Link, type LinkOptions } from "../link.ts";
import { CommandPoster } from "./command-poster.ts";
import { eventStreamDecoder } from "./event-stream.ts";
import { HttpSession } from "./http-session.ts";
import { closureOf } from "./problem-closure.ts";
import { rosterDiff } from "./roster-diff.ts";

/** A comment comes every 15 s. */
const SILENCE_MS = 40_000;
/** For a new stream to begin in the place of one that may be dead, or is somebody else's. */
const PROBE_MS = 3_000;
const REOPEN_MS = 10_000;

interface Stream {
  readonly controller: AbortController;
  isWelcomed: boolean;
}

export class StreamLink implements Link {
  readonly transport = "events";
  readonly #options: LinkOptions;
  readonly #session: HttpSession;
  readonly #poster: CommandPoster;
  #stream: Stream | undefined;
  /** kept open until the newest has begun: who has no stream at all would be seen to leave */
  readonly #previous: Stream[] = [];
  #isWelcomed = false;
  #isClosed = false;
  #wasGraceUsed = false;
  #cancelSilenceTimer: Cancel = () => {};

  constructor(options: LinkOptions) {
    this.#options = options;
    this.#session = new HttpSession(options);
    this.#poster = new CommandPoster(this.#session, {
      position: options.position,
      frame: (frame) => options.events.frame(frame),
      closed: (closure) => this.#closeWith(closure),
      published: () => {},
      selfChanged: (self) => {
        if (this.#session.setSelf(self)) this.#reopen(REOPEN_MS);
      },
    });
    void this.#open();
  }

  send(frame: string): void {
    if (!this.#isClosed) this.#poster.send(frame);
  }

  startHeartbeat(): void {
    this.#startSilenceTimer(SILENCE_MS);
  }

  /** A stream cannot be asked, but one that begins anew is alive. */
  probe(): void {
    if (this.#stream?.isWelcomed === true) this.#reopen(PROBE_MS);
  }

  close(): void {
    this.#isClosed = true;
    this.#cancelSilenceTimer();
    this.#poster.close();
    this.#session.abort();
  }

  #reopen(ms: number): void {
    this.#startSilenceTimer(ms);
    void this.#open();
  }

  async #open(): Promise<void> {
    const stream: Stream = { controller: new AbortController(), isWelcomed: false };
    if (this.#stream !== undefined) this.#previous.push(this.#stream);
    this.#stream = stream;
    const closure = await this.#readStream(stream).catch(() => ABNORMAL_CLOSURE);
    // The room ends a stream when another takes its place.
    if (stream === this.#stream) this.#closeWith(closure);
  }

  async #readStream(stream: Stream): Promise<LinkClosure> {
    const position = this.#options.position();
    const response = await this.#session.open({
      path: "events",
      query: position === undefined ? {} : { position: formatPosition(position) },
      headers: { Accept: "text/event-stream" },
      signal: stream.controller.signal,
    });
    if (!response.ok) return closureOf(await response.text());
    const isStream = response.headers.get("Content-Type")?.startsWith("text/event-stream") === true;
    const reader = isStream ? response.body?.getReader() : undefined;
    const decode = eventStreamDecoder();
    for (;;) {
      const chunk = await reader?.read();
      if (chunk?.value === undefined || this.#isClosed) return ABNORMAL_CLOSURE;
      for (const data of decode(chunk.value)) this.#receive(data, stream);
      this.#noteActivity(stream);
    }
  }

  #receive(data: string, stream: Stream): void {
    if (this.#isClosed) return;
    if (stream.isWelcomed) this.#options.events.frame(data);
    else this.#welcome(data, stream);
  }

  #welcome(data: string, stream: Stream): void {
    const [welcome] = decodeEvents(data);
    if (welcome?.type !== "welcome") return this.#closeWith(ABNORMAL_CLOSURE);
    stream.isWelcomed = true;
    for (const { controller } of this.#previous.splice(0)) controller.abort();
    this.#session.setSelf(welcome.self);
    this.#poster.maxBatchBytes = welcome.limits.frameBytes;
    if (!this.#isWelcomed) this.#options.events.frame(data);
    else if (welcome.recovered) this.#updateRoster(welcome.members);
    else this.#closeWith(ABNORMAL_CLOSURE);
    this.#isWelcomed = true;
  }

  #updateRoster(members: Parameters<typeof rosterDiff>[1]): void {
    const change = rosterDiff(this.#options.roster(), members);
    if (change !== undefined) this.#options.events.frame(JSON.stringify(change));
  }

  /** What a stream still says while another is to take its place proves nothing. */
  #noteActivity(stream: Stream): void {
    if (this.#isClosed || stream !== this.#stream || !stream.isWelcomed) return;
    this.#wasGraceUsed = false;
    this.#startSilenceTimer(SILENCE_MS);
    this.#options.events.activity();
  }

  #startSilenceTimer(ms: number): void {
    this.#cancelSilenceTimer();
    this.#cancelSilenceTimer = setDeadline(this.#options.environment, {
      ms,
      onDue: () => this.#closeWith(ABNORMAL_CLOSURE),
      onLate: () => this.#probeAfterSleep(),
    });
  }

  /** A machine that slept may have slept through everything: it asks, but only once. */
  #probeAfterSleep(): void {
    if (this.#wasGraceUsed) return this.#closeWith(ABNORMAL_CLOSURE);
    this.#wasGraceUsed = true;
    this.#reopen(PROBE_MS);
  }

  #closeWith(closure: LinkClosure): void {
    if (this.#isClosed) return;
    this.close();
    this.#options.events.closed(closure);
  }
}
