/** The draft of a room, stored until it is sent. */
import type { KeyValueStorage } from "../../client/api.ts";

export class DraftStore {
  readonly #storage: KeyValueStorage;
  readonly #key: string;

  constructor(storage: KeyValueStorage, room: string) {
    this.#storage = storage;
    this.#key = `majlis:draft:${room}`;
  }

  get text(): string {
    return this.#storage.get(this.#key) ?? "";
  }

  /** The text of a storage event from another tab, if it is about this draft. */
  textFromEvent({ key, newValue }: Pick<StorageEvent, "key" | "newValue">): string | undefined {
    return key === this.#key ? (newValue ?? "") : undefined;
  }

  save(text: string): void {
    if (text.trim() === "") this.#storage.remove(this.#key);
    else this.#storage.set(this.#key, text);
  }
}
