/**
 * Server-sent events one way, POST the other (SPEC SSE-1 to SSE-5). By `fetch` and not by `EventSource`, which can
 * send no token but in its URL.
 */
import { decodeEvents } from "../../protocol/decode-events.ts";
import { formatPosition } from "../../protocol/position.ts";
import type { Cancel } from "../environment.ts";
import { setDeadline } from "../deadline.ts";
import { GIVEN_UP, type Ending, type Link, type LinkParts } from "../link.ts";
import { CommandPost } from "./command-post.ts";
import { HttpSession } from "./http-session.ts";
import { endingOf } from "./problem.ts";
import { rosterChange } from "./roster-change.ts";
import { SseParser } from "./sse-parser.ts";

/** A comment comes every 15 s. */
const SILENCE_MS = 40_000;
/** For a new stream to begin in the place of one that may be dead, or is somebody else's. */
const PROBE_MS = 3_000;
const REOPEN_MS = 10_000;

interface Stream {
  readonly ending: AbortController;
  isWelcomed: boolean;
}

export class StreamLink implements Link {
  readonly transport = "events";
  readonly #parts: LinkParts;
  readonly #session: HttpSession;
  readonly #post: CommandPost;
  #stream: Stream | undefined;
  /** kept open until the newest has begun: who has no stream at all would be seen to leave */
  readonly #formers: Stream[] = [];
  #hasBegun = false;
  #isOver = false;
  #wasExcused = false;
  #silence: Cancel = () => {};

  constructor(parts: LinkParts) {
    this.#parts = parts;
    this.#session = new HttpSession(parts);
    this.#post = new CommandPost(this.#session, {
      position: parts.position,
      frame: (frame) => parts.events.frame(frame),
      over: (ending) => this.#end(ending),
      spoke: () => {},
      becomes: (self) => {
        if (this.#session.becomes(self)) this.#reopen(REOPEN_MS);
      },
    });
    void this.#open();
  }

  send(frame: string): void {
    if (!this.#isOver) this.#post.send(frame);
  }

  startHeartbeat(): void {
    this.#listen(SILENCE_MS);
  }

  /** A stream cannot be asked, but one that begins anew is alive. */
  probe(): void {
    if (this.#stream?.isWelcomed === true) this.#reopen(PROBE_MS);
  }

  abandon(): void {
    this.#isOver = true;
    this.#silence();
    this.#post.close();
    this.#session.leave();
  }

  #reopen(ms: number): void {
    this.#listen(ms);
    void this.#open();
  }

  async #open(): Promise<void> {
    const stream: Stream = { ending: new AbortController(), isWelcomed: false };
    if (this.#stream !== undefined) this.#formers.push(this.#stream);
    this.#stream = stream;
    const ending = await this.#follow(stream).catch(() => GIVEN_UP);
    // The room ends a stream when another takes its place.
    if (stream === this.#stream) this.#end(ending);
  }

  async #follow(stream: Stream): Promise<Ending> {
    const position = this.#parts.position();
    const response = await this.#session.open({
      path: "events",
      query: position === undefined ? {} : { position: formatPosition(position) },
      headers: { Accept: "text/event-stream" },
      signal: stream.ending.signal,
    });
    if (!response.ok) return endingOf(await response.text());
    const isStream = response.headers.get("Content-Type")?.startsWith("text/event-stream") === true;
    const reader = isStream ? response.body?.getReader() : undefined;
    const parser = new SseParser();
    const decoder = new TextDecoder();
    for (;;) {
      const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
      if (done || this.#isOver) return GIVEN_UP;
      for (const data of parser.push(decoder.decode(value, { stream: true }))) this.#take(data, stream);
      this.#heard(stream);
    }
  }

  #take(data: string, stream: Stream): void {
    if (this.#isOver) return;
    if (stream.isWelcomed) this.#parts.events.frame(data);
    else this.#begin(data, stream);
  }

  #begin(data: string, stream: Stream): void {
    const [welcome] = decodeEvents(data);
    if (welcome?.type !== "welcome") return this.#end(GIVEN_UP);
    stream.isWelcomed = true;
    for (const { ending } of this.#formers.splice(0)) ending.abort();
    this.#session.becomes(welcome.self);
    this.#post.maxBatchBytes = welcome.limits.frameBytes;
    if (!this.#hasBegun) this.#parts.events.frame(data);
    else if (welcome.recovered) this.#refresh(welcome.members);
    else this.#end(GIVEN_UP);
    this.#hasBegun = true;
  }

  #refresh(members: Parameters<typeof rosterChange>[1]): void {
    const change = rosterChange(this.#parts.roster(), members);
    if (change !== undefined) this.#parts.events.frame(JSON.stringify(change));
  }

  /** What a stream still says while another is to take its place proves nothing. */
  #heard(stream: Stream): void {
    if (this.#isOver || stream !== this.#stream || !stream.isWelcomed) return;
    this.#wasExcused = false;
    this.#listen(SILENCE_MS);
    this.#parts.events.heard();
  }

  #listen(ms: number): void {
    this.#silence();
    this.#silence = setDeadline(this.#parts.environment, {
      ms,
      due: () => this.#end(GIVEN_UP),
      late: () => this.#excuse(),
    });
  }

  /** A machine that slept may have slept through everything: it asks, but only once. */
  #excuse(): void {
    if (this.#wasExcused) return this.#end(GIVEN_UP);
    this.#wasExcused = true;
    this.#reopen(PROBE_MS);
  }

  #end(ending: Ending): void {
    if (this.#isOver) return;
    this.abandon();
    this.#parts.events.over(ending);
  }
}
