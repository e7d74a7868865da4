import type { CommandOf } from "../../protocol/commands.ts";
import type { Context } from "hono";
import { readLimits } from "../../durable-object/configuration.ts";
import { platformRandom } from "../../durable-object/platform.ts";
import { failure, unavailable, type Failure } from "../../protocol/errors.ts";
import type { ErrorEvent } from "../../protocol/events/error.ts";
import type { Message } from "../../protocol/events/message.ts";
import type { PublishBody } from "../../protocol/http-bodies.ts";
import { newCommandId } from "../../room/identity/ids.ts";
import { failureOf } from "../../room/outcome.ts";
import { fail, ok, type Result } from "../../text/result.ts";
import { requestCommandId } from "../command-id.ts";
import { acceptsExactly } from "../content-negotiation.ts";
import type { AppEnv } from "../env.ts";
import { isFromPage, MULTIPART_FORM, URL_ENCODED_FORM } from "../form-body.ts";
import { jsonResponse } from "../json-response.ts";
import { problem } from "../problem.ts";
import { mediaType, readPublishBody } from "../request-body.ts";
import { requestSender } from "../request-sender.ts";
import { callRoom, type RoomStub } from "../room-stub.ts";

export interface PublishResult {
  readonly message: Message;
  /** true if an earlier request with the same command id stored it */
  readonly isDuplicate: boolean;
}

/**
 * `POST /r/{room}` and `POST /r/{room}/messages` (SPEC HTTP-4, HTTP-5): publishes without joining. Answers the stored
 * message: 201, or 200 for a repeat; 303 to the room for a page's form, 204 for htmx.
 */
export async function postMessages(context: Context<AppEnv>): Promise<Response> {
  const body = await readPublishBody(context.req.raw, readLimits(context.env));
  if (!body.ok) return problem(body.failure);
  const published = await publishBody(context, body.value, isSentByProgram(context));
  if (!published.ok) return problem(published.failure);
  // htmx would put any other answer into the page, as HTML.
  if (context.req.header("HX-Request") !== undefined) return new Response(null, { status: 204 });
  const url = `/r/${encodeURIComponent(context.get("room"))}`;
  if (isPageForm(context)) return context.redirect(url, 303);
  const { message, isDuplicate } = published.value;
  return jsonResponse(message, { Location: `${url}#${message.seq}` }, isDuplicate ? 200 : 201);
}

/** Publishes a request's body. `isProgram`: no page sent it (SPEC HTTP-19). */
export async function publishBody(
  context: Context<AppEnv>,
  { id, name, text, replyTo, mentions, since }: PublishBody,
  isProgram: boolean,
): Promise<Result<PublishResult, Failure>> {
  const key = requestCommandId(context, id);
  if (!key.ok) return key;
  const command: CommandOf<"publish"> = {
    type: "publish",
    id: key.value ?? newCommandId(platformRandom),
    text,
    ...(replyTo === undefined ? {} : { replyTo }),
    ...(mentions === undefined ? {} : { mentions }),
    ...(since === undefined ? {} : { since }),
  };
  const sender = requestSender(context, {
    name: name ?? context.req.query("name"),
    isProgram,
    idSource: key.value === undefined ? "generated" : "idempotency_key",
  });
  if (!sender.ok) return sender;
  const reader = { ...sender.value, address: undefined };
  return callRoom(context.env, context.get("room"), async (stub) => {
    const answers = await stub.execute(sender.value, [command]);
    if (!answers.ok) return answers;
    const event = answers.value[0]?.[0];
    switch (event?.type) {
      case "message":
        return ok({ message: event, isDuplicate: false });
      case "stored":
        // A second call, but only for a repeat: the room's answer to a command is the same on every transport.
        return storedMessage(await stub.messages(reader, event.seq + 1, 1), event.seq);
      case "error":
        return fail(publishFailure(event));
      default:
        return fail(failure("internal"));
    }
  });
}

/** A room that could not store the message says when to try again; a repeat is safe under an idempotency key. */
function publishFailure(event: ErrorEvent): Failure {
  const failed = failureOf(event);
  return failed.code === "internal" ? unavailable() : failed;
}

/** The message that the first request stored, as it is now. */
function storedMessage(
  page: Awaited<ReturnType<RoomStub["messages"]>>,
  seq: number,
): Result<PublishResult, Failure> {
  if (!page.ok) return page;
  const [event] = page.value.events;
  return event?.type === "message" && event.seq === seq
    ? ok({ message: event, isDuplicate: true })
    : fail(failure("message_not_found"));
}

/** Whether neither a page's script nor its form sent the request (SPEC HTTP-19). */
function isSentByProgram(context: Context<AppEnv>): boolean {
  return !isFromPage(context.req.raw.headers) && !isPageForm(context);
}

/** Whether a browser sent a form: then the answer is a redirect to the room, not JSON. */
function isPageForm(context: Context<AppEnv>): boolean {
  const type = mediaType(context.req.header("Content-Type") ?? null);
  return (type === URL_ENCODED_FORM || type === MULTIPART_FORM) && acceptsExactly(context, "text/html");
}
