/**
 * The HTTP routes of a fake room, on top of its fake sockets (SPEC "Streams", "Polls", "Who reads", HTTP-9), behind a
 * network that a test controls: requests and responses wait until it delivers them.
 */
import type { Command } from "../../src/protocol/commands.ts";
import { CLOSES } from "../../src/protocol/close-codes.ts";
import { ERRORS, isErrorCode } from "../../src/protocol/errors.ts";
import type { RoomEvent } from "../../src/protocol/events.ts";
import { isNumbered } from "../../src/protocol/decode-events.ts";
import type { Welcome } from "../../src/protocol/events/welcome.ts";
import { parsePosition } from "../../src/protocol/position.ts";
import type { FakeClock } from "./fake-clock.ts";
import { FakeSocket, type SocketHost } from "./fake-socket.ts";

export type HttpKind = "events" | "polls" | "commands" | "ticket";

/**
 * "refused": fails at once; "hangs": never gets a response; "buffers": a stream is buffered until it ends;
 * "long_polls_cut": a request that waits is reset; a number: a proxy responds with that status.
 */
export type HttpFault = "none" | "refused" | "hangs" | "buffers" | "long_polls_cut" | 502;

const COMMENT_MS = 15_000;
const BATCH_MS = 500;
const BATCH_UNTIL_AGE_MS = 1_000;

export interface FakeRequest {
  readonly kind: HttpKind;
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  readonly body: string;
  /** the request outlives the page that makes it (Fetch §2.2.5) */
  readonly keepalive: boolean;
  readonly at: number;
}

export class FakeHttp {
  readonly faults: Record<HttpKind, HttpFault> = {
    events: "none",
    polls: "none",
    commands: "none",
    ticket: "none",
  };
  /** when waiting polls are reset, with the fault "long_polls_cut" */
  cutWaitsAfterMs = 3_000;
  /** streams are cut after this */
  killStreamsAfterMs = Infinity;
  /** the response of a proxy, or of the test, instead of the room's */
  answer: ((request: FakeRequest) => Response | undefined) | undefined;
  /** the size of a stream's chunks */
  chunkBytes = Infinity;
  /** all requests so far */
  readonly requests: FakeRequest[] = [];
  readonly exchanges: Exchange[] = [];
  /** the room's sockets of poll readers, by session */
  readonly pollSockets = new Map<string, FakeSocket>();

  constructor(
    readonly host: SocketHost,
    readonly clock: FakeClock,
  ) {}

  /** The requests that are not finished for the client. */
  get open(): Exchange[] {
    return this.exchanges.filter(({ isOver }) => !isOver);
  }

  readonly fetch = (url: string, init: RequestInit): Promise<Response> => {
    const exchange = new Exchange(this, requestOf(url, init, this.clock.now));
    this.requests.push(exchange.request);
    this.exchanges.push(exchange);
    return exchange.begin(init.signal ?? undefined);
  };

  requestsOf(kind: HttpKind): FakeRequest[] {
    return this.requests.filter((request) => request.kind === kind);
  }

  /** Delivers everything that is possible without time passing. True if anything was delivered. */
  pump(): boolean {
    return this.exchanges.map((exchange) => exchange.pump()).includes(true);
  }

  /** Breaks all open requests; with `isDelivered` after the room received them. */
  cut({ isDelivered }: { readonly isDelivered: boolean }): void {
    for (const exchange of this.open) {
      if (isDelivered) exchange.deliver();
      exchange.break();
    }
  }

  socketFor(request: FakeRequest, position: string | undefined): FakeSocket {
    const token = tokenOf(request);
    const url = new URL("ws://room/socket");
    if (token === undefined) url.searchParams.set("name", request.url.searchParams.get("name") ?? "");
    if (position !== undefined && position !== "") url.searchParams.set("position", position);
    const socket = new RoomSocket(url.href, ["majlis.v1"], this.host, token);
    socket.isOpen = true;
    this.host.opened(socket);
    return socket;
  }
}

/** A socket that records why it was refused. */
class RoomSocket extends FakeSocket {
  refusal: { code: number; reason: string } | undefined;

  override end(close: { code?: number; reason?: string } = {}): void {
    this.refusal = { code: close.code ?? 1006, reason: close.reason ?? "" };
    super.end(close);
  }

