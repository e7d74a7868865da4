import type { Context } from "hono";
import { parseEnvLimits } from "../../durable-object/load-room.ts";
import type { PublishResult } from "../../durable-object/publish-result.ts";
import type { Failure } from "../../protocol/errors.ts";
import type { Result } from "../../text/result.ts";
import { rateAddress } from "../../transport/address.ts";
import { bearerToken } from "../../transport/handshake.ts";
import { mediaType, readPublishBody, type PublishBody } from "../request-body.ts";
import { requestCommandId } from "../command-id.ts";
import type { AppEnv } from "../env.ts";
import { jsonResponse } from "../json-response.ts";
import { acceptedTypes } from "../content-negotiation.ts";
import { problem } from "../problem.ts";
import { callRoom } from "../room-stub.ts";

/** Says something without joining (SPEC HTTP-4, HTTP-5). Answers the stored message: 201, or 200 for a repeat. */
export async function postMessages(context: Context<AppEnv>): Promise<Response> {
  const { raw: request } = context.req;
  const body = await readPublishBody(request, parseEnvLimits(context.env));
  if (!body.ok) return problem(body.failure);
  const published = await publishBody(context, body.value);
  if (!published.ok) return problem(published.failure);
  const url = `/r/${encodeURIComponent(context.get("room"))}`;
  if (isPageForm(request)) return context.redirect(url, 303);
  const { message, isDuplicate: repeated } = published.value;
  return jsonResponse(message, { Location: `${url}#${message.seq}` }, repeated ? 200 : 201);
}

/** Has the room store what a request says. */
export async function publishBody(
  context: Context<AppEnv>,
  { id, name, text, replyTo }: PublishBody,
): Promise<Result<PublishResult, Failure>> {
  const commandId = requestCommandId(context, id);
  if (!commandId.ok) return commandId;
  return callRoom(context.env, context.get("room"), (stub) =>
    stub.publish({
      token: bearerToken(context.req.header("Authorization") ?? null),
      name: name ?? context.req.query("name"),
      address: rateAddress(context.req.header("CF-Connecting-IP") ?? null),
      text,
      replyTo,
      commandId: commandId.value,
    }),
  );
}

/** A form that a page sent wants to see the room again, not the message as JSON. */
function isPageForm(request: Request): boolean {
  const isForm = mediaType(request.headers.get("Content-Type")) === "application/x-www-form-urlencoded";
  return isForm && acceptedTypes(request.headers.get("Accept")).has("text/html");
}
