/** The settings of a room over HTTP (SPEC HTTP-21). */
import type { Context } from "hono";
import { readLimits } from "../../durable-object/configuration.ts";
import { decodeCommand } from "../../protocol/decode-command.ts";
import { failure, type Failure } from "../../protocol/errors.ts";
import type { RoomSettings } from "../../protocol/settings.ts";
import { fail, ok, type Result } from "../../text/result.ts";
import { requestCommandId } from "../command-id.ts";
import type { AppEnv } from "../env.ts";
import { jsonResponse } from "../json-response.ts";
import { problem } from "../problem.ts";
import { readRoom } from "../read-room.ts";
import { readObjectBody, type BodyLimits } from "../request-body.ts";
import { executeCommand } from "./commands.ts";

/** `GET /r/{room}/settings` (SPEC HTTP-21): the settings that differ from their defaults. */
export async function getSettings(context: Context<AppEnv>): Promise<Response> {
  const view = await readRoom(context, (stub, reader) => stub.view(reader));
  return view.ok ? jsonResponse(view.value.settings) : problem(view.failure);
}

/** `PATCH /r/{room}/settings` (SPEC HTTP-21): changes the settings in the body. Answers the `settings` event. */
export async function patchSettings(context: Context<AppEnv>): Promise<Response> {
  const limits = readLimits(context.env);
  const body = await readObjectBody(context.req.raw, limits);
  if (!body.ok) return problem(body.failure);
  const settings = parseSettings(body.value, limits);
  if (!settings.ok) return problem(settings.failure);
  const id = requestCommandId(context, undefined);
  if (!id.ok) return problem(id.failure);
  return executeCommand(context, {
    type: "configure",
    id: id.value ?? crypto.randomUUID(),
    settings: settings.value,
  });
}

/** The settings of a body, refused with the sentences of the command `configure`. */
export function parseSettings(
  settings: Readonly<Record<string, unknown>>,
  { frameDepth }: BodyLimits,
): Result<RoomSettings, Failure> {
  const decoded = decodeCommand(JSON.stringify({ type: "configure", id: "http", settings }), frameDepth);
  if (!decoded.ok) return fail(failure(decoded.failure.code, decoded.failure.message));
  return decoded.value.type === "configure" ? ok(decoded.value.settings) : fail(failure("internal"));
}
