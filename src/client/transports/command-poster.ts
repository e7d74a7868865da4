/** Takes commands to the room by POST: in order, one request at a time, whatever was queued meanwhile in the next (SPEC CLIMB-7). */
import type { Command } from "../../protocol/commands.ts";
import { decodeEvents, isNumbered } from "../../protocol/decode-events.ts";
import type { ErrorEvent } from "../../protocol/events/error.ts";
import { DEFAULT_CLIENT_LIMITS } from "../../protocol/client-limits.ts";
import type { Self } from "../../protocol/member.ts";
import type { Position } from "../../protocol/position.ts";
import { utf8Bytes } from "../../text/lengths.ts";
import { ABNORMAL_CLOSURE, type LinkClosure } from "../link.ts";
import { parseProblem, type ProblemDetails } from "../problem-details.ts";
import type { HttpSession } from "./http-session.ts";
import { closureOf } from "./problem-closure.ts";

const TIMEOUT_MS = 10_000;
const MAX_BATCH = 50;
/** The brackets, and what `since` adds to a publish. */
const MARGIN_BYTES = 64;

export interface CommandPosterPorts {
  position(): Position | undefined;
  /** what was answered to this side alone */
  frame(frame: string): void;
  closed(closure: LinkClosure): void;
  /** an event that everybody is told of came of it */
  published(): void;
  /** the room gave a new token */
  selfChanged(self: Self): void;
}

export class CommandPoster {
  readonly #session: HttpSession;
  readonly #ports: CommandPosterPorts;
  #queue: string[] = [];
  #isBusy = false;
  #isClosed = false;
  maxBatchBytes = DEFAULT_CLIENT_LIMITS.frameBytes;

  constructor(session: HttpSession, ports: CommandPosterPorts) {
    this.#session = session;
    this.#ports = ports;
  }

  send(frame: string): void {
    this.#queue.push(this.#withSince(frame));
    if (!this.#isBusy) void this.#drain();
  }

  close(): void {
    this.#isClosed = true;
    this.#queue = [];
  }

  async #drain(): Promise<void> {
    this.#isBusy = true;
    // What is sent in one breath goes in one request.
    await Promise.resolve();
    while (this.#queue.length > 0 && !this.#isClosed) await this.#post(this.#nextBatch());
    this.#isBusy = false;
  }

  async #post(batch: readonly string[]): Promise<void> {
    const request = {
      path: "commands",
      headers: { "Content-Type": "application/json" },
      body: `[${batch.join(",")}]`,
    };
    const response = await this.#session.fetchText(request, TIMEOUT_MS).catch(() => undefined);
    if (this.#isClosed) return;
    if (response === undefined) return this.#ports.closed(ABNORMAL_CLOSURE);
    if (response.status === 200) return this.#receive(response.body);
    const problem = parseProblem(response.body);
    if (problem?.code !== "rate_limited") return this.#ports.closed(closureOf(response.body));
    this.#ports.frame(JSON.stringify(rateLimitErrors(batch, problem, response.retryAfter)));
  }

  /** What everybody is told comes by the stream or poll, in its place among the others' events. */
  #receive(body: string): void {
    if (!body.trimStart().startsWith("[")) return this.#ports.closed(ABNORMAL_CLOSURE);
    const events = decodeEvents(body);
    const replies = events.filter((event) => !isNumbered(event));
    for (const event of replies) {
      if (event.type === "presence" && event.self !== undefined) this.#ports.selfChanged(event.self);
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

  /**
   * A request that was given up may still arrive, when what it said was long sent again and the room no longer has its
   * ids in memory. So even the first sending says where to look for a repeat (SPEC PUB-5).
   */
  #withSince(frame: string): string {
    const command = JSON.parse(frame) as Command;
    if (command.type !== "publish" || command.since !== undefined) return frame;
    return JSON.stringify({ ...command, since: this.#ports.position()?.seq ?? 0 });
  }
}

/** A room that has had enough refuses the whole request: its commands are told so, and wait. */
function rateLimitErrors(
  batch: readonly string[],
  problem: ProblemDetails,
  retryAfter: string | null,
): ErrorEvent[] {
  const { code, detail: message = "" } = problem;
  const seconds = Number.parseInt(retryAfter ?? "", 10);
  const retry = Number.isNaN(seconds) ? {} : { retryAfterMs: seconds * 1_000 };
  const commands = batch.map((frame) => JSON.parse(frame) as Command);
  return commands.flatMap((command): ErrorEvent[] =>
    "id" in command ? [{ type: "error", id: command.id, code, message, ...retry }] : [],
  );
}
