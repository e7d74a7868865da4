/** A member's session in one room, across the links that carry it: owns identity, replay, sending and inbox. */
import { CLOSE_CODES } from "../protocol/close-advice.ts";
import { encodeCommand } from "../protocol/encode.ts";
import type { ClientLimits } from "../protocol/limits.ts";
import type { Self } from "../protocol/member.ts";
import type { Position } from "../protocol/position.ts";
import { utf8Bytes } from "../text/lengths.ts";
import type { KeyValueStorage, RoomClientEvents, Roster } from "./api.ts";
import { ADDED_BYTES } from "./check-message.ts";
import { ClientIdentity, type GetToken, type JoinCredentials } from "./client-identity.ts";
import type { Emitter } from "./emitter.ts";
import { GuestCreation } from "./guest-creation.ts";
import { Inbox } from "./inbox.ts";
import type { LinkClosure } from "./link.ts";
import { OutboxStorage } from "./outbox-storage.ts";
import { PendingRequests, type RequestCommand, type RequestReply } from "./pending-requests.ts";
import type { Platform } from "./platform.ts";
import { Replay } from "./replay.ts";
import { clientError, foreseenError, toErrorEvent } from "./room-error.ts";
import { SendQueue } from "./send-queue.ts";
import type { LinkedSession, SessionLink } from "./session-link.ts";

export interface SessionOptions {
  readonly platform: Platform;
  /** the room's URL */
  readonly room: string;
  readonly storage: KeyValueStorage;
  readonly getToken: GetToken | undefined;
  readonly name: string | undefined;
  readonly link: SessionLink;
  readonly events: Emitter<RoomClientEvents>;
}

/** A request whose id the session assigns. */
export type RequestWithoutId = RequestCommand extends infer Each
  ? Each extends unknown
    ? Omit<Each, "id">
    : never
  : never;

export class ClientSession implements LinkedSession {
  readonly sendQueue: SendQueue;
  readonly #identity: ClientIdentity;
  readonly #replay = new Replay();
  readonly #inbox: Inbox;
  readonly #link: SessionLink;
  readonly #events: Emitter<RoomClientEvents>;
  readonly #randomId: () => string;
  #isClosed = false;

  constructor({ platform, room, storage, getToken, name, link, events }: SessionOptions) {
    const { locks, randomId } = platform;
    const creation = new GuestCreation(platform, room);
    const identity = new ClientIdentity({ room, storage, creation, getToken, name });
    const outboxStorage = new OutboxStorage({ storage, locks, room, tab: randomId() });
    const shared = { link, identity, events, replay: this.#replay, requests: new PendingRequests(platform) };
    this.sendQueue = new SendQueue({ ...shared, platform, storage: outboxStorage });
    this.#inbox = new Inbox({ ...shared, randomId, sendQueue: this.sendQueue });
    this.#identity = identity;
    this.#link = link;
    this.#events = events;
    this.#randomId = randomId;
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
    const command: RequestCommand = { ...input, id: this.#randomId() };
    const bytes = utf8Bytes(encodeCommand(command)) + ADDED_BYTES;
    if (bytes > this.limits.frameBytes) throw foreseenError("too_large");
    return new Promise((resolve, reject) => {
      this.sendQueue.request(command, (result) =>
        result.ok ? resolve(result.value) : reject(result.failure),
      );
    });
  }

  async credentials(): Promise<JoinCredentials> {
    try {
      return await this.#identity.credentials();
    } catch (error) {
      this.#events.emit("failure", toErrorEvent(clientError("token_unavailable")));
      throw error;
    }
  }

  frame(frame: string): void {
    this.#inbox.frame(frame);
  }

  lost({ code }: LinkClosure): void {
    this.#identity.attemptEnded();
    this.#inbox.lost();
    this.sendQueue.lost(code);
  }

  resumed(): void {
    this.sendQueue.flush();
  }

  refreshToken({ code, reason: message }: LinkClosure): boolean {
    const next = this.#identity.tokenRejected();
    if (next === "new_guest") {
      const refusal = code === CLOSE_CODES.expired_token ? "expired_token" : "invalid_token";
      this.#events.emit("failure", { type: "error", code: refusal, message });
    }
    return next !== "none";
  }

  close(): void {
    this.#isClosed = true;
    this.#identity.attemptEnded();
    this.#inbox.lost();
    this.sendQueue.close();
  }
}
