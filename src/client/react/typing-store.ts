/** Who is typing in a room, for the components that show it. */
import type { Cancel } from "../platform.ts";
import type { RoomClient } from "../room-client.ts";
import { TypingMembers } from "../typing-members.ts";
import type { RoomStore } from "./room-store.ts";

const NONE: readonly string[] = [];

export class TypingStore implements RoomStore<readonly string[]> {
  readonly #room: RoomClient;
  readonly #members = new TypingMembers();
  readonly #listeners = new Set<() => void>();
  #names = NONE;
  #subscriptions: readonly Cancel[] = [];
  #expiry: ReturnType<typeof setTimeout> | undefined;

  constructor(room: RoomClient) {
    this.#room = room;
  }

  readonly getSnapshot = (): readonly string[] => this.#names;

  /** Follows the room as long as there are listeners. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) this.#start();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#stop();
    };
  };

  #start(): void {
    this.#subscriptions = [
      this.#room.on("typing", (event) => {
        this.#members.onTyping(event, Date.now());
        this.#update();
      }),
      this.#room.on("event", ({ type, from }) => {
        if (type === "message") this.#remove(from.id);
      }),
      this.#room.on("presence", ({ left = [] }) => {
        for (const { id } of left) this.#remove(id);
      }),
      this.#room.on("state", ({ to }) => {
        if (to.name === "online") return;
        this.#members.clear();
        this.#update();
      }),
    ];
  }

  #stop(): void {
    for (const cancel of this.#subscriptions) cancel();
    clearTimeout(this.#expiry);
    this.#members.clear();
    this.#names = NONE;
  }

  #remove(memberId: string): void {
    if (this.#members.remove(memberId)) this.#update();
  }

  #update(): void {
    const now = Date.now();
    const names = this.#members.names(now);
    clearTimeout(this.#expiry);
    const expiry = this.#members.nextExpiry(now);
    if (expiry !== undefined) this.#expiry = setTimeout(() => this.#update(), expiry - now);
    if (names.join("\n") === this.#names.join("\n")) return;
    this.#names = names;
    for (const listener of this.#listeners) listener();
  }
}
