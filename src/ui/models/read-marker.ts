/** The last message that the user has read in a room, stored for the next visit. */
import type { KeyValueStorage } from "../../client/api.ts";

export class ReadMarker {
  readonly #storage: KeyValueStorage;
  readonly #key: string;

  constructor(storage: KeyValueStorage, room: string) {
    this.#storage = storage;
    this.#key = `majlis:read:${room}`;
  }

  /** The seq of the last message read, in whatever tab; undefined on a first visit. */
  get seq(): number | undefined {
    const stored = Number(this.#storage.get(this.#key));
    return Number.isSafeInteger(stored) && stored > 0 ? stored : undefined;
  }

  save(seq: number): void {
    if (seq > 0) this.#storage.set(this.#key, String(seq));
    else this.#storage.remove(this.#key);
  }
}
