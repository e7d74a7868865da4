/** One room, joined: all of the SDK's public face but iteration and the renewal of tokens, which the room page does not need. It delegates to a {@link ClientSession} and the link that carries it. */
import type { Act } from "../protocol/acts.ts";
import type { Page } from "../protocol/events/page.ts";
import type { HolderPage } from "../protocol/holder-page.ts";
import type { Role } from "../protocol/roles.ts";
import type { RoomSettings } from "../protocol/settings.ts";
import type { Self } from "../protocol/member.ts";
import type { SearchPage } from "../protocol/search-page.ts";
import { parseText } from "../text/message-text.ts";
import { decodeEvents } from "../protocol/decode-events.ts";
import type { Admit } from "./admission.ts";
import type * as api from "./api.ts";
import type { GetToken } from "./client-identity.ts";
import { Emitter } from "./emitter.ts";
import type { Environment } from "./environment.ts";
import type { Decode } from "./inbox.ts";
import type { SessionLink } from "./session-link.ts";
import { ReconnectingLink } from "./reconnecting-link.ts";
import type { ManagementContext } from "./room-management.ts";
import { clientError, foreseenTextError } from "./room-error.ts";
import { normalizeRoomUrl } from "./room-url.ts";
import { ClientSession, type RequestWithoutId } from "./client-session.ts";
import type { RequestReply } from "./pending-requests.ts";
import { TypingThrottle } from "./typing-throttle.ts";

type Management = Awaited<ReturnType<Environment["loadLazyParts"]>>["management"];

export interface RoomClientOptions {
  /** the room's URL */
  readonly url: string | URL;
  /** the name of a new guest */
  readonly name?: string | undefined;
  readonly getToken?: GetToken | undefined;
  /** what comes before a join; see {@link Admit} */
  readonly admit?: Admit | undefined;
  readonly storage: api.KeyValueStorage;
  readonly environment: Environment;
  /** reads the frames of the room; {@link decodeEvents} if absent */
  readonly decode?: Decode | undefined;
}

/** What a client's further methods are built on. */
export interface ClientCore {
  readonly link: SessionLink;
  readonly session: ClientSession;
  readonly events: Emitter<api.RoomClientEvents>;
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

