/** Who is typing, and the report that you are. The names come from `typing-tracker.ts`. */
import { signal } from "@preact/signals";
import type { BaseRoomApi } from "../../client/base-room-client.ts";

export class TypingNames {
  /** the names of the other members who are typing */
  readonly names = signal<readonly string[]>([]);
  readonly #room: BaseRoomApi;

  constructor(room: BaseRoomApi) {
    this.#room = room;
  }

  /** The text in the composer changed. The room throttles what it reports. */
  onInput(text: string): void {
    this.#room.typing(text.trim() !== "");
  }
}
