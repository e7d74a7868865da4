/** Commands over HTTP: as sent on a socket, and as REST requests that a shell can write (SPEC HTTP-8, HTTP-9). */
import type { Context } from "hono";
import { readLimits } from "../../durable-object/configuration.ts";
import type { Command } from "../../protocol/commands.ts";
import { decodeCommand } from "../../protocol/decode-command.ts";
import { failure, type Failure } from "../../protocol/errors.ts";
import type { RoomEvent } from "../../protocol/events.ts";
import { errorEvent, failureOf } from "../../room/outcome.ts";
import { fail, type Result } from "../../text/result.ts";
import { requestCommandId } from "../command-id.ts";
import type { AppEnv } from "../env.ts";
import { jsonResponse } from "../json-response.ts";
import { problem } from "../problem.ts";
import { parseSession } from "../reader.ts";
import { readCommandsBody, readPublishBody } from "../request-body.ts";
import { requestSender } from "../request-sender.ts";
import { callRoom } from "../room-stub.ts";
import { parseSeq } from "./query-parameters.ts";

/** The events that answer each command. */
type Answers = readonly (readonly RoomEvent[])[];

/**
 * `POST /r/{room}/commands` (SPEC HTTP-9): executes commands in order. Answers the array of events that a socket would
 * get.
 */
export async function postCommands(context: Context<AppEnv>): Promise<Response> {
  const limits = readLimits(context.env);
  const frames = await readCommandsBody(context.req.raw, limits);
  if (!frames.ok) return problem(frames.failure);
  const decoded = frames.value.map((frame) => decodeCommand(frame, limits.frameDepth));
  const commands = decoded.flatMap((result) => (result.ok ? [result.value] : []));
  const isAnsweredByStream = context.req.query("wait") === "0";
  const answers = await executeCommands(context, commands, isAnsweredByStream);
  if (!answers.ok) return problem(answers.failure);
  const remaining = [...answers.value];
  return jsonResponse(
    decoded.flatMap((result) =>
      result.ok ? shiftAnswer(remaining) : [errorEvent(result.failure.id, result.failure)],
    ),
  );
}

/**
 * `PATCH /r/{room}/messages/{seq}` with the new text (SPEC HTTP-8). Answers the `edit`, or `stored` if nothing changed.
 */
export async function patchMessage(context: Context<AppEnv>): Promise<Response> {
  const body = await readPublishBody(context.req.raw, readLimits(context.env));
  if (!body.ok) return problem(body.failure);
  const { text, mentions } = body.value;
  return executeOne(context, body.value.id, (id, seq) => ({
    type: "edit",
    id,
    seq,
    text,
    ...(mentions === undefined ? {} : { mentions }),
  }));
}

/** `DELETE /r/{room}/messages/{seq}` (SPEC HTTP-8). Answers the `delete`, or `stored` if it was deleted before. */
export function deleteMessage(context: Context<AppEnv>): Promise<Response> {
  return executeOne(context, undefined, (id, seq) => ({ type: "delete", id, seq }));
}

/** `POST /r/{room}/messages/{seq}/restore` (SPEC HTTP-8). Answers the `restore`, or `stored` if nothing was deleted. */
export function restoreMessage(context: Context<AppEnv>): Promise<Response> {
  return executeOne(context, undefined, (id, seq) => ({ type: "restore", id, seq }));
}

/** `PUT` or `DELETE /r/{room}/messages/{seq}/reactions/{emoji}` (SPEC HTTP-8). Answers the `reaction`, or `stored`. */
export function changeReaction(context: Context<AppEnv>): Promise<Response> {
  const emoji = context.req.param("emoji") ?? "";
  const on = context.req.method === "PUT";
  return executeOne(context, undefined, (id, seq) => ({ type: "react", id, seq, emoji, on }));
}

/** `POST /r/{room}/typing`, `?on=false` when typing stops (SPEC HTTP-8). Answers 204. */
export function postTyping(context: Context<AppEnv>): Promise<Response> {
  return executeUnanswered(context, { type: "typing", on: context.req.query("on") !== "false" });
}

