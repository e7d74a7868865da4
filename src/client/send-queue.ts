/** Sends what the room must answer: messages from the outbox and rated requests, in order and within its limits. */
import { CLOSE_CODES } from "../protocol/close-advice.ts";
import type { ErrorEvent } from "../protocol/events/error.ts";
import type { Message } from "../protocol/events/message.ts";
import type { Stored } from "../protocol/events/stored.ts";
import type { ClientLimits } from "../protocol/limits.ts";
import { AckTimer } from "./ack-timer.ts";
import type { PendingMessage, Published, PublishOptions, RoomClientEvents } from "./api.ts";
import { checkMessage } from "./check-message.ts";
import type { ClientIdentity } from "./client-identity.ts";
import type { Emitter } from "./emitter.ts";
import { Outbox, toMessage, type OutboxEntry } from "./outbox.ts";
import type { OutboxStorage } from "./outbox-storage.ts";
import {
  isQueued,
  type PendingRequests,
  type RequestCommand,
  type SettleRequest,
} from "./pending-requests.ts";
import type { Platform } from "./platform.ts";
import { PublishPromises } from "./publish-promises.ts";
import type { Replay } from "./replay.ts";
import {
  clientError,
  foreseenError,
  foreseenTextError,
  errorFromEvent,
  type RoomError,
} from "./room-error.ts";
import { SendWindow } from "./send-window.ts";
import type { SessionLink } from "./session-link.ts";
import type { SessionParts } from "./session-parts.ts";

export interface SendQueueOptions extends SessionParts {
  readonly platform: Platform;
  readonly storage: OutboxStorage;
}

export class SendQueue {
  readonly #platform: Platform;
  readonly #storage: OutboxStorage;
  readonly #requests: PendingRequests;
  readonly #link: SessionLink;
  readonly #identity: ClientIdentity;
  readonly #replay: Replay;
  readonly #events: Emitter<RoomClientEvents>;
  readonly #outbox = new Outbox();
  readonly #window: SendWindow;
  readonly #ackTimer: AckTimer;
  readonly #promises = new PublishPromises();
  #lastShown = this.#outbox.entries;
  #isClosed = false;

  constructor({ platform, storage, requests, link, identity, replay, events }: SendQueueOptions) {
    this.#platform = platform;
    this.#storage = storage;
    this.#requests = requests;
    this.#link = link;
    this.#identity = identity;
    this.#replay = replay;
    this.#events = events;
    this.#window = new SendWindow(platform, this.#outbox, requests);
    this.#ackTimer = new AckTimer(platform, this.#outbox, link);
  }

  get pending(): readonly PendingMessage[] {
    return this.#outbox.pending;
  }

  get limits(): ClientLimits {
    return this.#window.limits;
  }

  /** True if no command that was sent waits for its reply. */
  get isIdle(): boolean {
    return this.#outbox.inFlight === 0 && this.#requests.isIdle;
  }

  /** Adopts the messages that closed tabs left unsent. */
  open(): void {
    void this.#storage.open((entries) => this.#adopt(entries));
  }

  setLimits(limits: ClientLimits): void {
    this.#window.setLimits(limits);
  }

  /** See `RoomApi.publish`. */
  publish(raw: string, options: PublishOptions): Published {
    const id = this.#platform.commandId();
    const stored = this.#promises.add(id);
    const error = this.#queue(id, raw, options);
    if (error === undefined) {
      this.#save();
      this.flush();
      this.#show();
    } else this.#promises.reject(id, error);
    return { id, stored };
  }

