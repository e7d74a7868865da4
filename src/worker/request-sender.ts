/** The sender of a request's commands, from its headers; the room verifies the token. */
import type { Context } from "hono";
import type { HttpSender } from "../durable-object/http-commands.ts";
import type { Failure } from "../protocol/errors.ts";
import { ok, type Result } from "../text/result.ts";
import { requestAddress } from "./request-address.ts";
import { requestOrigins, type SentRequest } from "./request-origin.ts";
import type { AppEnv } from "./env.ts";
import { requestToken } from "./reader.ts";

/** Fails with `invalid_token` if the `Authorization` header is malformed. */
export function requestSender(
  context: Context<AppEnv>,
  {
    name,
    stream,
    generation,
    isProgram,
    idSource,
  }: Partial<Pick<HttpSender, "name" | "stream" | "generation" | "isProgram">> & Pick<HttpSender, "idSource">,
): Result<SentRequest<HttpSender>, Failure> {
  const token = requestToken(context);
  if (!token.ok) return token;
  return ok({
    token: token.value,
    name,
    address: requestAddress(context),
    stream,
    generation,
    isProgram,
    idSource,
    ...requestOrigins(context),
  });
}
