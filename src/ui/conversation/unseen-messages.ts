/** Counts the messages of others that come while a framed room is not in view. */
import { signal, type ReadonlySignal } from "@preact/signals";
import type { BaseRoomApi } from "../../client/base-room-client.ts";
import type { DurableEvent } from "../../protocol/events/durable.ts";
import type { Message } from "../../protocol/events/message.ts";
import { isHiddenBy } from "../../client/amend.ts";

export interface UnseenParts {
  readonly room: Pick<BaseRoomApi, "on" | "self">;
  /** true for a member whose messages the user has hidden */
  readonly isHidden: (member: string) => boolean;
}

export class UnseenMessages {
  readonly #parts: UnseenParts;
  readonly #count = signal(0);
  #messages: readonly Message[] = [];
  #isInView = true;

  constructor(parts: UnseenParts) {
    this.#parts = parts;
    parts.room.on("event", (event) => this.#onEvent(event));
    parts.room.on("reset", () => this.#set([]));
  }

  get count(): ReadonlySignal<number> {
    return this.#count;
  }

  setInView(isInView: boolean): void {
    this.#isInView = isInView;
    if (isInView) this.#set([]);
  }

  #onEvent(event: DurableEvent): void {
    if (event.type === "message") return this.#onMessage(event);
    if (event.type === "delete") this.#set(this.#messages.filter(({ seq }) => seq !== event.target));
    if (event.type === "moderation")
      this.#set(this.#messages.filter((message) => !isHiddenBy(message, event)));
  }

  #onMessage(message: Message): void {
    const { room, isHidden } = this.#parts;
    const { id } = message.from;
    if (this.#isInView || id === room.self?.id || isHidden(id)) return;
    this.#set([...this.#messages, message]);
  }

  #set(messages: readonly Message[]): void {
    this.#messages = messages;
    this.#count.value = messages.length;
  }
}