  retry(id: string): void {
    const { now, commandId } = this.#platform;
    const newId = commandId();
    if (!this.#isClosed && this.#outbox.retry(id, { now: now(), newId })) this.#changed();
  }

  discard(id: string): void {
    if (this.#outbox.discard(id)) this.#changed();
  }

  /** Sends a request; a rated one waits for its turn. `settle` is called once, with the reply or an error. */
  request(command: RequestCommand, settle: SettleRequest): void {
    this.#requests.add(command, settle);
    if (isQueued(command)) this.flush();
    else this.#link.send(command);
  }

  /** Sends what may be sent now, and schedules the rest. */
  flush(): void {
    const self = this.#identity.self?.id;
    const { position } = this.#replay;
    if (!this.#link.canSend || self === undefined || position === undefined) return;
    const now = this.#platform.now();
    this.#outbox.setLog(position.epoch);
    this.#failStale(self);
    const commands = this.#window.take({ now, self, position });
    // Saved as sent before it is sent, and sent before listeners are called, which may send more.
    this.#save();
    for (const command of commands) this.#link.send(command);
    this.#ackTimer.start();
    this.#window.flushLater(now, () => this.flush());
    this.#show();
  }

  /** Removes the message from the outbox if it was sent from here (SPEC PUB-2). */
  confirm(message: Message): void {
    if (this.#outbox.confirm(message, this.#identity.self?.id) === undefined) return;
    this.#changed();
    this.#promises.resolve(message.id, message);
  }

  /** The room was cleared before that seq: the outbox stays, without replies to what is gone. */
  cleared(before: number): void {
    this.#outbox.cleared(before);
    this.#changed();
  }

  /** The room has stored it before. Its event either follows, or was delivered long ago. */
  stored(event: Stored): void {
    const { id, seq } = event;
    if (!this.#outbox.has(id)) {
      this.#requests.resolve(id, event);
      return this.flush();
    }
    if (seq > (this.#replay.position?.seq ?? 0)) return;
    const entry = this.#outbox.remove(id);
    this.#changed();
    if (entry !== undefined) this.#resolveFromHistory(entry, seq);
  }

  /** True if the error answers something sent from here. */
  rejected(event: ErrorEvent): boolean {
    const id = event.id ?? "";
    if (event.code === "rate_limited" || event.code === "out_of_order") return this.#sendAgainLater(event);
    const wasPublish = this.#outbox.has(id);
    if (wasPublish) this.#fail(id, errorFromEvent(event));
    const wasKnown = this.#requests.reject(id, errorFromEvent(event)) || wasPublish;
    this.#changed();
    return wasKnown;
  }

  /** The link is gone, and every pending reply with it: messages are queued again, requests fail. */
  lost(closeCode: number): void {
    const largest = this.#outbox.largestSent();
    if (closeCode === CLOSE_CODES.frame_too_large && largest !== undefined) {
      this.#fail(largest.id, foreseenError("too_large"));
    }
    this.#outbox.requeue();
    this.#stopTimers();
    this.#requests.rejectAll(clientError("connection_lost"));
    this.#changed();
  }

  /** Fails every request and promise; queued messages stay in storage. */
  close(): void {
    const error = clientError("closed");
    this.#isClosed = true;
    this.#stopTimers();
    this.#storage.close();
    this.#requests.rejectAll(error);
    this.#promises.rejectAll(error);
  }

  /** Queues the message, or returns why not. */
  #queue(id: string, raw: string, options: PublishOptions): RoomError | undefined {
    if (this.#isClosed) return clientError("closed");
    const message = checkMessage({ id, raw, ...options }, this.limits);
    if (!message.ok) return foreseenTextError(message.failure, raw);
    const at = this.#platform.now();
    const entry: OutboxEntry = { ...message.value, at, queuedAt: at, status: { name: "waiting" } };
    return this.#outbox.add(entry) ? undefined : clientError("outbox_full");
  }

  #adopt(entries: readonly OutboxEntry[]): boolean {
    if (!this.#outbox.adopt(entries)) return false;
    this.#failStale(undefined);
    this.#changed();
    return true;
  }

  #failStale(self: string | undefined): void {
    const now = this.#platform.now();
    for (const { id, error } of this.#outbox.failStale({ now, self })) this.#promises.reject(id, error);
  }

  /** Keeps everything queued, to be sent again in order after the pause (SPEC LIM-1, PUB-8). A page pauses nothing else. */
  #sendAgainLater(event: ErrorEvent): boolean {
    const id = event.id ?? "";
    if (this.#requests.retryPage(id, (page) => this.#link.send(page), event.retryAfterMs)) return true;
    const wasQueued = this.#outbox.has(id) || this.#requests.hasRated(id);
    this.#window.pause(event.retryAfterMs);
    this.#changed();
    return wasQueued || this.#requests.reject(id, errorFromEvent(event));
  }

  #fail(id: string, error: RoomError): void {
    this.#outbox.fail(id, error);
    this.#promises.reject(id, error);
  }

  /** Resolves the promise with the message from history, or with what is known of it if the room has it no longer. */
  #resolveFromHistory(entry: OutboxEntry, seq: number): void {
    const { id } = entry;
    const { self } = this.#identity;
    if (!this.#promises.has(id) || self === undefined) return;
    this.request({ type: "history", id: this.#platform.commandId(), before: seq + 1, limit: 1 }, (result) => {
      const events = result.ok && result.value.type === "page" ? result.value.events : [];
      const found = events.find((event): event is Message => event.type === "message" && event.id === id);
      this.#promises.resolve(id, found ?? toMessage(entry, seq, self));
    });
  }

  #changed(): void {
    this.#save();
    this.#show();
    this.flush();
  }

  #save(): void {
    this.#storage.save(this.#outbox.entries);
  }

  #show(): void {
    if (this.#lastShown === this.#outbox.entries) return;
    this.#lastShown = this.#outbox.entries;
    this.#events.emit("pending", this.#outbox.pending);
  }

  #stopTimers(): void {
    this.#window.stop();
    this.#ackTimer.stop();
  }
}
