/** The reader of a stream or poll (SPEC READ-1, READ-2). */
import type { Context } from "hono";
import { commandIdSchema } from "../protocol/fields.ts";
import { failure, type Failure } from "../protocol/errors.ts";
import { fail, ok, type Result } from "../text/result.ts";
import { bearerToken } from "../transport/handshake.ts";
import type { AppEnv } from "./env.ts";

export interface Reader {
  readonly token: string | undefined;
  readonly name: string | undefined;
  readonly session: string | undefined;
  readonly ip: string | null;
}

/** The reader that a request's query and headers identify; `bad_request` if `?session=` is malformed. */
export function parseReader(context: Context<AppEnv>): Result<Reader, Failure> {
  const session = parseSession(context);
  if (!session.ok) return session;
  return ok({
    token: bearerToken(context.req.header("Authorization") ?? null),
    name: context.req.query("name"),
    session: session.value,
    ip: context.req.header("CF-Connecting-IP") ?? null,
  });
}

/** `?session=`, in the form of a command id; undefined if it is absent. */
export function parseSession(context: Context<AppEnv>): Result<string | undefined, Failure> {
  const session = context.req.query("session");
  if (session === undefined || commandIdSchema.try(session).ok) return ok(session);
  return fail(failure("bad_request", '"session" has 1 to 64 letters, digits or _.:~+/=-.'));
}

/** Whether the reader is anonymous, and so in no roster: without a token and without a name. */
export function isInvisible({ token, name }: Reader): boolean {
  return token === undefined && name === undefined;
}
