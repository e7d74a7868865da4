/** One room, joined: the public face of the SDK. It wires the parts together and decides nothing itself. */
import { CLOSE_CODES } from "../protocol/close-advice.ts";
import { encodeCommand } from "../protocol/encode.ts";
import type { DurableEvent } from "../protocol/events/durable.ts";
import type { Page } from "../protocol/events/page.ts";
import type { Self } from "../protocol/member.ts";
import type { SearchPage } from "../protocol/search-page.ts";
import { exceedsBytes, utf8Bytes } from "../text/lengths.ts";
import { parseText } from "../text/message-text.ts";
import type * as api from "./api.ts";
import { ReconnectingLink } from "./reconnecting-link.ts";
import { Emitter } from "./emitter.ts";
import type { Environment } from "./environment.ts";
import { EventIterator } from "./event-iterator.ts";
import { ClientIdentity, type JoinCredentials, type GetToken } from "./client-identity.ts";
import { Inbox } from "./inbox.ts";
import { OutboxStorage } from "./outbox-storage.ts";
import { PendingRequests, type RequestReply, type RequestCommand } from "./pending-requests.ts";
import { Replay } from "./replay.ts";
import { clientError, toErrorEvent, foreseenError } from "./room-error.ts";
import { normalizeRoomUrl } from "./room-url.ts";
import { searchRoom } from "./search-room.ts";
import { SendQueue } from "./send-queue.ts";
import { TypingThrottle } from "./typing-throttle.ts";

export interface RoomClientOptions {
  readonly url: string | URL;
  readonly name: string | undefined;
  readonly getToken: GetToken | undefined;
  readonly storage: api.KeyValueStorage;
  readonly environment: Environment;
}

/** `id` is given by {@link RoomClient}. */
type CommandWithoutId = RequestCommand extends infer Each
  ? Each extends unknown
    ? Omit<Each, "id">
    : never
  : never;

export class RoomClient implements api.RoomApi {
  readonly url: URL;
  readonly #events = new Emitter<api.RoomClientEvents>();
  readonly #environment: Environment;
  readonly #link: ReconnectingLink;
  readonly #identity: ClientIdentity;
  readonly #sendQueue: SendQueue;
  readonly #inbox: Inbox;
  readonly #typing = new TypingThrottle();
  readonly #streams = new Set<EventIterator>();

