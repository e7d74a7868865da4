/** Executes the commands of a request, as a socket would send them (SPEC HTTP-9). */
import type { Command } from "../protocol/commands.ts";
import { failure, type Failure } from "../protocol/errors.ts";
import type { Limits } from "../protocol/limits.ts";
import { commandIdOf } from "../room/commands/index.ts";
import type { HttpCredentials } from "../room/identity/identify-request.ts";
import type { VerifiedToken } from "../room/identity/identify.ts";
import { httpAnswer, type Outcome } from "../room/outcome.ts";
import type { Room } from "../room/room.ts";
import { fail, ok, type Result } from "../text/result.ts";
import type { Connection } from "../transport/connections.ts";
import { AnswerBudget } from "./answer-budget.ts";
import type { HttpAnswer, PendingAnswers } from "./pending-answers.ts";
import { applyRename, fromRequest, type Located } from "./sender.ts";
import { NO_SITE_TOKENS, type VerifiedTokens } from "./site-token/site-tokens.ts";

/** Who sends a request's commands. */
export interface HttpSender extends HttpCredentials {
  /** names the sender's own stream or poll (SPEC READ-2) */
  readonly stream: string | undefined;
  /** of that stream or poll, if it was joined with one */
  readonly generation?: number | undefined;
  /** that stream, if it is open, has the answers to commands that wait (SPEC HTTP-9) */
  readonly isAnsweredByStream?: boolean | undefined;
}

export interface HttpCommandsPorts {
  readonly room: Room;
  readonly limits: Limits;
  readonly answers: PendingAnswers;
  /** the open connections of a member */
  readonly connectionsOf: (member: string) => readonly Connection[];
  /** the one way to the rules; `locate` is called once what came before is executed */
  readonly execute: (locate: () => Located, command: Command, vouched?: VerifiedToken) => Outcome;
}

export class HttpCommands {
  constructor(private readonly ports: HttpCommandsPorts) {}

  /**
   * Executes the commands in order, with nothing in between.
   * @returns for each command the events that answer it, of one that waits once it is stored
   */
  execute(
    commands: readonly Command[],
    { stream, generation, isAnsweredByStream, ...credentials }: HttpSender,
    verified: VerifiedTokens = NO_SITE_TOKENS,
  ): Result<readonly HttpAnswer[], Failure> {
    const { room, limits, answers: pending } = this.ports;
    const vouched = verified.get(credentials.token ?? "");
    const identified = room.identifyRequest({ ...credentials, vouched });
    if (!identified.ok) return identified;
    let request = identified.value;
    if (room.hasEnded(request, { session: stream, generation })) return fail(failure("session_ended"));
    const budget = new AnswerBudget({ limits, work: () => room.work });
    const member = () => (request.kind === "http" ? request.sender.member : undefined);
    const isHeld = isAnsweredByStream !== true || this.streamOf(member() ?? "", stream) === undefined;
    const answers = commands.map((command) => {
      const answerTo = isHeld && command.type === "state" ? pending.newConnection() : undefined;
      const locate = () => fromRequest(request, (own) => this.streamOf(own, stream), answerTo);
      const answer = budget.answer(command, () => {
        const token = command.type === "authenticate" ? command.token : "";
        const outcome = this.ports.execute(locate, command, verified.get(token));
        const events = httpAnswer(outcome, member(), commandIdOf(command));
        request = applyRename(outcome, request);
        return events;
      });
      if (answerTo === undefined || answer.length > 0) return answer;
      return pending.wait(answerTo, commandIdOf(command) ?? "");
    });
    return ok(answers);
  }

  /** The member's open stream or poll of that session. */
  private streamOf(member: string, stream: string | undefined): Connection | undefined {
    if (stream === undefined || stream === "") return undefined;
    return this.ports.connectionsOf(member).find((connection) => connection.stream === stream);
  }
}
