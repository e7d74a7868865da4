/** One room, joined: all of the SDK's public face but iteration, which the room page does not need. It delegates to a {@link ClientSession} and the link that carries it. */
import type { Page } from "../protocol/events/page.ts";
import type { Self } from "../protocol/member.ts";
import type { SearchPage } from "../protocol/search-page.ts";
import { exceedsBytes } from "../text/lengths.ts";
import { parseText } from "../text/message-text.ts";
import type * as api from "./api.ts";
import type { GetToken } from "./client-identity.ts";
import { Emitter } from "./emitter.ts";
import type { Environment } from "./environment.ts";
import { ReconnectingLink } from "./reconnecting-link.ts";
import { clientError, toErrorEvent, foreseenError, foreseenTextError } from "./room-error.ts";
import { normalizeRoomUrl } from "./room-url.ts";
import { ClientSession, type RequestWithoutId } from "./client-session.ts";
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

/** One room, joined. */
export class BaseRoomClient {
  /** the room's URL, without query, fragment and trailing slash */
  readonly url: URL;
  readonly #environment: Environment;
  readonly #events = new Emitter<api.RoomClientEvents>();
  readonly #typing = new TypingThrottle();
  readonly #link: ReconnectingLink;
  readonly #session: ClientSession;

  /** @throws TypeError if `url` is not a URL */
  constructor({ url, name, getToken, storage, environment }: RoomClientOptions) {
    this.url = normalizeRoomUrl(url);
    this.#environment = environment;
    const events = this.#events;
    const link = new ReconnectingLink({ environment, room: this.url, storage, events });
    const room = this.url.href;
    this.#link = link;
    this.#session = new ClientSession({ platform: environment, room, storage, getToken, name, link, events });
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

  /** undefined while not joined */
  get transport(): api.Transport | undefined {
    return this.#link.transport;
  }

  /** your identity in the room; undefined before the first welcome */
  get self(): Self | undefined {
    return this.#session.self;
  }

  get roster(): api.Roster {
    return this.#session.roster;
  }

  /** your messages that are not stored yet, oldest first */
  get pending(): readonly api.PendingMessage[] {
    return this.#session.sendQueue.pending;
  }

  /** Calls `listener` for each event of that name; returns the function that unsubscribes it. */
  on<Name extends keyof api.RoomClientEvents>(
    name: Name,
    listener: (detail: api.RoomClientEvents[Name]) => void,
  ): () => void {
    return this.#events.on(name, listener);
  }

  /**
   * Queues a message, and sends it now or as soon as the room can be reached, exactly once (SPEC PUB-3). Never throws:
   * see {@link api.Published} for failures.
   */
  publish(text: string, options: api.PublishOptions = {}): api.Published {
    this.#typing.onPublished();
    return this.#session.sendQueue.publish(text, options);
  }

  /** Sends a failed message again; does nothing for any other. */
  retry(id: string): void {
    this.#session.sendQueue.retry(id);
  }

  /** Removes a failed message from `pending`; does nothing for any other. */
  discard(id: string): void {
    this.#session.sendQueue.discard(id);
  }

  /**
   * Replaces the text of your message `seq`. Resolves once the room has stored the edit.
   *
   * This and every other method that returns a promise rejects with a `RoomError`: the room's code (SPEC ERR-1), or
   * `not_connected`, `connection_lost`, `timeout` (after 10 s) or `closed`. None of them is queued while offline.
   */
  async edit(
    seq: number,
    text: string,
    { mentions }: Pick<api.PublishOptions, "mentions"> = {},
  ): Promise<void> {
    const parsed = parseText(text, this.#session.limits);
    if (!parsed.ok) throw foreseenTextError(parsed.failure, text);
    await this.#session.request({ type: "edit", seq, text: parsed.value, mentions });
  }

  /** Deletes your message `seq`. Resolves once the room has stored the deletion. */
  async delete(seq: number): Promise<void> {
    await this.#session.request({ type: "delete", seq });
  }

  /** Adds (`on`) or removes your reaction to message `seq`. Resolves once that is stored, or nothing had to change. */
  async react(seq: number, emoji: string, on: boolean): Promise<void> {
    await this.#session.request({ type: "react", seq, emoji, on });
  }

  /** Changes your name. Resolves with your new identity. */
  rename(name: string): Promise<Self> {
    return this.#requestSelf({ type: "rename", name });
  }

  /** Becomes the member of an application's token, on the open connection. Resolves with the new identity. */
  authenticate(token: string): Promise<Self> {
    return this.#requestSelf({ type: "authenticate", token });
  }

  /** Resolves with one page of messages, oldest first. */
  async history({ before, limit }: api.HistoryRequest): Promise<Page> {
    const reply = await this.#session.request({
      type: "history",
      ...(before === undefined ? {} : { before }),
      ...(limit === undefined ? {} : { limit }),
    });
    if (reply.type !== "page") throw clientError("timeout");
    return reply;
  }

  /**
   * Resolves with one page of the messages that match, newest first. Uses a request of its own, so it works while
   * reconnecting. Rejects with a `RoomError`, or with the reason of `request.signal`.
   */
  async search(request: api.SearchRequest): Promise<SearchPage> {
    const { token } = this.#session;
    const { searchRoom } = await this.#environment.loadLazyParts().catch(() => {
      throw clientError("not_connected");
    });
    return searchRoom({ platform: this.#environment, room: this.url, token }, request);
  }

  /** Reports that you type, or stopped; throttled. Lossy: dropped while not online. */
  typing(on: boolean): void {
    if (this.#link.isOnline && this.#typing.shouldSend(on, this.#environment.now())) {
      this.#link.send({ type: "typing", on });
    }
  }

  /** Sends JSON `data` to all members, or to the member `to` only. Lossy: dropped while not online. */
  signal(data: unknown, to?: string): void {
    if (!this.#link.isOnline) return;
    if (exceedsBytes(JSON.stringify(data) ?? "", this.#session.limits.signalBytes)) {
      return this.#events.emit("failure", toErrorEvent(foreseenError("too_large")));
    }
    this.#link.send({ type: "signal", data, ...(to === undefined ? {} : { to }) });
  }

  /** Connects now instead of at `retryAt`, or checks a connection that seems open. Call it when the page is shown again. */
  wake(): void {
    this.#link.wake();
  }

  /** Leaves the room for good. Unsent messages stay in storage, and the next client of the room with that storage sends them. */
  close(): void {
    this.#session.close();
    this.#link.close({ code: 1000, reason: "", fatal: false });
  }

  async #requestSelf(command: RequestWithoutId): Promise<Self> {
    const reply = await this.#session.request(command);
    // A command that changes nothing is answered without `self`: it is the same as before.
    const self = reply.type === "presence" ? (reply.self ?? this.self) : this.self;
    if (self === undefined) throw clientError("not_connected");
    return self;
  }
}

/** A started room, as the room page sees it. */
export type BaseRoomApi = Omit<BaseRoomClient, "start">;
