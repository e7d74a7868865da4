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
import { Connection } from "./connection.ts";
import { Emitter } from "./emitter.ts";
import type { Environment } from "./environment.ts";
import { EventStream } from "./event-stream.ts";
import { Identity, type Credentials, type GetToken } from "./identity.ts";
import { Inbox } from "./inbox.ts";
import { OutboxStorage } from "./outbox-storage.ts";
import { PendingRequests, type Answer, type RequestCommand } from "./pending-requests.ts";
import { Replay } from "./replay.ts";
import { clientError, failureEvent, foreseenError } from "./room-error.ts";
import { roomUrl } from "./room-url.ts";
import { searchRoom } from "./searching.ts";
import { Sending } from "./sending.ts";
import { TypingGate } from "./typing-gate.ts";

export interface RoomClientOptions {
  readonly url: string | URL;
  readonly name: string | undefined;
  readonly getToken: GetToken | undefined;
  readonly storage: api.KeyValueStorage;
  readonly environment: Environment;
}

/** `id` is given by {@link RoomClient}. */
type Asked = RequestCommand extends infer Each ? (Each extends unknown ? Omit<Each, "id"> : never) : never;

export class RoomClient implements api.RoomApi {
  readonly url: URL;
  readonly #events = new Emitter<api.RoomClientEvents>();
  readonly #environment: Environment;
  readonly #connection: Connection;
  readonly #identity: Identity;
  readonly #sending: Sending;
  readonly #inbox: Inbox;
  readonly #typing = new TypingGate();
  readonly #streams = new Set<EventStream>();

