import type { Context } from "hono";
import { failure } from "../../protocol/errors.ts";
import { commandIdSchema } from "../../protocol/fields.ts";
import { limitsOf } from "../../durable-object/opening.ts";
import { rateAddress } from "../../transport/address.ts";
import { bearerToken } from "../../transport/handshake.ts";
import { mediaType, readPublishBody } from "../body.ts";
import type { App } from "../env.ts";
import { acceptedTypes } from "../negotiate.ts";
import { problem } from "../problem.ts";
import { callRoom } from "../room-stub.ts";

/** Says something without joining (SPEC HTTP-4, HTTP-5). Answers the stored message: 201, or 200 for a repeat. */
export async function publish(context: Context<App>): Promise<Response> {
  const { raw: request } = context.req;
  const body = await readPublishBody(request, limitsOf(context.env));
  if (!body.ok) return problem(body.failure);
  const commandId = context.req.header("Idempotency-Key") ?? body.value.id;
  if (commandId !== undefined && !commandIdSchema.try(commandId).ok) {
    return problem(failure("bad_request", "An Idempotency-Key has 1 to 64 letters, digits or _.:~+/=-."));
  }
  const room = context.get("room");
  const published = await callRoom(context.env, room, (stub) =>
    stub.publish({
      token: bearerToken(context.req.header("Authorization") ?? null),
      name: body.value.name ?? context.req.query("name"),
      address: rateAddress(context.req.header("CF-Connecting-IP") ?? null),
      text: body.value.text,
      replyTo: body.value.replyTo,
      commandId,
    }),
  );
  if (!published.ok) return problem(published.failure);
  const url = `/r/${encodeURIComponent(room)}`;
  if (isPageForm(request)) return context.redirect(url, 303);
  const { message, repeated } = published.value;
  return new Response(`${JSON.stringify(message)}\n`, {
    status: repeated ? 200 : 201,
    headers: {
      "Content-Type": "application/json",
      "Cache-Control": "no-store",
      Location: `${url}#${message.seq}`,
    },
  });
}

/** A form that a page sent wants to see the room again, not the message as JSON. */
function isPageForm(request: Request): boolean {
  const isForm = mediaType(request.headers.get("Content-Type")) === "application/x-www-form-urlencoded";
  return isForm && acceptedTypes(request.headers.get("Accept")).has("text/html");
}
