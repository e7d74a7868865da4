/** Sends commands by POST: in order, one request at a time, batching what is queued meanwhile (SPEC CLIMB-7). */
import type { Command } from "../../protocol/commands.ts";
import { decodeEvents, isNumbered } from "../../protocol/decode-events.ts";
import type { ErrorEvent } from "../../protocol/events/error.ts";
import type { DeltaEvent } from "../../protocol/events/state.ts";
import { DEFAULT_CLIENT_LIMITS } from "../../protocol/client-limits.ts";
import type { Self } from "../../protocol/member.ts";
import { utf8Bytes } from "../../text/lengths.ts";
import { ABNORMAL_CLOSURE, type LinkClosure } from "../link.ts";
import { parseProblem, retryAfterMs, type ProblemDetails } from "../problem-details.ts";
import type { HttpClient } from "./http-client.ts";
import { closureOf } from "./problem-closure.ts";

const TIMEOUT_MS = 10_000;
const MAX_BATCH = 50;
/** The brackets of the array. */
const MARGIN_BYTES = 2;

export interface CommandPosterPorts {
  /** the replies to this client alone, as one frame */
  frame(frame: string): void;
  closed(closure: LinkClosure): void;
  /** a command became a durable event, which is read from the stream or the next poll */
  published(): void;
  /** the room sent a new token */
  selfChanged(self: Self): void;
}

export class CommandPoster {
  readonly #http: HttpClient;
  readonly #ports: CommandPosterPorts;
  readonly #query: Readonly<Record<string, string>>;
  #ownDeltas: DeltaEvent[] | undefined;
  #queue: string[] = [];
  #isBusy = false;
  #isClosed = false;
  maxBatchBytes = DEFAULT_CLIENT_LIMITS.frameBytes;

  constructor(http: HttpClient, ports: CommandPosterPorts, query = {}) {
    this.#http = http;
    this.#ports = ports;
    this.#query = query;
  }

  /**
   * Keeps one's own changes of ephemeral keys from now on: a welcome that is requested now may have been made before them and
   * come after them, and no stream or poll has them (SPEC HTTP-18).
   */
  keepOwnDeltas(): void {
    this.#ownDeltas = [];
  }

  /** Those since {@link keepOwnDeltas}, in order. */
  takeOwnDeltas(): DeltaEvent[] {
    const deltas = this.#ownDeltas ?? [];
    this.#ownDeltas = undefined;
    return deltas;
  }

  /** Queues the JSON of one command. */
  send(frame: string): void {
    this.#queue.push(frame);
    if (!this.#isBusy) void this.#drain();
  }

  close(): void {
    this.#isClosed = true;
    this.#queue = [];
  }

  async #drain(): Promise<void> {
    this.#isBusy = true;
    // Commands sent in the same turn of the event loop share one request.
    await Promise.resolve();
    while (this.#queue.length > 0 && !this.#isClosed) await this.#post(this.#nextBatch());
    this.#isBusy = false;
  }

  async #post(batch: readonly string[]): Promise<void> {
    const request = {
      path: "commands",
      query: this.#query,
      headers: { "Content-Type": "application/json" },
      body: `[${batch.join(",")}]`,
    };
    const response = await this.#http.fetchText(request, TIMEOUT_MS).catch(() => undefined);
    if (this.#isClosed) return;
    if (response === undefined) return this.#ports.closed(ABNORMAL_CLOSURE);
    if (response.status === 200) return this.#receive(response.body);
    const problem = parseProblem(response.body);
    if (problem?.code !== "rate_limited")
      return this.#ports.closed(closureOf(response.body, response.retryAfter));
    this.#ports.frame(JSON.stringify(rateLimitErrors(batch, problem, response.retryAfter)));
  }

  /** Durable events are skipped here: the stream or poll delivers them, in order among those of other members. */
  #receive(body: string): void {
    if (!body.trimStart().startsWith("[")) return this.#ports.closed(ABNORMAL_CLOSURE);
    const events = decodeEvents(body);
    const replies = events.filter((event) => !isNumbered(event));
    for (const event of replies) {
      if (event.type === "presence" && event.self !== undefined) this.#ports.selfChanged(event.self);
      if (event.type === "delta") this.#ownDeltas?.push({ type: "delta", entries: event.entries });
    }
    if (replies.length > 0) this.#ports.frame(JSON.stringify(replies));
    if (replies.length < events.length && !this.#isClosed) this.#ports.published();
  }

  #nextBatch(): string[] {
    let bytes = MARGIN_BYTES;
    const batchEnd = this.#queue.findIndex((frame, index) => {
      bytes += utf8Bytes(frame) + 1;
      return index > 0 && (index >= MAX_BATCH || bytes > this.maxBatchBytes);
    });
    return this.#queue.splice(0, batchEnd < 0 ? this.#queue.length : batchEnd);
  }
}

/** A 429 refuses the whole request: each of its commands gets the error, and is sent again later. */
function rateLimitErrors(
  batch: readonly string[],
  { code, detail: message = "" }: ProblemDetails,
  retryAfter: string | null,
): ErrorEvent[] {
  const commands = batch.map((frame) => JSON.parse(frame) as Command);
  return commands.flatMap((command): ErrorEvent[] =>
    "id" in command ? [{ type: "error", id: command.id, code, message, ...retryAfterMs(retryAfter) }] : [],
  );
}
