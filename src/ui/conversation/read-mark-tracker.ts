/** Follows how far the other members have read: what they report, and what they write. */
import { signal, type ReadonlySignal } from "@preact/signals";
import type { BaseRoomApi } from "../../client/base-room-client.ts";
import type { Presence } from "../../protocol/events/presence.ts";
import type { Author, Member } from "../../protocol/member.ts";
import { withMark, type ReadMark, type ReadMarks } from "../models/read-marks.ts";

export class ReadMarkTracker {
  readonly #room: BaseRoomApi;
  readonly #marks = signal<ReadMarks>(new Map());

  constructor(room: BaseRoomApi) {
    this.#room = room;
  }

  /** of the members who are here, but for oneself */
  get marks(): ReadonlySignal<ReadMarks> {
    return this.#marks;
  }

  /** Subscribes to the room, which may be joined already. */
  start(): void {
    const room = this.#room;
    this.#replaceBy(room.roster.list);
    room.on("welcome", ({ members }) => this.#replaceBy(members.list));
    room.on("read", ({ from, seq }) => this.#add({ ...from, seq }));
    room.on("event", ({ type, from, seq }) => {
      // A program that publishes by requests is not here, and reads nothing.
      if (type === "message" && this.#isHere(from)) this.#add({ ...from, seq });
    });
    room.on("presence", (presence) => this.#onPresence(presence));
  }

  #replaceBy(members: readonly Member[]): void {
    this.#marks.value = new Map();
    for (const { id, name, read = 0 } of members) if (read > 0) this.#add({ id, name, seq: read });
  }

  #onPresence({ left = [], changed = [] }: Presence): void {
    for (const { id, name } of left) this.#add({ id, name, seq: 0 });
    for (const { id, name, read = 0 } of changed) if (read > 0) this.#add({ id, name, seq: read });
    const marks = this.#marks.peek();
    const renamed = changed.flatMap(({ id, name }) => {
      const mark = marks.get(id);
      return mark === undefined || mark.name === name ? [] : [[id, { ...mark, name }] as const];
    });
    if (renamed.length > 0) this.#marks.value = new Map([...marks, ...renamed]);
  }

  #add(mark: ReadMark): void {
    if (mark.id !== this.#room.self?.id) this.#marks.value = withMark(this.#marks.peek(), mark);
  }

  #isHere({ id }: Author): boolean {
    return this.#room.roster.list.some((member) => member.id === id);
  }
}
