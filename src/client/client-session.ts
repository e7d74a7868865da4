/** A member's session in one room, across the links that carry it: owns identity, replay, sending and inbox. */
import { CLOSE_CODES } from "../protocol/close-advice.ts";
import { encodeCommand } from "../protocol/encode.ts";
import type { ClientLimits } from "../protocol/limits.ts";
import type { RoomSettings } from "../protocol/settings.ts";
import type { Self } from "../protocol/member.ts";
import type { Position } from "../protocol/position.ts";
import { utf8Bytes } from "../text/lengths.ts";
import type { Admit } from "./admission.ts";
import type { KeyValueStorage, RoomClientEvents, Roster } from "./api.ts";
import { ADDED_BYTES } from "./check-message.ts";
import { ClientIdentity, type GetToken, type JoinCredentials } from "./client-identity.ts";
import type { Emitter } from "./emitter.ts";
import { GuestCreation } from "./guest-creation.ts";
import { Inbox, type Decode } from "./inbox.ts";
import type { JoinKey, LinkClosure } from "./link.ts";
import { makeTicket } from "./make-ticket.ts";
import { OutboxStorage } from "./outbox-storage.ts";
import { PendingRequests, type RequestCommand, type RequestReply } from "./pending-requests.ts";
import type { Platform } from "./platform.ts";
import { Replay } from "./replay.ts";
import { requestTicket } from "./request-ticket.ts";
import { clientError, foreseenError, toErrorEvent } from "./room-error.ts";
import { SendQueue } from "./send-queue.ts";
import type { LinkedSession, SessionLink } from "./session-link.ts";

export interface SessionOptions {
  readonly platform: Platform;
  /** the room's URL */
  readonly room: URL;
  readonly storage: KeyValueStorage;
  readonly getToken: GetToken | undefined;
  readonly name: string | undefined;
  readonly admit: Admit | undefined;
  readonly link: SessionLink;
  readonly events: Emitter<RoomClientEvents>;
  readonly decode: Decode;
}

const TOKEN_REFUSALS = ["invalid_token", "expired_token", "revoked_token"] as const;

/** A request whose id the session assigns. */
export type RequestWithoutId = RequestCommand extends infer Each
  ? Each extends unknown
    ? Omit<Each, "id">
    : never
  : never;

export class ClientSession implements LinkedSession {
  readonly sendQueue: SendQueue;
  readonly #identity: ClientIdentity;
  readonly #outboxStorage: OutboxStorage;
  readonly #platform: Platform;
  readonly #room: URL;
  readonly #replay = new Replay();
  readonly #inbox: Inbox;
  readonly #link: SessionLink;
  readonly #events: Emitter<RoomClientEvents>;
  readonly #commandId: () => string;
  readonly #admit: Admit | undefined;
  #isClosed = false;

  constructor({ platform, room, storage, getToken, name, admit, link, events, decode }: SessionOptions) {
    const { locks, commandId } = platform;
    const creation = new GuestCreation(platform, room.href);
    const identity = new ClientIdentity({
      room: room.href,
      storage,
      creation,
      getToken,
      now: platform.now,
      name,
    });
    const outboxStorage = new OutboxStorage({ storage, locks, room: room.href, tab: platform.randomId() });
    const shared = { link, identity, events, replay: this.#replay, requests: new PendingRequests(platform) };
    this.sendQueue = new SendQueue({ ...shared, platform, storage: outboxStorage });
    this.#inbox = new Inbox({ ...shared, commandId, decode, sendQueue: this.sendQueue });
    this.#identity = identity;
    this.#outboxStorage = outboxStorage;
    this.#platform = platform;
    this.#room = room;
    this.#link = link;
    this.#events = events;
    this.#commandId = commandId;
    this.#admit = admit;
  }

  get self(): Self | undefined {
    return this.#identity.self;
  }

  get position(): Position | undefined {
    return this.#replay.position;
  }

  get roster(): Roster {
    return this.#inbox.roster;
  }

  get settings(): RoomSettings {
    return this.#inbox.settings;
  }

  get limits(): ClientLimits {
    return this.sendQueue.limits;
  }

  get isIdle(): boolean {
    return this.sendQueue.isIdle;
  }

  /** The token for requests beside the link; undefined before the first welcome. */
  get token(): string | undefined {
    return this.#identity.token;
  }

  get renewedToken(): string | undefined {
    return this.#identity.renewedToken;
  }

  /**
   * Sends a request and resolves with the room's reply.
   * @throws RoomError if the room refuses it, does not answer in time, or cannot be reached now
   */
  async request(input: RequestWithoutId): Promise<RequestReply> {
    if (this.#isClosed) throw clientError("closed");
    if (!this.#link.isOnline) throw clientError("not_connected");
    const command: RequestCommand = { ...input, id: this.#commandId() };
    const bytes = utf8Bytes(encodeCommand(command)) + ADDED_BYTES;
    if (bytes > this.limits.frameBytes) throw foreseenError("too_large");
    return new Promise((resolve, reject) => {
      this.sendQueue.request(command, (result) =>
        result.ok ? resolve(result.value) : reject(result.failure),
      );
    });
  }

  async credentials(): Promise<JoinCredentials> {
    const credentials = await this.#identity.credentials().catch((error: unknown) => {
      this.#events.emit("failure", toErrorEvent(clientError("token_unavailable")));
      throw error;
    });
    const { token, name = "" } = credentials;
    const admitted = await this.#admit?.(credentials, this.#events);
    if (admitted === undefined && (token !== undefined || name.trim() === "")) return { token };
    // The name of a new guest goes in a body: in the URL of a join it would be in the logs of servers (SPEC ID-16).
    if (admitted !== undefined) return { token: this.#identity.created(admitted) };
    const grant = await requestTicket(this.#platform, this.#room, { name });
    return { token: this.#identity.createdByName(grant) };
  }

  async ticket(token: string, key: JoinKey): Promise<string> {
    const { now, hmacSha256 } = this.#platform;
    const { ticketKey, clockOffsetMs = 0 } = this.#identity.ticketSource(token) ?? {};
    if (ticketKey !== undefined && hmacSha256 !== undefined)
      return makeTicket(hmacSha256, ticketKey, key, now() + clockOffsetMs);
    const grant = await requestTicket(this.#platform, this.#room, { token, key });
    this.#identity.exchanged(token, grant);
    return grant.ticket;
  }

  frame(frame: string): void {
    this.#inbox.frame(frame);
  }

  lost({ code }: LinkClosure): void {
    this.#identity.attemptEnded();
    if (code === CLOSE_CODES.invalid_ticket) this.#identity.ticketRefused();
    this.#inbox.lost();
    this.sendQueue.lost(code);
  }

  resumed(): void {
    this.sendQueue.flush();
  }

  refreshToken({ code, reason: message }: LinkClosure): boolean {
    const refusal = TOKEN_REFUSALS.find((name) => CLOSE_CODES[name] === code) ?? "invalid_token";
    const next = this.#identity.tokenRejected(refusal === "revoked_token");
    if (next === "new_guest") this.#events.emit("failure", { type: "error", code: refusal, message });
    return next !== "none";
  }

  /** Closes the session, and deletes what is stored of it. */
  forget(): void {
    this.close();
    this.#identity.forget();
    this.#outboxStorage.removeAll();
  }

  close(): void {
    this.#isClosed = true;
    this.#identity.attemptEnded();
    this.#inbox.lost();
    this.sendQueue.close();
  }
}
