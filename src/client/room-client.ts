/** One room, joined: the public face of the SDK. It delegates to a {@link Session} and the link that carries it. */
import type { DurableEvent } from "../protocol/events/durable.ts";
import type { Page } from "../protocol/events/page.ts";
import type { Self } from "../protocol/member.ts";
import type { SearchPage } from "../protocol/search-page.ts";
import { exceedsBytes } from "../text/lengths.ts";
import { parseText } from "../text/message-text.ts";
import type * as api from "./api.ts";
import type { GetToken } from "./client-identity.ts";
import { Emitter } from "./emitter.ts";
import type { Environment } from "./environment.ts";
import { EventIterator } from "./event-iterator.ts";
import { ReconnectingLink } from "./reconnecting-link.ts";
import { clientError, toErrorEvent, foreseenError } from "./room-error.ts";
import { normalizeRoomUrl } from "./room-url.ts";
import { Session, type RequestWithoutId } from "./session.ts";
import { TypingThrottle } from "./typing-throttle.ts";

export interface RoomClientOptions {
  /** the room's URL */
  readonly url: string | URL;
  /** the name of a new guest */
  readonly name: string | undefined;
  readonly getToken: GetToken | undefined;
  readonly storage: api.KeyValueStorage;
  readonly environment: Environment;
}

/** Implements {@link api.RoomApi}, where the methods are documented. Use `joinRoom` to create and start one. */
export class RoomClient implements api.RoomApi {
  readonly url: URL;
  readonly #environment: Environment;
  readonly #events = new Emitter<api.RoomClientEvents>();
  readonly #typing = new TypingThrottle();
  readonly #link: ReconnectingLink;
  readonly #session: Session;

  /** @throws TypeError if `url` is not a URL */
  constructor({ url, name, getToken, storage, environment }: RoomClientOptions) {
    this.url = normalizeRoomUrl(url);
    this.#environment = environment;
    const events = this.#events;
    const link = new ReconnectingLink({ environment, room: this.url, storage, events });
    const room = this.url.href;
    this.#link = link;
    this.#session = new Session({ platform: environment, room, storage, getToken, name, link, events });
  }

  /** Starts to join; `joinRoom` does it. Does nothing if called again, or after `close()`. */
  start(): void {
    if (this.state.name !== "idle") return;
    this.#session.sendQueue.open();
    this.#link.start(this.#session);
  }

  get state(): api.ConnectionState {
    return this.#link.state;
  }

  get transport(): api.Transport | undefined {
    return this.#link.transport;
  }

  get self(): Self | undefined {
    return this.#session.self;
  }

  get roster(): api.Roster {
    return this.#session.roster;
  }

  get pending(): readonly api.PendingMessage[] {
    return this.#session.sendQueue.pending;
  }

  on<Name extends keyof api.RoomClientEvents>(
    name: Name,
    listener: (detail: api.RoomClientEvents[Name]) => void,
  ): () => void {
    return this.#events.on(name, listener);
  }

  publish(text: string, { replyTo }: { readonly replyTo?: number } = {}): api.Published {
    return this.#session.sendQueue.publish(text, replyTo);
  }

  retry(id: string): void {
    this.#session.sendQueue.retry(id);
  }

  discard(id: string): void {
    this.#session.sendQueue.discard(id);
  }

  async edit(seq: number, text: string): Promise<void> {
    const parsed = parseText(text, this.#session.limits);
    if (!parsed.ok) throw foreseenError(parsed.failure);
    await this.#session.request({ type: "edit", seq, text: parsed.value });
  }

  async delete(seq: number): Promise<void> {
    await this.#session.request({ type: "delete", seq });
  }

  async react(seq: number, emoji: string, on: boolean): Promise<void> {
    await this.#session.request({ type: "react", seq, emoji, on });
  }

  rename(name: string): Promise<Self> {
    return this.#requestSelf({ type: "rename", name });
  }

  authenticate(token: string): Promise<Self> {
    return this.#requestSelf({ type: "authenticate", token });
  }

  async history({ before, limit }: api.HistoryRequest): Promise<Page> {
    const reply = await this.#session.request({
      type: "history",
      ...(before === undefined ? {} : { before }),
      ...(limit === undefined ? {} : { limit }),
    });
    if (reply.type !== "page") throw clientError("timeout");
    return reply;
  }

  async search(request: api.SearchRequest): Promise<SearchPage> {
    const { token } = this.#session;
    // Loaded when first needed: most visits search nothing.
    const { searchRoom } = await import("./search-room.ts").catch(() => {
      throw clientError("not_connected");
    });
    return searchRoom({ platform: this.#environment, room: this.url, token }, request);
  }

  typing(on: boolean): void {
    if (this.#link.isOnline && this.#typing.shouldSend(on, this.#environment.now())) {
      this.#link.send({ type: "typing", on });
    }
  }

  signal(data: unknown, to?: string): void {
    if (!this.#link.isOnline) return;
    if (exceedsBytes(JSON.stringify(data) ?? "", this.#session.limits.signalBytes)) {
      return this.#events.emit("failure", toErrorEvent(foreseenError("too_large")));
    }
    this.#link.send({ type: "signal", data, ...(to === undefined ? {} : { to }) });
  }

  wake(): void {
    this.#link.wake();
  }

  close(): void {
    this.#session.close();
    this.#link.close({ code: 1000, reason: "", fatal: false });
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<DurableEvent> {
    const iterator = new EventIterator();
    if (this.state.name === "closed") iterator.end();
    else iterator.subscribe(this.#events);
    return iterator;
  }

  async #requestSelf(command: RequestWithoutId): Promise<Self> {
    const reply = await this.#session.request(command);
    // A command that changes nothing is answered without `self`: it is the same as before.
    const self = reply.type === "presence" ? (reply.self ?? this.self) : this.self;
    if (self === undefined) throw clientError("not_connected");
    return self;
  }
}