  constructor({ url, name, getToken, storage, environment }: RoomClientOptions) {
    this.url = roomUrl(url);
    const room = this.url.href;
    this.#environment = environment;
    const identity = new Identity({ room, storage, getToken, name });
    const replay = new Replay();
    const requests = new PendingRequests(environment);
    const outboxStorage = new OutboxStorage({
      storage,
      locks: environment.locks,
      room,
      tab: environment.randomId(),
    });
    const connection = new Connection(
      { environment, room: this.url, storage },
      {
        credentials: () => this.#credentials(),
        position: () => replay.position,
        roster: () => this.roster,
        self: () => this.self,
        isIdle: () => this.#sending.isIdle,
        frame: (frame) => this.#inbox.frame(frame),
        lost: ({ code }) => {
          this.#inbox.lost();
          this.#sending.lost(code);
        },
        changed: (change) => this.#stateChanged(change),
        resumed: () => this.#sending.flush(),
        refreshToken: ({ code, reason }) => this.#refreshToken(code, reason),
      },
    );
    const sending = new Sending(
      { environment, storage: outboxStorage, requests },
      {
        send: (command) => connection.send(command),
        mayAsk: () => connection.maySend,
        self: () => identity.self,
        position: () => replay.position,
        probe: () => connection.wake(),
        drop: () => connection.drop(),
        changed: (pending) => this.#emit("pending", pending),
      },
    );
    this.#inbox = new Inbox({
      connection,
      replay,
      identity,
      requests,
      sending,
      randomId: environment.randomId,
      emit: (event, detail) => this.#emit(event, detail),
      read: (event) => this.#push(event),
    });
    this.#identity = identity;
    this.#connection = connection;
    this.#sending = sending;
  }

  /** Begins to join; `joinRoom` does it. */
  start(): void {
    if (this.state.name !== "idle") return;
    this.#sending.open();
    this.#connection.start();
  }

  get state(): api.ConnectionState {
    return this.#connection.state;
  }

  get transport(): api.Transport | undefined {
    return this.#connection.transport;
  }

  get self(): Self | undefined {
    return this.#identity.self;
  }

  get roster(): api.Roster {
    return this.#inbox.roster;
  }

  get pending(): readonly api.PendingMessage[] {
    return this.#sending.pending;
  }

  on<Name extends keyof api.RoomClientEvents>(
    name: Name,
    listener: (detail: api.RoomClientEvents[Name]) => void,
  ): () => void {
    return this.#events.on(name, listener);
  }

  publish(text: string, { replyTo }: { readonly replyTo?: number } = {}): api.Published {
    return this.#sending.publish(text, replyTo);
  }

  retry(id: string): void {
    this.#sending.retry(id);
  }

  discard(id: string): void {
    this.#sending.discard(id);
  }

  async edit(seq: number, text: string): Promise<void> {
    const parsed = parseText(text, this.#sending.limits);
    if (!parsed.ok) throw foreseenError(parsed.failure);
    await this.#ask({ type: "edit", seq, text: parsed.value });
  }

  async delete(seq: number): Promise<void> {
    await this.#ask({ type: "delete", seq });
  }

  async react(seq: number, emoji: string, on: boolean): Promise<void> {
    await this.#ask({ type: "react", seq, emoji, on });
  }

  rename(name: string): Promise<Self> {
    return this.#askForSelf({ type: "rename", name });
  }

  authenticate(token: string): Promise<Self> {
    return this.#askForSelf({ type: "authenticate", token });
  }

  async history({ before, limit }: api.HistoryRequest): Promise<Page> {
    const answer = await this.#ask({
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
    if (this.#connection.isOnline && this.#typing.lets(on, this.#environment.now())) {
      this.#connection.send({ type: "typing", on });
    }
  }

  signal(data: unknown, to?: string): void {
    if (!this.#connection.isOnline) return;
    if (exceedsBytes(JSON.stringify(data) ?? "", this.#sending.limits.signalBytes)) {
      return this.#emit("failure", failureEvent(foreseenError("too_large")));
    }
    this.#connection.send({ type: "signal", data, ...(to === undefined ? {} : { to }) });
  }

  wake(): void {
    this.#connection.wake();
  }

  /** Leaves for good. What was not sent is kept, and sent by the next client of this room that shares the storage. */
  close(): void {
    this.#connection.close({ code: 1000, reason: "", fatal: false });
  }

  /**
   * The durable events from now on, replayed or live, each once and in order, until the room is closed. A loop may
   * fall 10,000 events behind; then it fails. A `reset` is no event: who keeps a copy listens to that too.
   */
  [Symbol.asyncIterator](): AsyncIterableIterator<DurableEvent> {
    const stream = new EventStream((over) => this.#streams.delete(over));
    if (this.state.name === "closed") stream.end();
    else this.#streams.add(stream);
    return stream;
  }

  async #askForSelf(command: Asked): Promise<Self> {
    const answer = await this.#ask(command);
    // A repeat of what changes nothing is answered without a self: it is the one of before.
    const self = answer.type === "presence" ? (answer.self ?? this.self) : this.self;
    if (self === undefined) throw clientError("not_connected");
    return self;
  }

  #ask(asked: Asked): Promise<Answer> {
    if (this.state.name === "closed") return Promise.reject(clientError("closed"));
    if (!this.#connection.isOnline) return Promise.reject(clientError("not_connected"));
    const command: RequestCommand = { ...asked, id: this.#environment.randomId() };
    if (utf8Bytes(encodeCommand(command)) > this.#sending.limits.frameBytes) {
      return Promise.reject(foreseenError("too_large"));
    }
    return new Promise((resolve, reject) => {
      this.#sending.request(command, (result) =>
        result.ok ? resolve(result.value) : reject(result.failure),
      );
    });
  }

  async #credentials(): Promise<Credentials> {
    try {
      return await this.#identity.credentials();
    } catch (error) {
      this.#emit("failure", failureEvent(clientError("token_unavailable")));
      throw error;
    }
  }

  #refreshToken(code: number, reason: string): boolean {
    const next = this.#identity.refused();
    if (next === "new_guest") {
      const refusal = code === CLOSE_CODES.expired_token ? "expired_token" : "invalid_token";
      this.#emit("failure", { type: "error", code: refusal, message: reason });
    }
    return next !== "nothing";
  }

  #stateChanged(change: api.RoomClientEvents["state"]): void {
    if (change.to.name === "closed") this.#end();
    this.#emit("state", change);
    if (this.#connection.isOnline) this.#sending.flush();
  }

  #end(): void {
    this.#inbox.lost();
    this.#sending.close();
    for (const stream of this.#streams) stream.end();
  }

  #push(event: DurableEvent): void {
    for (const stream of this.#streams) stream.push(event);
  }

  #emit<Name extends keyof api.RoomClientEvents>(name: Name, detail: api.RoomClientEvents[Name]): void {
    this.#events.emit(name, detail);
  }
}
