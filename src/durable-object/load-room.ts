/** Loads the room that is stored in a Durable Object. */
import type { Limits } from "../protocol/limits.ts";
import { NO_DEPLOYMENT_KEYS, NO_POLICY, type RoomPorts } from "../room/ports.ts";
import { Room } from "../room/room.ts";
import { durableObjectSql } from "../storage/durable-object-sql.ts";
import { SqlRoomStore } from "../storage/sql-room-store.ts";
import { parseRoomName, type RoomName } from "../text/room-names.ts";
import { platformRandom, platformClock } from "./platform.ts";

/** @throws Error if the object's name is not a room name, which requires a caller that bypasses the Worker */
export function roomNameOf(ctx: DurableObjectState): RoomName {
  const name = parseRoomName(ctx.id.name ?? "");
  if (!name.ok) throw new Error("a room's object is named by its room");
  return name.value;
}

/**
 * The room of this object, as it is stored. Loading writes nothing.
 * @throws what {@link roomNameOf} throws
 * @throws NewerSchemaError if a newer release wrote the room
 */
export function loadRoom(
  ctx: DurableObjectState,
  limits: Limits,
  {
    deploymentKeys = NO_DEPLOYMENT_KEYS,
    policy = NO_POLICY,
  }: Partial<Pick<RoomPorts, "deploymentKeys" | "policy">> = {},
): Room {
  return new Room({
    name: roomNameOf(ctx),
    limits,
    policy,
    deploymentKeys,
    clock: platformClock,
    random: platformRandom,
    store: new SqlRoomStore(durableObjectSql(ctx.storage)),
  });
}
