/**
 * A link by server-sent events, with commands by POST (SPEC SSE-1 to SSE-5). It uses `fetch` instead of `EventSource`,
 * which can send a token only in its URL.
 */
import { decodeEvents } from "../../protocol/decode-events.ts";
import type { Welcome } from "../../protocol/events/welcome.ts";
import { formatPosition } from "../../protocol/position.ts";
import { ABNORMAL_CLOSURE, type Link, type LinkClosure, type HttpLinkOptions } from "../link.ts";
import { Timer } from "../timer.ts";
import { CommandPoster, type CommandPosterPorts } from "./command-poster.ts";
import { eventStreamDecoder } from "./event-stream.ts";
import { HttpClient } from "./http-client.ts";
import { closureOf } from "./problem-closure.ts";
import { laterWelcome } from "./later-welcome.ts";

/** Longer than two intervals of the room's keep-alive comment, 15 s each. */
const SILENCE_TIMEOUT_MS = 40_000;
/** For a new stream to open in place of one that may be dead. */
const PROBE_TIMEOUT_MS = 3_000;
/** For a new stream to open in place of one that belongs to another member. */
const REOPEN_TIMEOUT_MS = 10_000;

interface Stream {
  readonly controller: AbortController;
  isWelcomed: boolean;
}

export class StreamLink implements Link {
  readonly transport = "events";
  readonly #options: HttpLinkOptions;
  readonly #http: HttpClient;
  readonly #poster: CommandPoster;
  readonly #silenceTimer: Timer;
  #stream: Stream | undefined;
  /** kept open until the newest stream is welcomed: a member without any stream would be seen to leave */
  readonly #previous: Stream[] = [];
  #isWelcomed = false;
  #isClosed = false;
  #wasGraceUsed = false;

  constructor(options: HttpLinkOptions) {
    this.#options = options;
    this.#http = new HttpClient(options);
    this.#silenceTimer = new Timer(options.platform);
    const ports: CommandPosterPorts = {
      frame: (frame) => options.events.frame(frame),
      closed: (closure) => this.#closeWith(closure),
      published: () => {},
      selfChanged: (self) => {
        if (this.#http.setSelf(self)) this.#reopen(REOPEN_TIMEOUT_MS);
      },
    };
    // No command waits behind one that waits to be stored (SPEC HTTP-9).
    this.#poster = new CommandPoster(this.#http, ports, { wait: "0" });
  }

  open(): void {
    void this.#openFirst();
  }

  send(frame: string): void {
    if (!this.#isClosed) this.#poster.send(frame);
  }

  startHeartbeat(): void {
    this.#startSilenceTimer(SILENCE_TIMEOUT_MS);
  }

  /** A stream cannot be pinged, but a new one that opens is alive. */
  probe(): void {
    if (this.#stream?.isWelcomed === true) this.#reopen(PROBE_TIMEOUT_MS);
  }

  close(): void {
    this.#isClosed = true;
    this.#silenceTimer.stop();
    this.#poster.close();
    this.#http.abort();
    this.#options.slot.release(this);
  }

  async #openFirst(): Promise<void> {
    const mayHold = await this.#options.slot.acquire(this);
    if (this.#isClosed) return;
    if (mayHold) await this.#openStream();
    else this.#closeWith(ABNORMAL_CLOSURE);
  }

  #reopen(ms: number): void {
    this.#startSilenceTimer(ms);
    this.#poster.keepOwnDeltas();
    void this.#openStream();
  }

  async #openStream(): Promise<void> {
    const stream: Stream = { controller: new AbortController(), isWelcomed: false };
    if (this.#stream !== undefined) this.#previous.push(this.#stream);
    this.#stream = stream;
    const closure = await this.#readStream(stream).catch(() => ABNORMAL_CLOSURE);
    // The room ends a stream that was replaced (SPEC READ-2); only the end of the newest ends the link.
    if (stream === this.#stream) this.#closeWith(closure);
  }

  async #readStream(stream: Stream): Promise<LinkClosure> {
    const { position } = this.#options.session;
    const response = await this.#http.open({
      path: "events",
      query: position === undefined ? {} : { position: formatPosition(position) },
      headers: { Accept: "text/event-stream" },
      signal: stream.controller.signal,
    });
    if (!response.ok) return closureOf(await response.text(), response.headers.get("Retry-After"));
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
    this.#http.setSelf(welcome.self);
    this.#poster.maxBatchBytes = welcome.limits.frameBytes;
    if (!this.#isWelcomed) this.#options.events.frame(data);
    else if (welcome.recovered) this.#welcomeLater(welcome);
    else this.#closeWith(ABNORMAL_CLOSURE);
    this.#isWelcomed = true;
  }

  #welcomeLater(welcome: Welcome): void {
    const deltas = this.#poster.takeOwnDeltas();
    const changes = [...laterWelcome(this.#options.session.roster, welcome), ...deltas];
    if (changes.length > 0) this.#options.events.frame(JSON.stringify(changes));
  }

  /** Whatever a stream that is being replaced still sends proves nothing. */
  #noteActivity(stream: Stream): void {
    if (this.#isClosed || stream !== this.#stream || !stream.isWelcomed) return;
    this.#wasGraceUsed = false;
    this.#startSilenceTimer(SILENCE_TIMEOUT_MS);
    this.#options.events.activity();
  }

  #startSilenceTimer(ms: number): void {
    this.#silenceTimer.start(
      ms,
      () => this.#closeWith(ABNORMAL_CLOSURE),
      () => this.#probeAfterSleep(),
    );
  }

  /** A machine that slept may have missed everything, so a late timer leads to a probe, but only once. */
  #probeAfterSleep(): void {
    if (this.#wasGraceUsed) return this.#closeWith(ABNORMAL_CLOSURE);
    this.#wasGraceUsed = true;
    this.#reopen(PROBE_TIMEOUT_MS);
  }

  #closeWith(closure: LinkClosure): void {
    if (this.#isClosed) return;
    this.close();
    this.#options.events.closed(closure);
  }
}