  /** Takes all events sent so far. */
  drain(): RoomEvent[] {
    return this.toClient.splice(0).flatMap((frame) => JSON.parse(frame) as RoomEvent | RoomEvent[]);
  }
}

function requestOf(href: string, init: RequestInit, at: number): FakeRequest {
  const url = new URL(href);
  const last = url.pathname.split("/").at(-1);
  const kind = last === "events" || last === "commands" || last === "ticket" ? last : "polls";
  const body = typeof init.body === "string" ? init.body : "";
  const { method = "GET", keepalive = false } = init;
  return { kind, url, method, headers: new Headers(init.headers), body, keepalive, at };
}

function tokenOf({ headers }: FakeRequest): string | undefined {
  return /^Bearer (.+)$/u.exec(headers.get("Authorization") ?? "")?.[1];
}

/** One request and its response. */
export class Exchange {
  /** finished for the client: complete, failed or aborted */
  isOver = false;
  #isDelivered = false;
  #answer = Promise.withResolvers<Response>();
  #body: ReadableStreamDefaultController<Uint8Array> | undefined;
  #buffered: Uint8Array[] = [];
  #socket: RoomSocket | undefined;
  #cancels: (() => void)[] = [];
  #commandReplies: string | undefined;
  #isPollDue = false;
  #isAnswered = false;

  constructor(
    private readonly http: FakeHttp,
    readonly request: FakeRequest,
  ) {}

