/** Claims the room with its owner key, from this browser's storage or the page's address, or with a link's (SPEC OWN-3, OWN-7). */
import type { KeyValueStorage } from "../../client/api.ts";
import type { BaseRoomApi } from "../../client/base-room-client.ts";
import { CLOSE_CODES } from "../../protocol/close-advice.ts";
import {
  isOwnerKey,
  removeOwnerKey,
  storedOwnerKey,
  storeOwnerKey,
  type StoredOwnerKey,
} from "../models/owner-key.ts";

export interface OwnerClaimParts {
  readonly room: BaseRoomApi;
  readonly roomName: string;
  readonly storage: KeyValueStorage;
  /** true while the user writes: what opens then would take their keys */
  readonly isWriting: () => boolean;
  /** called once the room is owned with a key of which the owner has no copy */
  readonly onUncopiedKey: () => void;
  /** called with a key where the room is private, and the user may not read it */
  readonly onPrivate: (key: string) => void;
  /** called if the key is none of the room's, with where it was: a stored one is deleted */
  readonly onRefused: (place: "address" | "storage") => void;
  readonly onError: (reason: unknown) => void;
}

interface OfferedKey extends StoredOwnerKey {
  /** the user brought it: it may be wrong, also if they own the room already */
  readonly isNew: boolean;
}

export class OwnerClaim {
  readonly #parts: OwnerClaimParts;
  /** to be claimed with, once there is a connection */
  #waiting: OfferedKey | undefined;

  constructor(parts: OwnerClaimParts) {
    this.#parts = parts;
    parts.room.on("state", ({ to }) => {
      if (to.name === "online" || to.name === "closed") this.#claimWaiting();
    });
  }

  /**
   * Claims with a key that the user brings, else with the stored one. Call the latter once for a page: an owner whose role
   * another owner takes must not take it back at once.
   */
  claim(key: string | undefined): void {
    const { storage, roomName } = this.#parts;
    const stored = storedOwnerKey(storage, roomName);
    if (key === undefined) this.#waiting = stored && { ...stored, isNew: false };
    // Its link is a copy, unless the landing page made it, as it does where nothing can be stored.
    else this.#waiting = { key, isNew: true, hasCopy: storage.isShared === true };
    this.#claimWaiting();
  }

  #claimWaiting(): void {
    const { room, onPrivate } = this.#parts;
    const { state } = room;
    const isPrivate = state.name === "closed" && state.code === CLOSE_CODES.members_only;
    const ownerKey = this.#waiting;
    if (ownerKey === undefined || !(isPrivate || state.name === "online")) return;
    this.#waiting = undefined;
    if (isPrivate) return onPrivate(ownerKey.key);
    // An owner's claim changes nothing, but shows whether the key is still the room's.
    void this.#claim(ownerKey);
  }

  async #claim(ownerKey: OfferedKey): Promise<void> {
    const { room, onError } = this.#parts;
    try {
      await room.claim(ownerKey.key);
      // A link is for one claim: its role stays.
      if (!ownerKey.isNew || isOwnerKey(ownerKey.key)) this.#onOwner(ownerKey);
    } catch (error) {
      const { code, temporary } = Object(error) as { readonly code?: string; readonly temporary?: boolean };
      if (temporary === true) this.#waiting ??= ownerKey;
      else if (code === "forbidden") this.#onRefused(ownerKey);
      else onError(error);
    }
  }

  #onRefused({ isNew }: OfferedKey): void {
    const { storage, roomName, onRefused } = this.#parts;
    // It was replaced (SPEC OWN-8), and will never be the room's again.
    if (!isNew) removeOwnerKey(storage, roomName);
    onRefused(isNew ? "address" : "storage");
  }

  #onOwner({ key, hasCopy, isNew }: OfferedKey): void {
    const { storage, roomName, isWriting, onUncopiedKey } = this.#parts;
    if (isNew) storeOwnerKey(storage, roomName, { key, hasCopy });
    // A user who is writing sees it on their next visit, and in the settings.
    if (!hasCopy && !isWriting()) onUncopiedKey();
  }
}