  /** @internal @throws TypeError if `url` is not a URL */
  constructor({
    url,
    name,
    getToken,
    admit,
    storage,
    environment,
    decode = decodeEvents,
  }: RoomClientOptions) {
    this.url = normalizeRoomUrl(url);
    this.#environment = environment;
    const events = this.#events;
    const link = new ReconnectingLink({ environment, room: this.url, storage, events });
    const room = this.url;
    this.#link = link;
    this.#session = new ClientSession({
      platform: environment,
      room,
      storage,
      getToken,
      name,
      admit,
      link,
      events,
      decode,
    });
  }

  /** @internal */
  protected get core(): ClientCore {
    return { link: this.#link, session: this.#session, events: this.#events };
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

  /** the room's settings that differ from their defaults (SPEC SET-2); empty before the first welcome */
  get settings(): RoomSettings {
    return this.#session.settings;
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

  /**
   * Deletes your message `seq`, or as a moderator another's, with a reason if you like (SPEC MOD-8). Resolves once the room
   * has stored the deletion.
   */
  async delete(seq: number, { reason }: Pick<api.ModerateOptions, "reason"> = {}): Promise<void> {
    await this.#session.request({ type: "delete", seq, reason });
  }

  /**
   * Undoes the deletion of your message `seq`, with its reactions. Resolves once the room has stored that; rejects with
   * `undo_expired` 10 s after the deletion, or if the room slept meanwhile (SPEC DEL-3, DEL-4).
   */
  async restore(seq: number): Promise<void> {
    await this.#session.request({ type: "restore", seq });
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

  /**
   * Takes the role of a key: an owner's for the room's owner key, else that of a link (SPEC OWN-3, OWN-7). Resolves with
   * your identity, which has the role; rejects with `link_expired` for a link that gives none any more.
   */
  claim(key: string): Promise<Self> {
    return this.#requestSelf({ type: "claim", key });
  }

  /** Changes the settings that are given (SPEC SET-2). Resolves once the room has stored them. */
  async configure(settings: RoomSettings): Promise<void> {
    await this.#session.request({ type: "configure", settings });
  }

  /** Gives a member a role, as an owner (SPEC OWN-5). Resolves once the room has stored that. */
  async setRole(member: string, role: Role): Promise<void> {
    await this.#session.request({ type: "role", member, role });
  }

  /** Does something to a member, as a moderator, or undoes it (SPEC MOD-1). Resolves once the room has stored that. */
  async moderate(act: Act, member: string, options: api.ModerateOptions = {}): Promise<void> {
    await this.#session.request({ type: "moderate", act, member, ...options });
  }

  /**
   * Deletes everything that was said in the room, as an owner (SPEC LOG-8). Resolves once that is stored; unlike the calls
   * around it, it needs a connection.
   */
  async clear(): Promise<void> {
    await this.#session.request({ type: "clear" });
  }

  /** Resolves with one page of messages, or of all events `after` one, oldest first; an empty one only if there are none. */
  async history(request: api.HistoryRequest): Promise<Page> {
    const { before, after, limit } = request;
    const reply = await this.#session.request({ type: "history", before, after, limit });
    if (reply.type !== "page") throw clientError("timeout");
    // The room looked through many rows without a message, and says where to go on (SPEC HIST-5).
    if (reply.events[0] !== undefined || reply.before === undefined) return reply;
    return this.history({ ...request, before: reply.before });
  }

  /**
   * Resolves with one page of the messages that match, newest first. Uses a request of its own, so it works while
   * reconnecting. Rejects with a `RoomError`, or with the reason of `request.signal`.
   */
  async search(request: api.SearchRequest): Promise<SearchPage> {
    const { token } = this.#session;
    const { searchRoom } = await this.#loadLazyParts();
    return searchRoom({ platform: this.#environment, room: this.url, token }, request);
  }

  /**
   * Resolves with one page of the members who hold an emoji on a message, at most 50 by their ids: `reactions` of a
   * message names ten. Works and rejects as `search` does.
   */
  async reactionHolders(request: api.HoldersRequest): Promise<HolderPage> {
    const { requestHolders } = await this.#loadLazyParts();
    return requestHolders(this.#environment, this.url, request);
  }

  /** Reports that you type, or stopped; throttled. Lossy: dropped while not online. */
  typing(on: boolean): void {
    if (this.#link.isOnline && this.#typing.shouldSend(on, this.#environment.now())) {
      this.#link.send({ type: "typing", on });
    }
  }

  /**
   * Reports to the other members that you have read up to message `seq`; 0 takes that back. Only in a room of at most
   * `limits.readMembers`, at most once in 2 s, and not your own messages (SPEC EPH-3). Lossy: dropped while not online.
   */
  markRead(seq: number): void {
    if (this.#link.isOnline) this.#link.send({ type: "read", seq });
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

  /**
   * Forgets you: leaves the room for good, deletes your token and unsent messages from the storage, and revokes the token
   * at the room, which ends your sessions everywhere (SPEC ID-20). Rejects with a `RoomError` if the room cannot be
   * reached: then only the last is not done.
   */
  async forget(): Promise<void> {
    const { token } = this.#session;
    this.#session.forget();
    this.close();
    if (token === undefined) return;
    const { revokeToken } = await this.#loadLazyParts();
    await revokeToken(this.#environment, this.url, token);
  }

  /** Sends a command, and resolves with its reply. @internal */
  protected request(command: RequestWithoutId): Promise<RequestReply> {
    return this.#session.request(command);
  }

  /** Calls `request` with the requests of owners and moderators, which are loaded on demand. @internal */
  async manage<Value>(
    request: (management: Management, context: ManagementContext) => Promise<Value>,
  ): Promise<Value> {
    const { management } = await this.#loadLazyParts();
    return request(management, { platform: this.#environment, room: this.url, token: this.#session.token });
  }

  #loadLazyParts(): ReturnType<Environment["loadLazyParts"]> {
    return this.#environment.loadLazyParts().catch(() => {
      throw clientError("not_connected");
    });
  }

  async #requestSelf(command: RequestWithoutId): Promise<Self> {
    await this.#session.request(command);
    // The reply has changed it, unless the command changes nothing.
    const { self } = this;
    if (self === undefined) throw clientError("not_connected");
    return self;
  }
}

/** A started room, as the room page sees it. */
export type BaseRoomApi = Omit<BaseRoomClient, "start">;
