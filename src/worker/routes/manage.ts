/** Calls of owners and moderators that are no commands (SPEC HTTP-22). */
import type { Context } from "hono";
import type { HttpSender } from "../../durable-object/http-commands.ts";
import { failure, type Failure } from "../../protocol/errors.ts";
import { fail, type Result } from "../../text/result.ts";
import type { AppEnv } from "../env.ts";
import type { SentRequest } from "../request-origin.ts";
import { requestSender } from "../request-sender.ts";
import { callRoom, type RoomStub } from "../room-stub.ts";

/** Calls the room for the sender of the request, who needs a token. */
export async function manageRoom<Value>(
  context: Context<AppEnv>,
  call: (stub: RoomStub, sender: SentRequest<HttpSender>) => Promise<Result<Value, Failure>>,
): Promise<Result<Value, Failure>> {
  const sender = requestSender(context, { idSource: "generated" });
  if (!sender.ok) return sender;
  if (sender.value.token === undefined) return fail(failure("token_needed"));
  return callRoom(context.env, context.get("room"), (stub) => call(stub, sender.value));
}
