/** What was being written in a room, kept until it is sent. */
import type { KeyValueStorage } from "../../client/api.ts";

export class Draft {
  readonly #storage: KeyValueStorage;
  readonly #key: string;

  constructor(storage: KeyValueStorage, room: string) {
    this.#storage = storage;
    this.#key = `majlis:draft:${room}`;
  }

  get text(): string {
    return this.#storage.get(this.#key) ?? "";
  }

  save(text: string): void {
    if (text.trim() === "") this.#storage.remove(this.#key);
    else this.#storage.set(this.#key, text);
  }
}
