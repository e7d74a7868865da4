/** The reader of a stream or poll (SPEC READ-1, READ-2). */
import type { Context } from "hono";
import type { Failure } from "../protocol/errors.ts";
import { ok, type Result } from "../text/result.ts";
import { parseAuthorization } from "../transport/handshake.ts";
import { parseGeneration, parseSessionName } from "../transport/session-name.ts";
import type { AppEnv } from "./env.ts";
import { requestOrigins } from "./request-origin.ts";

export interface Reader {
  readonly token: string | undefined;
  readonly name: string | undefined;
  readonly session: string | undefined;
  readonly generation: number | undefined;
  readonly ip: string | null;
  /** that the request was sent to */
  readonly origin: string;
  /** the origin of the page of another site that reads */
  readonly site: string | undefined;
}

/** The reader that a request's query and headers identify; `bad_request` if `?session=` is malformed. */
export function parseReader(context: Context<AppEnv>): Result<Reader, Failure> {
  const key = parseSession(context);
  if (!key.ok) return key;
  const token = requestToken(context);
  if (!token.ok) return token;
  return ok({
    token: token.value,
    name: context.req.query("name"),
    ...key.value,
    ip: context.req.header("CF-Connecting-IP") ?? null,
    ...requestOrigins(context),
  });
}

/** The token that a request carries; `invalid_token` if its `Authorization` is malformed (SPEC ID-15). */
export function requestToken({ req }: Context): Result<string | undefined, Failure> {
  return parseAuthorization(req.header("Authorization") ?? null);
}

/** A client's session and its attempt to join, as its requests name them. */
export type SessionParameters = Pick<Reader, "session" | "generation">;

/** `?session=` and `?generation=`, each undefined if it is absent. */
export function parseSession(context: Context<AppEnv>): Result<SessionParameters, Failure> {
  const session = parseSessionName(context.req.query("session"));
  if (!session.ok) return session;
  const generation = parseGeneration(context.req.query("generation"));
  if (!generation.ok) return generation;
  return ok({ session: session.value, generation: generation.value });
}

/** Whether the reader is anonymous, and so in no roster: without a token and without a name. */
export function isInvisible({ token, name }: Reader): boolean {
  return token === undefined && name === undefined;
}
