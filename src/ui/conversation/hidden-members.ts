/** Hides members for the user alone: their messages leave the list, and are neither read out nor notified. */
import { signal, type ReadonlySignal } from "@preact/signals";
import type { KeyValueStorage } from "../../client/api.ts";
import type { Author } from "../../protocol/member.ts";
import { hiddenMembers, saveHiddenMembers, withoutHidden } from "../models/hidden-members.ts";
import type { Row } from "../models/rows.ts";
import type { Timeline } from "../models/timeline.ts";

interface HidingRoom {
  readonly conversation: { readonly timeline: Timeline };
  readonly page: { readonly room: string };
  readonly storage: KeyValueStorage;
}

const ofTimeline = new WeakMap<Timeline, HiddenMembers>();

/** Those of the page's room. */
export function hiddenMembersOf(room: HidingRoom): HiddenMembers {
  const { timeline } = room.conversation;
  const hidden = ofTimeline.get(timeline) ?? new HiddenMembers(room.storage, room.page.room);
  ofTimeline.set(timeline, hidden);
  return hidden;
}

export class HiddenMembers {
  readonly #storage: KeyValueStorage;
  readonly #room: string;
  readonly #list = signal<readonly Author[]>([]);

  constructor(storage: KeyValueStorage, room: string) {
    this.#storage = storage;
    this.#room = room;
    this.load();
  }

  get list(): ReadonlySignal<readonly Author[]> {
    return this.#list;
  }

  /** Reads the stored ones again: another tab may have changed them, or something else. */
  readonly load = (): void => {
    const stored = hiddenMembers(this.#storage, this.#room);
    // Each change builds all rows again.
    if (JSON.stringify(stored) !== JSON.stringify(this.#list.peek())) this.#list.value = stored;
  };

  has(id: string): boolean {
    return this.#list.value.some((member) => member.id === id);
  }

  set({ id, name }: Author, isHidden: boolean): void {
    const others = this.#list.peek().filter((member) => member.id !== id);
    this.#list.value = isHidden ? [...others, { id, name }] : others;
    saveHiddenMembers(this.#storage, this.#room, this.#list.peek());
  }

  /** Takes their messages out of the list. */
  start(timeline: Timeline): void {
    const masked = new WeakMap<Row, Row>();
    timeline.addDecorator((rows) => {
      const ids = new Set(this.#list.value.map(({ id }) => id));
      return ids.size === 0 ? rows : withoutHidden(rows, ids, masked);
    });
  }
}
