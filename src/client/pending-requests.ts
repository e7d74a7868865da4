/** Requests without a reply so far, each with its callback. */
import type { Command } from "../protocol/commands.ts";
import type { DurableEvent } from "../protocol/events/durable.ts";
import type { Page } from "../protocol/events/page.ts";
import type { DeltaEvent, MapEvent } from "../protocol/events/state.ts";
import type { Presence } from "../protocol/events/presence.ts";
import type { Stored } from "../protocol/events/stored.ts";
import type { TimeEvent } from "../protocol/events/time.ts";
import { fail, ok, type Result } from "../text/result.ts";
import { isDurableCommand, isRated } from "./command-traits.ts";
import type { Cancel, Platform } from "./platform.ts";
import { clientError, type RoomError } from "./room-error.ts";

export type RequestCommand = Extract<Command, { readonly id: string }>;
export type RequestReply = DurableEvent | Stored | Presence | Page | TimeEvent | DeltaEvent | MapEvent;

const REPLY_TIMEOUT_MS = 10_000;
/** The pause after a refusal that gives none. */
const DEFAULT_RETRY_MS = 1_000;

/** Called once, with the reply or with why there is none. */
export type SettleRequest = (result: Result<RequestReply, RoomError>) => void;

interface PendingRequest {
  command: RequestCommand;
  readonly settle: SettleRequest;
  readonly cancelTimeout: Cancel;
  wasSent: boolean;
}

/**
 * True if the command waits its turn, to stay within the room's rate and within ten unanswered ones (SPEC LIM-1,
 * LIM-3). The others are sent at once; `authenticate` too, as a change of identity waits behind no queued message.
 */
export function isQueued({ type }: RequestCommand): boolean {
  return isRated(type) && type !== "authenticate";
}

/** A durable command keeps the seq at which it was first sent: the room looks for a repeat after it (SPEC PUB-5). */
function withSince(command: RequestCommand, seq: number): RequestCommand {
  return isDurableCommand(command) ? { ...command, since: command.since ?? seq } : command;
}

/** Bounded by time: a request without a reply after 10 s fails with `timeout`, sent or not. */
export class PendingRequests {
  readonly #platform: Platform;
  readonly #requests = new Map<string, PendingRequest>();

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  /** How many rated requests are in flight. */
  get inFlight(): number {
    return this.#rated.filter(({ wasSent }) => wasSent).length;
  }

  /** True if no request was sent that waits for its reply. */
  get isIdle(): boolean {
    return ![...this.#requests.values()].some(({ wasSent }) => wasSent);
  }

  /** True if a rated request waits to be sent. */
  get hasWaiting(): boolean {
    return this.#rated.some(({ wasSent }) => !wasSent);
  }

  /** Registers a request. One that is not queued counts as sent. */
  add(command: RequestCommand, settle: SettleRequest): void {
    const cancelTimeout = this.#platform.setTimer(
      () => this.reject(command.id, clientError("timeout")),
      REPLY_TIMEOUT_MS,
    );
    this.#requests.set(command.id, { command, settle, cancelTimeout, wasSent: !isQueued(command) });
  }

  /** Takes the next rated request to send, at this seq; it counts as sent from now on. */
  send(seq: number): RequestCommand | undefined {
    const request = this.#rated.find(({ wasSent }) => !wasSent);
    if (request === undefined) return undefined;
    request.wasSent = true;
    request.command = withSince(request.command, seq);
    return request.command;
  }

  /** The room dropped the rated requests: they are sent again. */
  requeue(): void {
    for (const request of this.#rated) request.wasSent = false;
  }

  /** True if a request waited for this reply. That to `claim` is a `presence`: its event may come before (SPEC OWN-3). */
  resolve(id: string | undefined, reply: RequestReply): boolean {
    if (reply.type === "role" && this.#requests.get(id ?? "")?.command.type === "claim") return false;
    return this.#settle(id, ok(reply));
  }

  /** True if the request `id` waited for a reply. */
  reject(id: string | undefined, error: RoomError): boolean {
    return this.#settle(id, fail(error));
  }

  rejectAll(error: RoomError): void {
    for (const id of this.#requests.keys()) this.reject(id, error);
  }

  /**
   * Sends a request for a page again after that time, as too much was read (SPEC LIM-12), unless it has failed meanwhile.
   * False if `id` is no such request.
   */
  retryPage(id: string, send: (command: RequestCommand) => void, ms = DEFAULT_RETRY_MS): boolean {
    const command = this.#requests.get(id)?.command;
    if (command?.type !== "history" && command?.type !== "map") return false;
    this.#platform.setTimer(() => this.#requests.has(id) && send(command), ms);
    return true;
  }

  /** The token of an `authenticate` that waits for its reply. */
  tokenOf(id: string | undefined): string | undefined {
    const command = this.#requests.get(id ?? "")?.command;
    return command?.type === "authenticate" ? command.token : undefined;
  }

  hasRated(id: string | undefined): boolean {
    return this.#rated.some(({ command }) => command.id === id);
  }

  get #rated(): PendingRequest[] {
    return [...this.#requests.values()].filter(({ command }) => isQueued(command));
  }

  #settle(id: string | undefined, result: Result<RequestReply, RoomError>): boolean {
    const request = this.#requests.get(id ?? "");
    if (request === undefined || id === undefined) return false;
    this.#requests.delete(id);
    request.cancelTimeout();
    request.settle(result);
    return true;
  }
}