/** `POST /r/{room}/clear` (SPEC LOG-8): deletes everything that was said. Answers the `clear` event. */
export function postClear(context: Context<AppEnv>): Promise<Response> {
  return executeWithKey(context, undefined, (id) => ({ type: "clear", id }));
}

/** `DELETE /r/{room}/me` (SPEC ID-20): revokes the tokens of the member. Answers 204. */
export function deleteMe(context: Context<AppEnv>): Promise<Response> {
  return executeUnanswered(context, { type: "revoke", id: crypto.randomUUID() });
}

/** Executes a command that is answered only where it is refused. */
async function executeUnanswered(context: Context<AppEnv>, command: Command): Promise<Response> {
  const answers = await executeCommands(context, [command]);
  if (!answers.ok) return problem(answers.failure);
  const refused = answers.value[0]?.find((event) => event.type === "error");
  return refused === undefined ? new Response(null, { status: 204 }) : problem(failureOf(refused));
}

/** Executes one command about one message; answers its event, or a problem if it was refused. */
async function executeOne(
  context: Context<AppEnv>,
  bodyId: string | undefined,
  commandFor: (id: string, seq: number) => Command,
): Promise<Response> {
  const seq = parseSeq(context.req.param("seq"));
  if (seq === undefined) return problem(failure("message_not_found"));
  return executeWithKey(context, bodyId, (id) => commandFor(id, seq));
}

/** Executes one command under the id of the request, if it has one (SPEC HTTP-4). */
export async function executeWithKey(
  context: Context<AppEnv>,
  bodyId: string | undefined,
  commandFor: (id: string) => Command,
): Promise<Response> {
  const id = requestCommandId(context, bodyId);
  return id.ok ? executeCommand(context, commandFor(id.value ?? crypto.randomUUID())) : problem(id.failure);
}

/** Executes one command of the token's member; answers its event, or a problem if it was refused. */
export async function executeCommand(context: Context<AppEnv>, command: Command): Promise<Response> {
  const answers = await executeCommands(context, [command]);
  if (!answers.ok) return problem(answers.failure);
  const event = answers.value[0]?.[0];
  if (event === undefined) return problem(failure("internal"));
  if (event.type === "error") return problem(failureOf(event));
  const isRepeatable = context.req.header("Idempotency-Key") !== undefined;
  return jsonResponse(event, etagOf(event, command, isRepeatable));
}

/**
 * The version that a command has given its key, also where this repeats it (SPEC STATE-7). What is stored and no repeat is
 * the value that took its place, under whose version a client would compare its own (RFC 9110 §9.3.4).
 */
function etagOf(event: RoomEvent, { type }: Command, isRepeatable: boolean): Record<string, string> {
  if (type === "state" && "seq" in event && (isRepeatable || event.type !== "stored"))
    return { ETag: `"${event.seq}"` };
  const version = event.type === "delta" ? event.entries[0]?.version : undefined;
  return version === undefined ? {} : { ETag: `"${version}"` };
}

function shiftAnswer(answers: (readonly RoomEvent[])[]): readonly RoomEvent[] {
  const answer = answers.shift();
  if (answer === undefined) throw new Error("the room answers every command");
  return answer;
}

async function executeCommands(
  context: Context<AppEnv>,
  commands: readonly Command[],
  isAnsweredByStream?: boolean,
): Promise<Result<Answers, Failure>> {
  const key = parseSession(context);
  const sender = requestSender(context, {
    stream: key.ok ? key.value.session : undefined,
    generation: key.ok ? key.value.generation : undefined,
    idSource: "command",
  });
  if (!sender.ok) return sender;
  if (sender.value.token === undefined) return fail(failure("token_needed"));
  if (!key.ok) return key;
  return callRoom(context.env, context.get("room"), (stub) =>
    stub.execute({ ...sender.value, isAnsweredByStream }, commands),
  );
}
