/** Counts the messages of others that come while a framed room is not in view. */
import { signal, type ReadonlySignal } from "@preact/signals";
import type { BaseRoomApi } from "../../client/base-room-client.ts";
import type { DurableEvent } from "../../protocol/events/durable.ts";
import type { Message } from "../../protocol/events/message.ts";
import { isHiddenBy } from "../../client/amend.ts";
import { MAX_UNREAD } from "../models/unread-messages.ts";

export class UnseenMessages {
  readonly #room: Pick<BaseRoomApi, "on" | "self">;
  #isHidden = (_member: string): boolean => false;
  readonly #count = signal(0);
  /** by seq, without their texts: a frame may be out of view for a day of a busy room */
  readonly #messages = new Map<number, Pick<Message, "seq" | "from">>();
  #isInView = true;

  constructor(room: Pick<BaseRoomApi, "on" | "self">) {
    this.#room = room;
    room.on("event", (event) => this.#onEvent(event));
    room.on("reset", () => this.#clear());
  }

  get count(): ReadonlySignal<number> {
    return this.#count;
  }

  setInView(isInView: boolean): void {
    this.#isInView = isInView;
    if (isInView) this.#clear();
  }

  /** Leaves out the members whose messages the user has hidden, also what came of them before. */
  setHidden(isHidden: (member: string) => boolean): void {
    this.#isHidden = isHidden;
    for (const { seq, from } of this.#messages.values()) if (isHidden(from.id)) this.#messages.delete(seq);
    this.#recount();
  }

  #onEvent(event: DurableEvent): void {
    if (event.type === "message") return this.#onMessage(event);
    if (event.type === "delete") this.#messages.delete(event.target);
    if (event.type === "moderation")
      for (const message of this.#messages.values())
        if (isHiddenBy(message, event)) this.#messages.delete(message.seq);
    this.#recount();
  }

  #onMessage({ seq, from }: Message): void {
    if (this.#isInView || from.id === this.#room.self?.id || this.#isHidden(from.id)) return;
    this.#messages.set(seq, { seq, from });
    const [oldest] = this.#messages.keys();
    if (this.#messages.size > MAX_UNREAD && oldest !== undefined) this.#messages.delete(oldest);
    this.#recount();
  }

  #clear(): void {
    this.#messages.clear();
    this.#recount();
  }

  #recount(): void {
    this.#count.value = this.#messages.size;
  }
}