  get #fault(): HttpFault {
    return this.http.faults[this.request.kind];
  }

  get session(): string {
    return this.request.url.searchParams.get("session") ?? "";
  }

  begin(signal: AbortSignal | undefined): Promise<Response> {
    const abort = () => this.#fail(new DOMException("aborted", "AbortError"));
    if (signal?.aborted === true) abort();
    else signal?.addEventListener("abort", abort, { once: true });
    return this.#answer.promise;
  }

  /** The request reaches the room, even if the client has aborted it. */
  deliver(): void {
    if (this.#isDelivered) return;
    this.#isDelivered = true;
    if (this.request.kind === "commands") return this.#executeCommands();
    if (this.isOver) return;
    if (this.request.kind === "ticket") return this.#grantTicket();
    if (this.request.kind === "events") this.#beginStream();
    else this.#beginPoll();
  }

  pump(): boolean {
    if (this.isOver) return false;
    const fault = this.#fault;
    if (fault === "hangs") return false;
    if (fault === "refused") return this.break();
    if (fault === 502 && !this.#isDelivered) return this.#respond(502, "<h1>Bad Gateway</h1>", "text/html");
    const answer = this.#isDelivered ? undefined : this.http.answer?.(this.request);
    if (answer !== undefined) return this.#respondWith(answer);
    if (!this.#isDelivered) {
      this.deliver();
      return true;
    }
    if (this.#commandReplies !== undefined) return this.#respond(200, this.#commandReplies);
    if (this.#body !== undefined) return this.#pumpStream();
    return this.request.kind === "polls" && this.#pumpPoll();
  }

  /** The connection breaks. */
  break(): boolean {
    if (this.isOver) return false;
    this.#fail(new TypeError("fetch failed"));
    return true;
  }

  #fail(error: Error): void {
    if (this.isOver) return;
    this.#close();
    this.#answer.reject(error);
    try {
      this.#body?.error(error);
    } catch {
      // It had ended already.
    }
    if (this.request.kind === "events") this.#socket?.close();
  }

  #close(): void {
    this.isOver = true;
    for (const cancel of this.#cancels.splice(0)) cancel();
  }

  #after(ms: number, fn: () => void): void {
    if (Number.isFinite(ms)) this.#cancels.push(this.http.clock.setTimer(fn, ms));
  }

  #respond(status: number, body: string, type = "application/json"): boolean {
    return this.#respondWith(new Response(body, { status, headers: { "Content-Type": type } }));
  }

  #respondWith(response: Response): boolean {
    this.#close();
    this.#isAnswered = true;
    this.#answer.resolve(response);
    return true;
  }

  #refuse({ code, reason }: { code: number; reason: string }): void {
    const name = Object.entries(CLOSES).find(([, close]) => close.code === code)?.[0] ?? "unavailable";
    const status = isErrorCode(name) ? ERRORS[name].status : 503;
    this.#respond(status, JSON.stringify({ status, code: name, detail: reason }), "application/problem+json");
  }

  #openSocket(position: string | undefined): RoomSocket | undefined {
    const socket = this.http.socketFor(this.request, position) as RoomSocket;
    if (socket.refusal !== undefined) {
      this.#refuse(socket.refusal);
      return undefined;
    }
    return (this.#socket = socket);
  }

  #grantTicket(): void {
    const { url, body } = this.request;
    const granted = this.http.host.grantTicket({
      token: tokenOf(this.request),
      name: (JSON.parse(body) as { readonly name?: string }).name,
      use: {
        session: url.searchParams.get("session") ?? "",
        generation: Number(url.searchParams.get("generation") ?? 0),
      },
    });
    if ("code" in granted) this.#refuse(granted);
    else this.#respond(200, JSON.stringify(granted));
  }

  // Streams

  #beginStream(): void {
    const socket = this.#openSocket(this.request.url.searchParams.get("position") ?? undefined);
    if (socket === undefined) return;
    this.#replacePrevious(socket);
    const body = new ReadableStream<Uint8Array>({ start: (controller) => void (this.#body = controller) });
    this.#answer.resolve(
      new Response(body, { headers: { "Content-Type": "text/event-stream; charset=utf-8" } }),
    );
    this.#buffer(": hello\n\n");
    this.#scheduleComment();
    this.#after(this.http.killStreamsAfterMs, () => this.break());
  }

  #scheduleComment(): void {
    this.#after(COMMENT_MS, () => {
      this.#buffer(": \n\n");
      this.#scheduleComment();
    });
  }

  /** A new stream of the same member and session ends the old one (SPEC READ-2). */
  #replacePrevious(socket: RoomSocket): void {
    for (const other of this.http.exchanges) {
      if (other !== this && other.session === this.session && other.#body !== undefined && !other.isOver)
        if (other.#socket?.token === socket.token) other.#endStream();
    }
  }

  #endStream(): void {
    if (this.isOver) return;
    this.#flush();
    this.#close();
    this.#socket?.close();
    this.#body?.close();
  }

  #pumpStream(): boolean {
    const events = this.#nextEvents();
    for (const event of events) this.#buffer(sseOf(event));
    if (this.#fault === "buffers") return false;
    return this.#flush() || events.length > 0;
  }

  /** A stream pushes what a socket would pull (SPEC SSE-2). */
  #nextEvents(): RoomEvent[] {
    const socket = this.#socket;
    if (socket === undefined) return [];
    return socket.drain().flatMap((event) => {
      if (event.type !== "more") return event.type === "flow" ? [] : [event];
      return pullHistory(this.http.host, socket, event.after);
    });
  }

  #buffer(text: string): void {
    this.#buffered.push(new TextEncoder().encode(text));
  }

  #flush(): boolean {
    const bytes = Buffer.concat(this.#buffered.splice(0));
    const { chunkBytes } = this.http;
    for (let at = 0; at < bytes.length; at += chunkBytes)
      this.#body?.enqueue(new Uint8Array(bytes.subarray(at, Math.min(bytes.length, at + chunkBytes))));
    return bytes.length > 0;
  }

  // Polls

  #beginPoll(): void {
    const { searchParams } = this.request.url;
    const socket = this.#openSocket(searchParams.get("after") ?? undefined);
    if (socket === undefined) return;
    this.http.pollSockets.get(this.session)?.close();
    this.http.pollSockets.set(this.session, socket);
    const waitMs = Number(searchParams.get("wait") ?? 0) * 1_000;
    this.#after(waitMs, () => (this.#isPollDue = true));
    if (this.#fault === "long_polls_cut") this.#after(this.http.cutWaitsAfterMs, () => this.break());
  }

  #pollEvents: RoomEvent[] = [];
  #batching = false;

  /** SPEC POLL-1, POLL-4: responds at once after a second of waiting, else with the events of half a second. */
  #pumpPoll(): boolean {
    if (this.#isAnswered || this.#socket === undefined) return false;
    const received = this.#socket.drain();
    this.#pollEvents.push(...received);
    const hasEvents = this.#pollEvents.some(({ type }) => type !== "welcome");
    const isWelcomeWanted = this.request.url.searchParams.get("welcome") === "1";
    const ageMs = this.http.clock.now - this.request.at;
    const isFirst = ageMs === 0;
    if (this.#isPollDue || isWelcomeWanted || (hasEvents && (isFirst || ageMs >= BATCH_UNTIL_AGE_MS)))
      return this.#answerPoll();
    if (hasEvents && !this.#batching) {
      this.#batching = true;
      this.#after(BATCH_MS - ageMs, () => (this.#isPollDue = true));
    }
    return false;
  }

  #answerPoll(): boolean {
    const welcome = this.#pollEvents.find((event): event is Welcome => event.type === "welcome");
    const page = this.#pollEvents.find((event) => event.type === "page");
    const more = this.#pollEvents.some(({ type }) => type === "more");
    const rest = this.#pollEvents.filter(({ type }) => !["welcome", "page", "more", "flow"].includes(type));
    const events = [...(page?.type === "page" ? page.events : []), ...rest];
    const wantsWelcome =
      this.request.url.searchParams.get("welcome") === "1" || tokenOf(this.request) === undefined;
    const recovered = page === undefined;
    const requested = this.request.url.searchParams.get("after") ?? "";
    const from = recovered ? requested : (welcome?.position ?? "");
    const answer = {
      position: positionAfter(from, events),
      recovered,
      events: [...(wantsWelcome && welcome !== undefined ? [welcome] : []), ...events],
      ...(more ? { more } : {}),
      ...(page?.type === "page" ? { older: page.more } : {}),
    };
    return this.#respond(200, JSON.stringify(answer));
  }

  // Commands

  #executeCommands(): void {
    const socket = this.#sessionSocket() ?? this.#openSocket(undefined);
    if (socket === undefined) return;
    const isOwn = socket !== this.#socket;
    if (!isOwn) socket.drain();
    const received = (JSON.parse(this.request.body) as Command[]).flatMap((command) => {
      const before = socket.toClient.length;
      this.http.host.received(socket, JSON.stringify(command));
      const frames = socket.toClient.splice(before);
      const events = frames.flatMap((frame) => JSON.parse(frame) as RoomEvent | RoomEvent[]);
      if (isOwn) socket.toClient.push(...events.filter(isNumbered).map((event) => JSON.stringify(event)));
      return events;
    });
    if (!isOwn) socket.close();
    this.#commandReplies = JSON.stringify(received);
  }

  /** The socket of this session's stream or poll, if it is still open. */
  #sessionSocket(): RoomSocket | undefined {
    const stream = this.http.exchanges.findLast(
      (other) => other.session === this.session && !other.isOver && other.#body !== undefined,
    );
    const streaming = stream === undefined ? undefined : stream.#socket;
    const socket = streaming ?? this.http.pollSockets.get(this.session);
    return socket?.isClosed === false ? (socket as RoomSocket) : undefined;
  }
}

/** The rest of a recovery, pulled page by page. */
function pullHistory(host: SocketHost, socket: RoomSocket, after: number): RoomEvent[] {
  const live = socket.toClient.splice(0);
  const history: Command = { type: "history", id: "bridge", after, limit: 2 };
  host.received(socket, JSON.stringify(history));
  const [page] = socket.drain();
  socket.toClient.push(...live);
  if (page?.type !== "page") return [];
  const last = page.events.at(-1)?.seq ?? after;
  return [...page.events, ...(page.more ? pullHistory(host, socket, last) : [])];
}

function positionAfter(from: string, events: readonly RoomEvent[]): string {
  const start = parsePosition(from);
  const seqs = events.flatMap((event) => ("seq" in event && isNumbered(event) ? [event.seq] : []));
  return `${start?.epoch ?? "0"}.${Math.max(start?.seq ?? 0, ...seqs)}`;
}

function sseOf(event: RoomEvent): string {
  const name = event.type === "error" ? "failure" : event.type;
  return `event: ${name}\ndata: ${JSON.stringify(event)}\n\n`;
}
