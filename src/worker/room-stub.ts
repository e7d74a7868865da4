/** Calls a room's Durable Object, and maps the errors of the platform to failures. */
import { failureWithRetry, type ErrorCode, type Failure } from "../protocol/errors.ts";
import type { RoomObject } from "../durable-object/room-object.ts";
import type { RoomName } from "../text/room-names.ts";
import { fail, type Result } from "../text/result.ts";
import type { Env } from "./env.ts";

/**
 * The object's methods as the Worker calls them. The platform's own stub type turns a signal's `unknown` data into
 * `never`.
 */
type RpcMethods = Pick<
  RoomObject,
  | "execute"
  | "presentation"
  | "view"
  | "members"
  | "messages"
  | "transcript"
  | "reactionHolders"
  | "state"
  | "key"
  | "search"
  | "audit"
  | "peek"
  | "ticket"
  | "createOwned"
  | "createLink"
  | "links"
  | "revokeLink"
  | "putKey"
  | "keys"
  | "removeKey"
  | "revokeSiteToken"
  | "renewOwnerKey"
  | "deleteRoom"
>;
export type RoomStub = {
  readonly [Name in keyof RpcMethods]: (
    ...parameters: Parameters<RpcMethods[Name]>
  ) => Promise<Awaited<ReturnType<RpcMethods[Name]>>>;
} & Pick<DurableObjectStub, "fetch">;

const MIN_RETRY_DELAY_MS = 1_000;
/** Jitter spreads the retries, so that clients do not come back all at once. */
const RETRY_JITTER_MS = 4_000;

/** The Durable Object of a room, by its canonical name. Makes no call. */
export function roomStub(env: Env, room: RoomName): RoomStub {
  return env.ROOM.getByName(room) as unknown as RoomStub;
}

/**
 * Runs `call` on the room; `overloaded` or `unavailable` if the platform throws. No retry here: the runtime retries
 * what it may, and a retry would double the load on an overloaded room.
 */
export async function callRoom<Value>(
  env: Env,
  room: RoomName,
  call: (stub: RoomStub) => Promise<Result<Value, Failure>>,
): Promise<Result<Value, Failure>> {
  try {
    return await call(roomStub(env, room));
  } catch (error) {
    return fail(roomCallFailure(error));
  }
}

/** The failure for an exception of a stub; the platform sets `overloaded` on it. Logs it. */
export function roomCallFailure(error: unknown): Failure {
  console.error({ at: "worker", what: "room", message: error instanceof Error ? error.message : "unknown" });
  const isOverloaded =
    typeof error === "object" && error !== null && "overloaded" in error && error.overloaded === true;
  return retryLater(isOverloaded ? "overloaded" : "unavailable");
}

/** A failure after which the client should retry, with a jittered delay. */
export function retryLater(code: ErrorCode): Failure {
  return failureWithRetry(code, MIN_RETRY_DELAY_MS + Math.random() * RETRY_JITTER_MS);
}
