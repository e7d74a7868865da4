/** Keeps the newest messages of an open room for reading them offline, and shows what was kept until the room is joined. */
import type { ConnectionState, KeyValueStorage, RoomClientEvents } from "../../client/api.ts";
import type { DurableEvent } from "../../protocol/events/durable.ts";
import type { Message } from "../../protocol/events/message.ts";
import { messageAfter } from "../../client/amend.ts";
import {
  keepMessages,
  keepsMessages,
  keptMessages,
  MAX_KEPT_MESSAGES,
  removeExpiredKept,
  removeKept,
} from "../models/kept-messages.ts";
import type { Timers } from "../timers.ts";
import type { Conversation } from "./conversation.ts";

/** Of a busy room not every message is written at once. */
const KEEP_AFTER_MS = 1_000;

export interface MessageKeeperParts {
  readonly conversation: Conversation;
  readonly storage: KeyValueStorage;
  readonly roomName: string;
  readonly timers: Timers;
}

export class MessageKeeper {
  readonly #conversation: Conversation;
  readonly #storage: KeyValueStorage;
  readonly #roomName: string;
  readonly #timers: Timers;
  /** the newest ones of the room, also while the reader looks at earlier ones; undefined until it is joined */
  #messages: readonly Message[] | undefined;
  #cancelKeep: (() => void) | undefined;

  constructor({ conversation, storage, roomName, timers }: MessageKeeperParts) {
    this.#conversation = conversation;
    this.#storage = storage;
    this.#roomName = roomName;
    this.#timers = timers;
  }

  /** Subscribes to the room, which may be joined already, or closed. */
  start(): void {
    const { room, joined, timeline, waiting } = this.#conversation;
    removeExpiredKept(this.#storage, this.#timers.now());
    // It may have refused the user before this was loaded.
    if (isRefused(room.state)) return removeKept(this.#storage, this.#roomName);
    if (!joined.peek()) this.#show();
    else {
      this.#messages = timeline.newer.peek() ? [] : timeline.messages;
      for (const event of waiting) this.#add(event);
    }
    room.on("reset", this.#onReset);
    room.on("event", this.#onEvent);
    room.on("state", this.#onState);
    this.#keepSoon();
  }

  /** Stores the messages at once: the page may be about to unload. Does nothing unless the room is in reach. */
  readonly keepNow = (): void => {
    this.#cancelKeep?.();
    this.#cancelKeep = undefined;
    if (this.#conversation.room.state.name === "online") this.#keep();
  };

  #show(): void {
    const kept = keepsMessages(this.#storage) ? keptMessages(this.#storage, this.#roomName) : undefined;
    if (kept !== undefined) this.#conversation.showKept(kept);
  }

  readonly #onReset = ({ events }: RoomClientEvents["reset"]): void => {
    this.#messages = events.filter((event) => event.type === "message");
    // Of a room that was cleared nothing is to be left, not even for a moment.
    if (events.length === 0) this.keepNow();
    else this.#keepSoon();
  };

  readonly #onEvent = (event: DurableEvent): void => {
    this.#add(event);
    this.#keepSoon();
  };

  #add(event: DurableEvent): void {
    this.#messages = this.#after(event).slice(-MAX_KEPT_MESSAGES);
  }

  #after(event: DurableEvent): readonly Message[] {
    const messages = this.#messages ?? [];
    if (event.type === "message") return [...messages, event];
    const self = this.#conversation.room.self?.id;
    return messages.map((message) => messageAfter(message, event, self));
  }

  readonly #onState = ({
    from,
    to,
  }: {
    readonly from: ConnectionState;
    readonly to: ConnectionState;
  }): void => {
    if (isRefused(to)) removeKept(this.#storage, this.#roomName);
    else if (to.name === "online") this.#keepSoon();
    // The last moment of which all is known. A user who leaves the room for good may have forgotten it.
    else if (from.name === "online" && to.name !== "closed") this.#keep();
  };

  #keepSoon(): void {
    this.#cancelKeep ??= this.#timers.after(KEEP_AFTER_MS, this.keepNow);
  }

  #keep(): void {
    const { room, epoch } = this.#conversation;
    const [log, self, messages] = [epoch.peek(), room.self, this.#messages];
    if (log === undefined || self === undefined || messages === undefined) return;
    if (!keepsMessages(this.#storage)) return;
    keepMessages(this.#storage, this.#roomName, {
      epoch: log,
      until: this.#timers.now(),
      self: { id: self.id, name: self.name },
      messages,
    });
  }
}

/** A room that may not be joined any more is not to be read either. */
function isRefused(state: ConnectionState): boolean {
  return state.name === "closed" && state.fatal;
}
