/** What was being written in a room, kept until it is sent. */
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

  /** The text that another tab left, if it is this draft's: a browser tells of its storage by `key` and value. */
  textFromEvent({ key, newValue }: Pick<StorageEvent, "key" | "newValue">): string | undefined {
    return key === this.#key ? (newValue ?? "") : undefined;
  }

  save(text: string): void {
    if (text.trim() === "") this.#storage.remove(this.#key);
    else this.#storage.set(this.#key, text);
  }
}
