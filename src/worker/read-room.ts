import type { Context } from "hono";
import type { Failure } from "../protocol/errors.ts";
import type { Reader } from "../room/reader.ts";
import type { Result } from "../text/result.ts";
import type { AppEnv } from "./env.ts";
import { requestToken } from "./reader.ts";
import { requestAddress } from "./request-address.ts";
import { requestOrigins, type SentRequest } from "./request-origin.ts";
import { callRoom, type RoomStub } from "./room-stub.ts";

/**
 * Reads the room of a request, for the member of its token or else an anonymous reader. Fails with `invalid_token` if
 * `Authorization` is malformed (SPEC ID-15), and as {@link callRoom} does.
 */
export async function readRoom<Value>(
  context: Context<AppEnv>,
  read: (stub: RoomStub, reader: SentRequest<Reader>) => Promise<Result<Value, Failure>>,
): Promise<Result<Value, Failure>> {
  const token = requestToken(context);
  if (!token.ok) return token;
  const reader = { ...anonymousReader(context), token: token.value };
  return callRoom(context.env, context.get("room"), (stub) => read(stub, reader));
}

/** The reader of a page, which looks at no token. */
export function anonymousReader(context: Context<AppEnv>): SentRequest<Reader> {
  return { token: undefined, address: requestAddress(context), ...requestOrigins(context) };
}