  constructor({ url, name, getToken, storage, environment }: RoomClientOptions) {
    this.url = normalizeRoomUrl(url);
    const room = this.url.href;
    this.#environment = environment;
    const identity = new ClientIdentity({ room, storage, getToken, name });
    const replay = new Replay();
    const requests = new PendingRequests(environment);
    const outboxStorage = new OutboxStorage({
      storage,
      locks: environment.locks,
      room,
      tab: environment.randomId(),
    });
    const link = new ReconnectingLink(
      { environment, room: this.url, storage },
      {
        credentials: () => this.#credentials(),
        position: () => replay.position,
        roster: () => this.roster,
        self: () => this.self,
        isIdle: () => this.#sendQueue.isIdle,
        frame: (frame) => this.#inbox.frame(frame),
        lost: ({ code }) => {
          this.#inbox.lost();
          this.#sendQueue.lost(code);
        },
        changed: (change) => this.#stateChanged(change),
        resumed: () => this.#sendQueue.flush(),
        refreshToken: ({ code, reason }) => this.#refreshToken(code, reason),
      },
    );
    const sendQueue = new SendQueue(
      { environment, storage: outboxStorage, requests },
      {
        send: (command) => link.send(command),
        canSend: () => link.canSend,
        self: () => identity.self,
        position: () => replay.position,
        probe: () => link.wake(),
        drop: () => link.drop(),
        changed: (pending) => this.#emit("pending", pending),
      },
    );
    this.#inbox = new Inbox({
      link,
      replay,
      identity,
      requests,
      sendQueue,
      randomId: environment.randomId,
      emit: (event, detail) => this.#emit(event, detail),
      push: (event) => this.#pushToStreams(event),
    });
    this.#identity = identity;
    this.#link = link;
    this.#sendQueue = sendQueue;
  }

  /** Begins to join; `joinRoom` does it. */
  start(): void {
    if (this.state.name !== "idle") return;
    this.#sendQueue.open();
    this.#link.start();
  }

  get state(): api.ConnectionState {
    return this.#link.state;
  }

  get transport(): api.Transport | undefined {
    return this.#link.transport;
  }

  get self(): Self | undefined {
    return this.#identity.self;
  }

  get roster(): api.Roster {
    return this.#inbox.roster;
  }

  get pending(): readonly api.PendingMessage[] {
    return this.#sendQueue.pending;
  }

  on<Name extends keyof api.RoomClientEvents>(
    name: Name,
    listener: (detail: api.RoomClientEvents[Name]) => void,
  ): () => void {
    return this.#events.on(name, listener);
  }

  publish(text: string, { replyTo }: { readonly replyTo?: number } = {}): api.Published {
    return this.#sendQueue.publish(text, replyTo);
  }

  retry(id: string): void {
    this.#sendQueue.retry(id);
  }

  discard(id: string): void {
    this.#sendQueue.discard(id);
  }

  async edit(seq: number, text: string): Promise<void> {
    const parsed = parseText(text, this.#sendQueue.limits);
    if (!parsed.ok) throw foreseenError(parsed.failure);
    await this.#request({ type: "edit", seq, text: parsed.value });
  }

  async delete(seq: number): Promise<void> {
    await this.#request({ type: "delete", seq });
  }

  async react(seq: number, emoji: string, on: boolean): Promise<void> {
    await this.#request({ type: "react", seq, emoji, on });
  }

  rename(name: string): Promise<Self> {
    return this.#requestSelf({ type: "rename", name });
  }

  authenticate(token: string): Promise<Self> {
    return this.#requestSelf({ type: "authenticate", token });
  }

  async history({ before, limit }: api.HistoryRequest): Promise<Page> {
    const answer = await this.#request({
      type: "history",
      ...(before === undefined ? {} : { before }),
      ...(limit === undefined ? {} : { limit }),
    });
    if (answer.type !== "page") throw clientError("timeout");
    return answer;
  }

  search(request: api.SearchRequest): Promise<SearchPage> {
    return searchRoom(
      { environment: this.#environment, room: this.url, token: this.#identity.token },
      request,
    );
  }

  typing(on: boolean): void {
    if (this.#link.isOnline && this.#typing.shouldSend(on, this.#environment.now())) {
      this.#link.send({ type: "typing", on });
    }
  }

  signal(data: unknown, to?: string): void {
    if (!this.#link.isOnline) return;
    if (exceedsBytes(JSON.stringify(data) ?? "", this.#sendQueue.limits.signalBytes)) {
      return this.#emit("failure", toErrorEvent(foreseenError("too_large")));
    }
    this.#link.send({ type: "signal", data, ...(to === undefined ? {} : { to }) });
  }

  wake(): void {
    this.#link.wake();
  }

  /** Leaves for good. What was not sent is kept, and sent by the next client of this room that shares the storage. */
  close(): void {
    this.#link.close({ code: 1000, reason: "", fatal: false });
  }

  /**
   * The durable events from now on, replayed or live, each once and in order, until the room is closed. A loop may
   * fall 10,000 events behind; then it fails. A `reset` is no event: who keeps a copy listens to that too.
   */
  [Symbol.asyncIterator](): AsyncIterableIterator<DurableEvent> {
    const stream = new EventIterator((ended) => this.#streams.delete(ended));
    if (this.state.name === "closed") stream.end();
    else this.#streams.add(stream);
    return stream;
  }

  async #requestSelf(command: CommandWithoutId): Promise<Self> {
    const answer = await this.#request(command);
    // A repeat of what changes nothing is answered without a self: it is the one of before.
    const self = answer.type === "presence" ? (answer.self ?? this.self) : this.self;
    if (self === undefined) throw clientError("not_connected");
    return self;
  }

  #request(input: CommandWithoutId): Promise<RequestReply> {
    if (this.state.name === "closed") return Promise.reject(clientError("closed"));
    if (!this.#link.isOnline) return Promise.reject(clientError("not_connected"));
    const command: RequestCommand = { ...input, id: this.#environment.randomId() };
    if (utf8Bytes(encodeCommand(command)) > this.#sendQueue.limits.frameBytes) {
      return Promise.reject(foreseenError("too_large"));
    }
    return new Promise((resolve, reject) => {
      this.#sendQueue.request(command, (result) =>
        result.ok ? resolve(result.value) : reject(result.failure),
      );
    });
  }

  async #credentials(): Promise<JoinCredentials> {
    try {
      return await this.#identity.credentials();
    } catch (error) {
      this.#emit("failure", toErrorEvent(clientError("token_unavailable")));
      throw error;
    }
  }

  #refreshToken(code: number, reason: string): boolean {
    const next = this.#identity.tokenRejected();
    if (next === "new_guest") {
      const refusal = code === CLOSE_CODES.expired_token ? "expired_token" : "invalid_token";
      this.#emit("failure", { type: "error", code: refusal, message: reason });
    }
    return next !== "none";
  }

  #stateChanged(change: api.RoomClientEvents["state"]): void {
    if (change.to.name === "closed") this.#shutDown();
    this.#emit("state", change);
    if (this.#link.isOnline) this.#sendQueue.flush();
  }

  #shutDown(): void {
    this.#inbox.lost();
    this.#sendQueue.close();
    for (const stream of this.#streams) stream.end();
  }

  #pushToStreams(event: DurableEvent): void {
    for (const stream of this.#streams) stream.push(event);
  }

  #emit<Name extends keyof api.RoomClientEvents>(name: Name, detail: api.RoomClientEvents[Name]): void {
    this.#events.emit(name, detail);
  }
}
