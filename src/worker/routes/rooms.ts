/** Creates rooms with owners (SPEC OWN-2). */
import type { Context } from "hono";
import { readConfiguration, readLimits } from "../../durable-object/configuration.ts";
import { failure, type Failure } from "../../protocol/errors.ts";
import { ok, type Result } from "../../text/result.ts";
import { nearestRoomName, parseRoomName, type RoomName } from "../../text/room-names.ts";
import type { AppEnv } from "../env.ts";
import { jsonResponse } from "../json-response.ts";
import { pageLanguage } from "../language.ts";
import { problem } from "../problem.ts";
import { readRoomBody } from "../request-body.ts";
import { requestAddress } from "../request-address.ts";
import { creationRefusal } from "../room-creator.ts";
import { suggestRoomName } from "../room-names/suggest.ts";
import { callRoom } from "../room-stub.ts";
import { parseSettings } from "./settings.ts";

/**
 * `POST /rooms` (SPEC HTTP-20): creates a room with an owner, with the settings of the body, for those
 * who may (POLICY-2). Answers 201 `{url, name, ownerKey}`; 409 `room_exists`.
 */
export async function postRooms(context: Context<AppEnv>): Promise<Response> {
  const limits = readLimits(context.env);
  const body = await readRoomBody(context.req.raw, limits);
  if (!body.ok) return problem(body.failure);
  const { name: requested, ...given } = body.value;
  const name = await roomNameFor(context, requested);
  if (!name.ok) return invalidName(requested, name.failure);
  const refused = await creationRefusal(context, name.value);
  if (refused !== undefined) return problem(refused);
  const settings = Object.keys(given).length === 0 ? ok({}) : parseSettings(given, limits);
  if (!settings.ok) return problem(settings.failure);
  const { defaults } = readConfiguration(context.env).policy;
  const ownerKey = await callRoom(context.env, name.value, (stub) =>
    stub.createOwned({ address: requestAddress(context), settings: { ...defaults, ...settings.value } }),
  );
  if (!ownerKey.ok) return problem(ownerKey.failure);
  const url = new URL(`/r/${encodeURIComponent(name.value)}`, context.req.url).href;
  return jsonResponse({ url, name: name.value, ownerKey: ownerKey.value }, { Location: url }, 201);
}

/** The requested name in its canonical form, or a new one of random words. */
async function roomNameFor(
  context: Context<AppEnv>,
  requested: unknown,
): Promise<Result<RoomName, "invalid_room_name">> {
  const name = requested ?? suggestRoomName(await pageLanguage(context, undefined));
  return parseRoomName(typeof name === "string" ? name.trim() : "");
}

function invalidName(requested: unknown, code: Failure["code"]): Response {
  const suggestion = typeof requested === "string" ? nearestRoomName(requested) : undefined;
  return problem(failure(code), {}, suggestion === undefined ? {} : { suggestion });
}
