/** How owners add and remove the keys with which a site vouches in their room (SPEC VOUCH-11, HTTP-22). */
import { failure, type Failure } from "../../protocol/errors.ts";
import type { RoomKey, RoomKeyInfo } from "../../protocol/room-keys.ts";
import { fail, ok, type Result } from "../../text/result.ts";
import { noteExpiredSignIns } from "../expired-sign-ins.ts";
import { roomKeysFailure } from "../limit-failures.ts";
import type { RequestOrigin } from "../origin.ts";
import type { Effect } from "../outcome.ts";
import type { RoomCore } from "../room-core.ts";
import { authorize, recorderOf } from "./authorize.ts";

const NO_OWNER = "A room without an owner has no keys.";
const NO_KEY = "There is no such key.";
const OF_DEPLOYMENT =
  "This deployment has keys of this issuer for the room: no other may vouch by that name.";

/** A key that was added, and what follows for those for whom its predecessor of that name vouched. */
export interface AddedKey {
  readonly info: RoomKeyInfo;
  readonly effects: readonly Effect[];
}

/** Adds a key, or replaces the one of that name. Fails with `forbidden` past what a room, or an issuer, may have. */
export function putKey(core: RoomCore, origin: RequestOrigin, key: RoomKey): Result<AddedKey, Failure> {
  const manager = authorize(core, origin, "PUT /r/{room}/keys/{kid}");
  if (!manager.ok) return manager;
  const { keys } = manager.value.room.authority;
  if (keys === undefined) return fail(failure("forbidden", NO_OWNER));
  if (core.ports.deploymentKeys.hasIssuer(key.iss)) return fail(failure("forbidden", OF_DEPLOYMENT));
  const added = keys.put(key, manager.value.now, recorderOf(manager.value));
  if (!added.ok) return fail(roomKeysFailure(added.failure));
  return ok({ info: added.value, effects: noteExpiredSignIns(core).effects });
}

/** The room's keys, the oldest first, without what they consist of. */
export function listKeys(core: RoomCore, origin: RequestOrigin): Result<readonly RoomKeyInfo[], Failure> {
  const manager = authorize(core, origin, "GET /r/{room}/keys");
  return manager.ok ? ok(manager.value.room.authority.keys?.list() ?? []) : manager;
}

/** Removes a key: what it vouched for ends at once, as by a token that has expired. `not_found` if there is none. */
export function removeKey(
  core: RoomCore,
  origin: RequestOrigin,
  kid: string,
): Result<readonly Effect[], Failure> {
  const manager = authorize(core, origin, "DELETE /r/{room}/keys/{kid}");
  if (!manager.ok) return manager;
  const { keys } = manager.value.room.authority;
  const isRemoved = keys?.remove(kid, recorderOf(manager.value)) === true;
  return isRemoved ? ok(noteExpiredSignIns(core).effects) : fail(failure("not_found", NO_KEY));
}
