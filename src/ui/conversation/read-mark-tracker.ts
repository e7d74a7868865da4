/** Follows how far the other members have read: what they report, and what they write. */
import { signal, type ReadonlySignal } from "@preact/signals";
import type { BaseRoomApi } from "../../client/base-room-client.ts";
import type { Presence } from "../../protocol/events/presence.ts";
import type { Author, Member } from "../../protocol/member.ts";
import { withMark, type ReadMark, type ReadMarks } from "../models/read-marks.ts";
import { oncePerFrame, type Timers } from "../timers.ts";

export class ReadMarkTracker {
  readonly #room: BaseRoomApi;
  /** as of the last frame: each change builds all rows again */
  readonly #marks = signal<ReadMarks>(new Map());
  #current: ReadMarks = this.#marks.peek();
  readonly #showNextFrame: () => void;

  constructor(room: BaseRoomApi, timers: Timers) {
    this.#room = room;
    this.#showNextFrame = oncePerFrame(timers, () => (this.#marks.value = this.#current));
  }

  /** of the members who are here, but for oneself, once a frame */
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
    this.#set(new Map());
    for (const { id, name, read = 0 } of members) if (read > 0) this.#add({ id, name, seq: read });
  }

  #onPresence({ left = [], changed = [] }: Presence): void {
    for (const { id, name } of left) this.#add({ id, name, seq: 0 });
    for (const { id, name, read = 0 } of changed) if (read > 0) this.#add({ id, name, seq: read });
    const renamed = changed.flatMap(({ id, name }) => {
      const mark = this.#current.get(id);
      return mark === undefined || mark.name === name ? [] : [[id, { ...mark, name }] as const];
    });
    if (renamed.length > 0) this.#set(new Map([...this.#current, ...renamed]));
  }

  #add(mark: ReadMark): void {
    if (mark.id !== this.#room.self?.id) this.#set(withMark(this.#current, mark));
  }

  #set(marks: ReadMarks): void {
    if (marks === this.#current) return;
    this.#current = marks;
    this.#showNextFrame();
  }

  #isHere({ id }: Author): boolean {
    return this.#room.roster.list.some((member) => member.id === id);
  }
}
