/** The messages of a room for the components that show them. */
import type { Message } from "../../protocol/events/message.ts";
import type { PendingMessage } from "../api.ts";
import type { RoomClient } from "../room-client.ts";
import { LoadedMessages } from "./loaded-messages.ts";
import type { RoomStore } from "./room-store.ts";

export interface MessageList {
  /** oldest first */
  readonly messages: readonly Message[];
  /** your own that the room has not stored yet, to be shown after them */
  readonly pending: readonly PendingMessage[];
  /** there are messages before the first one */
  readonly hasOlder: boolean;
  /**
   * Puts a page of them before the first. One page at a time: a second call gets the promise of the first. Rejects with a
   * `RoomError`.
   */
  readonly loadOlder: () => Promise<void>;
}

export const NO_MESSAGES: MessageList = {
  messages: [],
  pending: [],
  hasOlder: false,
  loadOlder: () => Promise.resolve(),
};

/** Follows the room from the first listener on: what a list shows again must not have a gap. */
export class MessageStore implements RoomStore<MessageList> {
  readonly #room: RoomClient;
  readonly #loaded: LoadedMessages;
  readonly #listeners = new Set<() => void>();
  #snapshot: MessageList | undefined = NO_MESSAGES;
  #isStarted = false;
  #isNotifying = false;

  constructor(room: RoomClient) {
    this.#room = room;
    this.#loaded = new LoadedMessages(room);
  }

  readonly getSnapshot = (): MessageList => (this.#snapshot ??= this.#list());

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    this.#start();
    return () => void this.#listeners.delete(listener);
  };

  #start(): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    const room = this.#room;
    room.on("reset", ({ events, more }) => this.#change(() => this.#loaded.reset(events, more)));
    room.on("event", (event) => this.#change(() => this.#loaded.apply(event)));
    room.on("pending", () => this.#change(() => {}));
    room.on("state", ({ to }) => {
      if (to.name === "online") void this.#catchUp();
    });
    this.#change(() => {});
    // What the room sent before is asked for. A room that is not joined yet sends it.
    if (room.self === undefined) this.#loaded.isComplete = true;
    else if (room.state.name === "online") void this.#catchUp();
  }

  async #catchUp(): Promise<void> {
    if (this.#loaded.isComplete) return;
    // A failure means that the connection is lost: the next one asks again.
    const isLoaded = await this.#loaded.loadNewest().catch(() => false);
    if (isLoaded) this.#change(() => {});
  }

  readonly #loadOlder = async (): Promise<void> => {
    await this.#loaded.loadOlder();
    this.#change(() => {});
  };

  #list(): MessageList {
    const { messages, hasOlder } = this.#loaded;
    return { messages, pending: this.#room.pending, hasOlder, loadOlder: this.#loadOlder };
  }

  /** A frame may have a thousand events: the components hear of them once. */
  #change(change: () => void): void {
    change();
    this.#snapshot = undefined;
    if (this.#isNotifying) return;
    this.#isNotifying = true;
    queueMicrotask(() => {
      this.#isNotifying = false;
      for (const listener of this.#listeners) listener();
    });
  }
}
