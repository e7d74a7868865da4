/** Bounds the pages in the answer to one request, which is in memory as a whole, and what looks through many rows (SPEC HTTP-9). */
import type { Command } from "../protocol/commands.ts";
import { encodeEvent } from "../protocol/encode.ts";
import type { RoomEvent } from "../protocol/events.ts";
import type { Limits } from "../protocol/limits.ts";
import { answerFailure } from "../room/limit-failures.ts";
import { errorEvent } from "../room/outcome.ts";
import { utf8Bytes } from "../text/lengths.ts";

export interface AnswerBudgetPorts {
  readonly limits: Pick<Limits, "recoveryBytes" | "answerRows">;
  /** what pages have cost so far (see `Log.work`) */
  readonly work: () => number;
}

export class AnswerBudget {
  private bytes = 0;
  private readonly startWork: number;

  constructor(private readonly ports: AnswerBudgetPorts) {
    this.startWork = ports.work();
  }

  /** The events that answer a command; of one for which nothing is left, the refusal. */
  answer(command: Command, execute: () => readonly RoomEvent[]): readonly RoomEvent[] {
    const isPage = command.type === "history" || command.type === "map";
    if (!isPage && command.type !== "delete" && command.type !== "restore") return execute();
    const isFirst = this.bytes === 0;
    if (!isFirst && this.isSpent) return this.refuse(command.id);
    const events = execute();
    this.bytes += events.reduce((sum, event) => sum + utf8Bytes(encodeEvent(event)), 0);
    // What is stored is not refused.
    const isAnswered = isFirst || !isPage || this.bytes <= this.ports.limits.recoveryBytes;
    return isAnswered ? events : this.refuse(command.id);
  }

  private get isSpent(): boolean {
    const { limits, work } = this.ports;
    return this.bytes > limits.recoveryBytes || work() - this.startWork > limits.answerRows;
  }

  private refuse(id: string): RoomEvent[] {
    return [errorEvent(id, answerFailure(this.ports.limits))];
  }
}
