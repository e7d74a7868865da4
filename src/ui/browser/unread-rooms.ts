/** Which other rooms have messages that were not read in this browser. Rooms push nothing to pages of other rooms. */
import { signal, type ReadonlySignal } from "@preact/signals";
import type { KeyValueStorage } from "../../client/api.ts";
import { ReadMarker } from "../models/read-marker.ts";
import { roomPath } from "../models/room-path.ts";
import type { Timers } from "../timers.ts";

/** Each check wakes the rooms: not more often than this. */
const MIN_INTERVAL_MS = 60_000;

export class UnreadRooms {
  readonly #storage: KeyValueStorage;
  readonly #timers: Pick<Timers, "now">;
  readonly #unread = signal<ReadonlySet<string>>(new Set());
  #checkedAt = -Infinity;

  constructor(storage: KeyValueStorage, timers: Pick<Timers, "now">) {
    this.#storage = storage;
    this.#timers = timers;
  }

  /** The names of the rooms with unread messages. */
  get names(): ReadonlySignal<ReadonlySet<string>> {
    return this.#unread;
  }

  /** Asks each room for its newest message, at most once a minute. A room that does not answer counts as read. */
  async check(rooms: readonly string[]): Promise<void> {
    const now = this.#timers.now();
    if (now - this.#checkedAt < MIN_INTERVAL_MS) return;
    this.#checkedAt = now;
    const unread = await Promise.all(rooms.map((room) => this.#isUnread(room)));
    this.#unread.value = new Set(rooms.filter((_, index) => unread[index]));
  }

  async #isUnread(room: string): Promise<boolean> {
    const { seq } = new ReadMarker(this.#storage, room);
    if (seq === undefined) return false;
    try {
      return (await newestMessage(room)) > seq;
    } catch {
      // Without a network, or while the room is too busy: the next check asks again.
      return false;
    }
  }
}

/** The seq of the newest message (SPEC HTTP-3); 0 if there is none. @throws TypeError without a network */
async function newestMessage(room: string): Promise<number> {
  const response = await fetch(`${roomPath(room)}/messages?limit=1`);
  if (!response.ok) return 0;
  const { events } = (await response.json()) as { readonly events: readonly { readonly seq: number }[] };
  return events.at(-1)?.seq ?? 0;
}
