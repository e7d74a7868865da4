/** Calls a room's object, and makes answers of the ways in which the platform may fail to reach it. */
import { failureWithRetry, type Failure } from "../protocol/errors.ts";
import type { RoomObject } from "../durable-object/room-object.ts";
import type { RoomName } from "../text/room-names.ts";
import { fail, type Result } from "../text/result.ts";
import type { Env } from "./env.ts";

/** The object's methods as the Worker calls them. The platform's own stub type turns a signal's `unknown` data into `never`. */
type RpcMethods = Pick<RoomObject, "execute" | "view" | "members" | "messages" | "search" | "peek">;
export type RoomStub = {
  readonly [Name in keyof RpcMethods]: (
    ...parameters: Parameters<RpcMethods[Name]>
  ) => Promise<ReturnType<RpcMethods[Name]>>;
} & Pick<DurableObjectStub, "fetch">;

const MIN_RETRY_DELAY_MS = 1_000;
/** Whoever is told to come back is spread, so that they do not all come at once. */
const RETRY_JITTER_MS = 4_000;

export function roomStub(env: Env, room: RoomName): RoomStub {
  return env.ROOM.getByName(room) as unknown as RoomStub;
}

/**
 * Runs `call` on the room. Nothing is tried again here: the runtime already retries what it may, and an overloaded
 * room must not be asked twice.
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

/** The failure behind an exception from a stub; the platform marks them with `overloaded`. */
export function roomCallFailure(error: unknown): Failure {
  console.error({ at: "worker", what: "room", message: error instanceof Error ? error.message : "unknown" });
  const isOverloaded =
    typeof error === "object" && error !== null && "overloaded" in error && error.overloaded === true;
  return failureWithRetry(isOverloaded ? "overloaded" : "unavailable", retryDelayMs());
}

/** How long whoever found no way in is asked to wait. */
export function retryDelayMs(): number {
  return MIN_RETRY_DELAY_MS + Math.random() * RETRY_JITTER_MS;
}
