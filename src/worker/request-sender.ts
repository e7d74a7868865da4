/** The sender of a request's commands, from its headers; the room verifies the token. */
import type { Context } from "hono";
import type { HttpSender } from "../durable-object/live-room.ts";
import { rateAddress } from "../transport/address.ts";
import { bearerToken } from "../transport/handshake.ts";
import type { AppEnv } from "./env.ts";

export function requestSender(
  context: Context<AppEnv>,
  {
    name,
    stream,
    generation,
    idSource,
  }: Partial<Pick<HttpSender, "name" | "stream" | "generation">> & Pick<HttpSender, "idSource">,
): HttpSender {
  return {
    token: bearerToken(context.req.header("Authorization") ?? null),
    name,
    address: rateAddress(context.req.header("CF-Connecting-IP") ?? null),
    stream,
    generation,
    idSource,
  };
}
