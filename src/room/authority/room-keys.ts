/** The keys with which a site vouches for members of this room only (SPEC VOUCH-11). All of them are in memory while the room is awake. */
import type { RoomKey, RoomKeyInfo } from "../../protocol/room-keys.ts";
import { fingerprintOf } from "../identity/key-fingerprint.ts";
import { fail, ok, type Result } from "../../text/result.ts";
import type { Recorder } from "./recorder.ts";
import type { RoomKeyStore, StoredRoomKey } from "./store.ts";

/** While one takes the other's place. */
export const MAX_KEYS_PER_ISSUER = 2;
export const MAX_ROOM_KEYS = 20;

/** Why a key is not added: the issuer has as many as it may, or the room has. */
export type RoomKeyRefusal = "issuer_full" | "room_full";

export class RoomKeys {
  private readonly byKid: Map<string, StoredRoomKey>;

  constructor(
    private readonly store: RoomKeyStore,
    stored: readonly StoredRoomKey[] = [],
  ) {
    this.byKid = new Map(stored.map((each) => [each.key.kid, each]));
  }

  get all(): readonly RoomKey[] {
    return [...this.byKid.values()].map(({ key }) => key);
  }

  /** What owners see of them, the oldest first. */
  list(): RoomKeyInfo[] {
    return [...this.byKid.values()].map(shownKey).toSorted((one, other) => one.createdAt - other.createdAt);
  }

  /**
   * Adds a key, or replaces the one with its `kid`, stored together with what `record` does. The same key again changes
   * nothing.
   */
  put(key: RoomKey, now: number, record: Recorder): Result<RoomKeyInfo, RoomKeyRefusal> {
    const former = this.byKid.get(key.kid);
    if (former !== undefined && isSame(former.key, key)) return ok(shownKey(former));
    const others = [...this.byKid.values()].filter((each) => each !== former);
    if (others.length >= MAX_ROOM_KEYS) return fail("room_full");
    if (others.filter((each) => each.key.iss === key.iss).length >= MAX_KEYS_PER_ISSUER)
      return fail("issuer_full");
    const added: StoredRoomKey = { key, createdAt: now };
    record({ action: "add_key", kid: key.kid }, () => this.store.save(added));
    this.byKid.set(key.kid, added);
    return ok(shownKey(added));
  }

  /** Removes a key. False if there is none of that name. */
  remove(kid: string, record: Recorder): boolean {
    if (!this.byKid.has(kid)) return false;
    record({ action: "remove_key", kid }, () => this.store.delete(kid));
    return this.byKid.delete(kid);
  }
}

function shownKey({ key: { kid, iss, alg, maxRole }, createdAt }: StoredRoomKey): RoomKeyInfo {
  return { kid, iss, alg, maxRole, createdAt };
}

function isSame(one: RoomKey, other: RoomKey): boolean {
  return fingerprintOf(one, "room") === fingerprintOf(other, "room");
}
