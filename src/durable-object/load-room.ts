/** Opens the room that a Durable Object holds. */
import { DEFAULT_LIMITS, parseLimits, type Limits } from "../protocol/limits.ts";
import { Room } from "../room/room.ts";
import { durableObjectSql } from "../storage/durable-object-sql.ts";
import { SqlRoomStore } from "../storage/sql-room-store.ts";
import { parseRoomName } from "../text/room-names.ts";
import { platformRandom, platformClock } from "./platform.ts";

/** What a deployment may set for its rooms. */
export interface RoomEnv {
  /** one JSON object that overrides limits; see src/protocol/limits.ts */
  readonly LIMITS?: string;
}

/** The room's limits. @throws Error if the deployment's `LIMITS` cannot be read. */
export function parseEnvLimits(env: RoomEnv): Limits {
  return env.LIMITS === undefined ? DEFAULT_LIMITS : parseLimits(env.LIMITS);
}

/**
 * The room of this object, as it is stored. Looking writes nothing.
 * @throws Error if the object has no room's name, which only a caller that bypassed the Worker can bring about
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
