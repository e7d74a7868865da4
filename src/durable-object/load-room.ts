/** Loads the room that is stored in a Durable Object. */
import { parseLimits, type Limits } from "../protocol/limits.ts";
import { Room } from "../room/room.ts";
import { durableObjectSql } from "../storage/durable-object-sql.ts";
import { SqlRoomStore } from "../storage/sql-room-store.ts";
import { parseRoomName } from "../text/room-names.ts";
import { platformRandom, platformClock } from "./platform.ts";

/** The environment variables that a deployment may set for its rooms. */
export interface RoomEnv {
  /** one JSON object that overrides limits, or its text; see src/protocol/limits.ts */
  readonly LIMITS?: unknown;
}

let parsed: { readonly variable: unknown; readonly limits: Limits } | undefined;

/** The room's limits; parsed once. @throws ConfigurationError if the deployment's `LIMITS` is not valid. */
export function parseEnvLimits({ LIMITS: variable }: RoomEnv): Limits {
  if (parsed === undefined || parsed.variable !== variable)
    parsed = { variable, limits: parseLimits(variable) };
  return parsed.limits;
}

/**
 * The room of this object, as it is stored. Loading writes nothing.
 * @throws Error if the object's name is not a room name, which requires a caller that bypasses the Worker
 * @throws NewerSchemaError if a newer release wrote the room
 */
export function loadRoom(ctx: DurableObjectState, limits: Limits): Room {
  const name = parseRoomName(ctx.id.name ?? "");
  if (!name.ok) throw new Error("a room's object is named by its room");
  return new Room({
    name: name.value,
    limits,
    clock: platformClock,
    random: platformRandom,
    store: new SqlRoomStore(durableObjectSql(ctx.storage)),
  });
}
