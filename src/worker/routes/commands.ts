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
import { readCommandsBody, readPublishBody } from "../body.ts";
import { commandIdOf } from "../command-id.ts";
import type { App } from "../env.ts";
import { jsonText } from "../json.ts";
import { problem } from "../problem.ts";
import { sessionOf } from "../reader.ts";
import { callRoom } from "../room-stub.ts";
import { wholeNumber } from "./query.ts";

type Told = Result<readonly string[], Failure>;

/** `POST /r/{room}/commands`: any commands, in order. Answers the events that a socket would have been told. */
export async function commands(context: Context<App>): Promise<Response> {
  const frames = await readCommandsBody(context.req.raw, parseEnvLimits(context.env));
  if (!frames.ok) return problem(frames.failure);
  const told = await carryOut(context, frames.value);
  return told.ok ? jsonText(`[${told.value.join(",")}]`) : problem(told.failure);
}

/** `PATCH /r/{room}/messages/{seq}` with the new text. */
export async function edit(context: Context<App>): Promise<Response> {
  const body = await readPublishBody(context.req.raw, parseEnvLimits(context.env));
  if (!body.ok) return problem(body.failure);
  const { text } = body.value;
  return one(context, body.value.id, (id, seq) => ({ type: "edit", id, seq, text }));
}

/** `DELETE /r/{room}/messages/{seq}`. */
export function remove(context: Context<App>): Promise<Response> {
  return one(context, undefined, (id, seq) => ({ type: "delete", id, seq }));
}

/** `PUT` or `DELETE /r/{room}/messages/{seq}/reactions/{emoji}`. */
export function react(context: Context<App>): Promise<Response> {
  const emoji = context.req.param("emoji") ?? "";
  const on = context.req.method === "PUT";
  return one(context, undefined, (id, seq) => ({ type: "react", id, seq, emoji, on }));
}

/** `POST /r/{room}/typing`, with `?on=false` once it is over. */
export async function typing(context: Context<App>): Promise<Response> {
  const on = context.req.query("on") !== "false";
  const told = await carryOut(context, [encodeCommand({ type: "typing", on })]);
  return told.ok ? new Response(null, { status: 204 }) : problem(told.failure);
}

/** One command about one message, answered by the event it led to. */
async function one(
  context: Context<App>,
  bodyId: string | undefined,
  commandFor: (id: string, seq: number) => Command,
): Promise<Response> {
  const seq = wholeNumber("seq", context.req.param("seq"), { min: 1, max: Number.MAX_SAFE_INTEGER });
  if (!seq.ok || seq.value === undefined) return problem(failure("message_not_found"));
  const id = commandIdOf(context, bodyId);
  if (!id.ok) return problem(id.failure);
  const command = commandFor(id.value ?? crypto.randomUUID(), seq.value);
  const told = await carryOut(context, [encodeCommand(command)]);
  if (!told.ok) return problem(told.failure);
  const [event] = decodeEvents(joinEncoded(told.value));
  const refused = refusalIn(event);
  return refused === undefined ? jsonText(told.value[0] ?? "null") : problem(refused);
}

function refusalIn(event: RoomEvent | undefined): Failure | undefined {
  if (event === undefined) return failure("internal");
  if (event.type !== "error") return undefined;
  const { code, message, retryAfterMs } = event;
  const known = isErrorCode(code) ? code : "internal";
  return { code: known, message, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}

async function carryOut(context: Context<App>, frames: readonly string[]): Promise<Told> {
  const token = bearerToken(context.req.header("Authorization") ?? null);
  if (token === undefined) return fail(failure("token_needed"));
  const stream = sessionOf(context);
  if (!stream.ok) return stream;
  const address = rateAddress(context.req.header("CF-Connecting-IP") ?? null);
  return callRoom(context.env, context.get("room"), async (stub) => {
    const told = await stub.command(frames, { token, address, stream: stream.value });
    return told.ok ? ok([...told.value]) : told;
  });
}
