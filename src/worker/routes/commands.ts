/** Commands over HTTP: as a socket would send them, and in forms that a shell can write (SPEC HTTP-8, HTTP-9). */
import type { Context } from "hono";
import { parseEnvLimits } from "../../durable-object/load-room.ts";
import type { Command } from "../../protocol/commands.ts";
import { decodeEvents } from "../../protocol/decode-events.ts";
import { encodeCommand, joinEncoded } from "../../protocol/encode.ts";
import { failure, isErrorCode, type Failure } from "../../protocol/errors.ts";
import type { RoomEvent } from "../../protocol/events.ts";
import { fail, ok, type Result } from "../../text/result.ts";
import { rateAddress } from "../../transport/address.ts";
import { bearerToken } from "../../transport/handshake.ts";
import { readCommandsBody, readPublishBody } from "../request-body.ts";
import { requestCommandId } from "../command-id.ts";
import type { AppEnv } from "../env.ts";
import { jsonTextResponse } from "../json-response.ts";
import { problem } from "../problem.ts";
import { parseSession } from "../reader.ts";
import { callRoom } from "../room-stub.ts";
import { parseIntegerParameter } from "./query-parameters.ts";

type CommandsResult = Result<readonly string[], Failure>;

/** `POST /r/{room}/commands`: any commands, in order. Answers the events that a socket would have been told. */
export async function postCommands(context: Context<AppEnv>): Promise<Response> {
  const frames = await readCommandsBody(context.req.raw, parseEnvLimits(context.env));
  if (!frames.ok) return problem(frames.failure);
  const result = await executeCommands(context, frames.value);
  return result.ok ? jsonTextResponse(`[${result.value.join(",")}]`) : problem(result.failure);
}

/** `PATCH /r/{room}/messages/{seq}` with the new text. */
export async function patchMessage(context: Context<AppEnv>): Promise<Response> {
  const body = await readPublishBody(context.req.raw, parseEnvLimits(context.env));
  if (!body.ok) return problem(body.failure);
  const { text } = body.value;
  return executeOne(context, body.value.id, (id, seq) => ({ type: "edit", id, seq, text }));
}

/** `DELETE /r/{room}/messages/{seq}`. */
export function removeMessage(context: Context<AppEnv>): Promise<Response> {
  return executeOne(context, undefined, (id, seq) => ({ type: "delete", id, seq }));
}

/** `PUT` or `DELETE /r/{room}/messages/{seq}/reactions/{emoji}`. */
export function changeReaction(context: Context<AppEnv>): Promise<Response> {
  const emoji = context.req.param("emoji") ?? "";
  const on = context.req.method === "PUT";
  return executeOne(context, undefined, (id, seq) => ({ type: "react", id, seq, emoji, on }));
}

/** `POST /r/{room}/typing`, with `?on=false` once it is over. */
export async function postTyping(context: Context<AppEnv>): Promise<Response> {
  const on = context.req.query("on") !== "false";
  const result = await executeCommands(context, [encodeCommand({ type: "typing", on })]);
  return result.ok ? new Response(null, { status: 204 }) : problem(result.failure);
}

/** One command about one message, answered by the event it led to. */
async function executeOne(
  context: Context<AppEnv>,
  bodyId: string | undefined,
  commandFor: (id: string, seq: number) => Command,
): Promise<Response> {
  const seq = parseIntegerParameter("seq", context.req.param("seq"), {
    min: 1,
    max: Number.MAX_SAFE_INTEGER,
  });
  if (!seq.ok || seq.value === undefined) return problem(failure("message_not_found"));
  const id = requestCommandId(context, bodyId);
  if (!id.ok) return problem(id.failure);
  const command = commandFor(id.value ?? crypto.randomUUID(), seq.value);
  const result = await executeCommands(context, [encodeCommand(command)]);
  if (!result.ok) return problem(result.failure);
  const [event] = decodeEvents(joinEncoded(result.value));
  const refusal = failureIn(event);
  return refusal === undefined ? jsonTextResponse(result.value[0] ?? "null") : problem(refusal);
}

function failureIn(event: RoomEvent | undefined): Failure | undefined {
  if (event === undefined) return failure("internal");
  if (event.type !== "error") return undefined;
  const { code, message, retryAfterMs } = event;
  const knownCode = isErrorCode(code) ? code : "internal";
  return { code: knownCode, message, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}

async function executeCommands(context: Context<AppEnv>, frames: readonly string[]): Promise<CommandsResult> {
  const token = bearerToken(context.req.header("Authorization") ?? null);
  if (token === undefined) return fail(failure("token_needed"));
  const stream = parseSession(context);
  if (!stream.ok) return stream;
  const address = rateAddress(context.req.header("CF-Connecting-IP") ?? null);
  return callRoom(context.env, context.get("room"), async (stub) => {
    const result = await stub.command(frames, { token, address, stream: stream.value });
    return result.ok ? ok([...result.value]) : result;
  });
}
