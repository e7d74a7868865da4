/** Sends what the room must answer: messages from the outbox and rated requests, within the room's bounds. */
import { CLOSE_CODES } from "../protocol/close-advice.ts";
import type { Command } from "../protocol/commands.ts";
import type { ErrorEvent } from "../protocol/events/error.ts";
import type { Message } from "../protocol/events/message.ts";
import type { Stored } from "../protocol/events/stored.ts";
import { DEFAULT_CLIENT_LIMITS } from "../protocol/client-limits.ts";
import type { ClientLimits } from "../protocol/limits.ts";
import type { Self } from "../protocol/member.ts";
import type { Position } from "../protocol/position.ts";
import { AckTimer } from "./ack-timer.ts";
import type { PendingMessage, Published } from "./api.ts";
import { checkMessage } from "./check-message.ts";
import type { Cancel, Environment } from "./environment.ts";
import { Outbox, type OutboxEntry } from "./outbox.ts";
import type { OutboxStorage } from "./outbox-storage.ts";
import { SendRateLimiter } from "./send-rate-limiter.ts";
import { isQueued, type PendingRequests, type RequestCommand } from "./pending-requests.ts";
import { clientError, foreseenError, errorFromEvent, type RoomError } from "./room-error.ts";

/** How long a room is left in peace that does not say for how long. */
const DEFAULT_RETRY_AFTER_MS = 1_000;

export interface SendQueuePorts {
  send(command: Command): void;
  /** true while everything missed was delivered: not before may anything be sent again (SPEC PUB-5) */
  canSend(): boolean;
  self(): Self | undefined;
  position(): Position | undefined;
  probe(): void;
  drop(): void;
  changed(pending: readonly PendingMessage[]): void;
}

interface SendQueueDependencies {
  readonly environment: Environment;
  readonly storage: OutboxStorage;
  readonly requests: PendingRequests;
}

export class SendQueue {
  readonly #environment: Environment;
  readonly #storage: OutboxStorage;
  readonly #requests: PendingRequests;
  readonly #ports: SendQueuePorts;
  readonly #outbox = new Outbox();
  readonly #rateLimiter = new SendRateLimiter();
  readonly #ackTimer: AckTimer;
  readonly #promises = new Map<string, PromiseWithResolvers<Message>>();
  #limits = DEFAULT_CLIENT_LIMITS;
  #lastShown = this.#outbox.entries;
  #cancelFlush: Cancel | undefined;
  #isClosed = false;

