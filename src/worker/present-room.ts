/** What a room's page says of it, and who may frame it, before its script has joined. */
import type { Context } from "hono";
import type { Failure } from "../protocol/errors.ts";
import type { RoomPresentation } from "../room/presentation.ts";
import type { RoomName } from "../text/room-names.ts";
import { fail, ok, type Result } from "../text/result.ts";
import type { AppEnv } from "./env.ts";
import { inTime } from "./in-time.ts";
import { callRoom } from "./room-stub.ts";

export const COMMON_PRESENTATION: RoomPresentation = {
  isCommon: true,
  isPrivate: false,
  isListed: false,
  title: "",
  topic: "",
  language: "",
  embedOrigins: [],
};

/** A room without an owner gets none while it exists, and it may be deleted and begin again with one. */
const REMEMBERED_MS = 60_000;
const MAX_REMEMBERED = 10_000;

/** Rooms without an owner that this isolate has asked: until when that counts, in ms since 1970. */
const commonRooms = new Map<RoomName, number>();

/** Asks the room, but for one that is known to have no owner. Fails where it cannot be asked, or must not be. */
export async function presentRoom(context: Context<AppEnv>): Promise<Result<RoomPresentation, Failure>> {
  const room = context.get("room");
  const refused = context.get("refusal");
  const now = Date.now();
  if ((commonRooms.get(room) ?? 0) > now) return ok(COMMON_PRESENTATION);
  if (refused !== undefined) return fail(refused);
  const presented = await inTime(callRoom(context.env, room, (stub) => stub.presentation()));
  if (presented.ok && presented.value.isCommon) remember(room, now);
  return presented;
}

function remember(room: RoomName, now: number): void {
  if (commonRooms.size >= MAX_REMEMBERED) commonRooms.clear();
  commonRooms.set(room, now + REMEMBERED_MS);
}
