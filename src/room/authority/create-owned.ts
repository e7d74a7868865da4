/** Creates a room with an owner (SPEC OWN-2). */
import { failure, type Failure } from "../../protocol/errors.ts";
import type { RoomSettings } from "../../protocol/settings.ts";
import { fail, ok, type Result } from "../../text/result.ts";
import { arrivalFailure } from "../limit-failures.ts";
import type { Effect } from "../outcome.ts";
import type { RoomCore } from "../room-core.ts";
import { changeSettings } from "./change-settings.ts";
import { hashOwnerKey, newOwnerKey } from "./owner-key.ts";
import { valueRefusal } from "./value-refusal.ts";

export interface OwnedRoomRequest {
  readonly address: string | undefined;
  readonly settings: RoomSettings;
}

export interface CreatedRoom {
  /** given out this once */
  readonly ownerKey: string;
  /** those of the creation, for readers who were here before it */
  readonly effects: readonly Effect[];
}

/** Fails with `room_exists` if the room is created. Counts as a new guest of the address (SPEC LIM-9). */
export function createOwned(
  core: RoomCore,
  { address, settings }: OwnedRoomRequest,
): Result<CreatedRoom, Failure> {
  if (core.created !== undefined) return fail(failure("room_exists"));
  const { clock, random } = core.ports;
  const now = clock.now();
  const wrong = valueRefusal(settings, core.ports, now);
  if (wrong !== undefined) return fail(wrong);
  const refused = core.arrivals.guest(address, now);
  if (refused !== undefined) return fail(arrivalFailure(refused));
  const ownerKey = newOwnerKey(random);
  const { effects } = core.create(now, {
    ownerKeyHash: hashOwnerKey(ownerKey),
    settings: changeSettings({}, settings),
    activeAt: now,
  });
  return ok({ ownerKey, effects });
}