  constructor({ environment, storage, requests }: SendQueueDependencies, ports: SendQueuePorts) {
    this.#environment = environment;
    this.#storage = storage;
    this.#requests = requests;
    this.#ports = ports;
    this.#ackTimer = new AckTimer(environment, this.#outbox, {
      timedOut: () => ports.drop(),
      probe: () => ports.probe(),
    });
  }

  get pending(): readonly PendingMessage[] {
    return this.#outbox.pending;
  }

  get limits(): ClientLimits {
    return this.#limits;
  }

  /** True if nothing that was sent waits for an answer. */
  get isIdle(): boolean {
    return this.#outbox.inFlight === 0 && this.#requests.isIdle;
  }

  /** Takes over what tabs that are gone had queued. */
  open(): void {
    void this.#storage.open((entries) => this.#adopt(entries));
  }

  setLimits(limits: ClientLimits): void {
    this.#limits = limits;
    this.#rateLimiter.setRate(limits.publishRate, this.#environment.now());
  }

  publish(raw: string, replyTo: number | undefined): Published {
    const id = this.#environment.randomId();
    const promise = Promise.withResolvers<Message>();
    // Whoever does not wait for the promise still sees the failure in `pending`.
    promise.promise.catch(() => {});
    const rejected = this.#queue(id, raw, replyTo);
    if (rejected === undefined) {
      this.#promises.set(id, promise);
      this.#save();
      this.flush();
      this.#show();
    } else promise.reject(rejected);
    return { id, stored: promise.promise };
  }

  retry(id: string): void {
    const newId = this.#environment.randomId();
    if (!this.#isClosed && this.#outbox.retry(id, { now: this.#environment.now(), newId })) this.#changed();
  }

  discard(id: string): void {
    if (this.#outbox.discard(id)) this.#changed();
  }

  /** Asks the room; a rated command waits its turn. */
  request(command: RequestCommand, settle: Parameters<PendingRequests["add"]>[1]): void {
    this.#requests.add(command, settle);
    if (isQueued(command)) this.flush();
    else this.#ports.send(command);
  }

  /** Sends what may go now; sees to it that the rest goes when it may. */
  flush(): void {
    const self = this.#ports.self()?.id;
    const position = this.#ports.position();
    if (!this.#ports.canSend() || self === undefined || position === undefined) return;
    const now = this.#environment.now();
    this.#failStale(self);
    const commands: Command[] = [];
    while (this.#hasCapacity && this.#rateLimiter.waitMs(now) === 0) {
      const command = this.#requests.send() ?? this.#outbox.send({ now, self, position });
      if (command === undefined) break;
      this.#rateLimiter.take();
      commands.push(command);
    }
    // Kept as sent before it is sent, and sent before anybody is told, who might send more.
    this.#save();
    for (const command of commands) this.#ports.send(command);
    this.#ackTimer.start();
    this.#flushLater(now);
    this.#show();
  }

  /** Takes note of a message, which may be one's own (SPEC PUB-2). */
  confirm(message: Message): void {
    if (this.#outbox.confirm(message, this.#ports.self()?.id) === undefined) return;
    this.#changed();
    this.#settle(message.id)?.resolve(message);
  }

  /** The room has it already. Its message is either on its way to this side or long past. */
  stored(event: Stored): void {
    const { id, seq } = event;
    if (!this.#outbox.has(id)) {
      this.#requests.resolve(id, event);
      return this.flush();
    }
    if (seq > (this.#ports.position()?.seq ?? 0)) return;
    const entry = this.#outbox.remove(id);
    this.#changed();
    if (entry !== undefined) this.#resolveFromHistory(entry, seq);
  }

  /** True if the error was about something sent from here. */
  rejected(event: ErrorEvent): boolean {
    const id = event.id ?? "";
    if (event.code === "rate_limited") return this.#rateLimited(event);
    const wasPublish = this.#outbox.has(id);
    if (wasPublish) this.#fail(id, errorFromEvent(event));
    const wasKnown = this.#requests.reject(id, errorFromEvent(event)) || wasPublish;
    this.#changed();
    return wasKnown;
  }

  /** The connection is gone, and every answer with it. */
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

  /** What is queued stays in storage. */
  close(): void {
    this.#isClosed = true;
    this.#stopTimers();
    this.#storage.close();
    this.#requests.rejectAll(clientError("closed"));
    for (const id of this.#promises.keys()) this.#settle(id)?.reject(clientError("closed"));
  }

  get #hasCapacity(): boolean {
    return this.#requests.inFlight + this.#outbox.inFlight < this.#limits.inFlight;
  }

  /** Queues, or says why not. */
  #queue(id: string, raw: string, replyTo: number | undefined): RoomError | undefined {
    if (this.#isClosed) return clientError("closed");
    const message = checkMessage({ id, raw, replyTo }, this.#limits);
    if (!message.ok) return foreseenError(message.failure);
    const at = this.#environment.now();
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
    const failed = this.#outbox.failStale({ now: this.#environment.now(), self });
    for (const { id, error } of failed) this.#settle(id)?.reject(error);
  }

  /** Keeps everything, and sends it again when the room wants it (SPEC LIM-1). */
  #rateLimited(event: ErrorEvent): boolean {
    const id = event.id ?? "";
    const wasQueued = this.#outbox.has(id) || this.#requests.hasRated(id);
    this.#rateLimiter.pause(this.#environment.now(), event.retryAfterMs ?? DEFAULT_RETRY_AFTER_MS);
    this.#outbox.requeue();
    this.#requests.requeue();
    this.#changed();
    return wasQueued || this.#requests.reject(id, errorFromEvent(event));
  }

  #fail(id: string, error: RoomError): void {
    this.#outbox.fail(id, error);
    this.#settle(id)?.reject(error);
  }

  /** Resolves with a message that went by before; with what is known of it if the room cannot give it. */
  #resolveFromHistory({ id, text, replyTo, at, firstSent }: OutboxEntry, seq: number): void {
    const promise = this.#settle(id);
    const self = this.#ports.self();
    if (promise === undefined || self === undefined) return;
    const from = { id: firstSent?.member ?? self.id, name: self.name };
    const fallback: Message = {
      type: "message",
      seq,
      at,
      from,
      id,
      text,
      ...(replyTo === undefined ? {} : { replyTo }),
    };
    const command = { type: "history" as const, id: this.#environment.randomId(), before: seq + 1, limit: 1 };
    this.request(command, (result) => {
      const events = result.ok && result.value.type === "page" ? result.value.events : [];
      promise.resolve(
        events.find((event): event is Message => event.type === "message" && event.id === id) ?? fallback,
      );
    });
  }

  #settle(id: string): PromiseWithResolvers<Message> | undefined {
    const promise = this.#promises.get(id);
    this.#promises.delete(id);
    return promise;
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
    this.#ports.changed(this.#outbox.pending);
  }

  #flushLater(now: number): void {
    this.#cancelFlush?.();
    this.#cancelFlush = undefined;
    if (!this.#outbox.hasWaiting && !this.#requests.hasWaiting) return;
    const waitMs = this.#rateLimiter.waitMs(now);
    if (waitMs > 0) this.#cancelFlush = this.#environment.setTimer(() => this.flush(), waitMs);
  }

  #stopTimers(): void {
    this.#cancelFlush?.();
    this.#cancelFlush = undefined;
    this.#ackTimer.stop();
  }
}
