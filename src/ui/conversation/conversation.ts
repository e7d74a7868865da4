/** A room as the interface holds it: wires the client's events to the models, and knows none of their rules. */
import { batch, effect, signal, type ReadonlySignal } from "@preact/signals";
import type { RoomApi, Roster } from "../../client/api.ts";
import type { DurableEvent } from "../../protocol/events/durable.ts";
import { DEFAULT_LIMITS, clientLimits, type ClientLimits } from "../../protocol/limits.ts";
import type { Self } from "../../protocol/member.ts";
import type { Translate } from "../i18n/translate.ts";
import { Timeline } from "../models/timeline.ts";
import type { Timers } from "../timers.ts";
import { Announcements } from "./announcements.ts";
import { Connection } from "./connection.ts";
import { Problems } from "./problems.ts";
import { History } from "./history.ts";
import { Writing } from "./writing.ts";

export interface ConversationParts {
  readonly room: RoomApi;
  readonly t: Translate;
  readonly timers: Timers;
  /** true while somebody can see the page */
  readonly isSeen: () => boolean;
}

export class Conversation {
  readonly room: RoomApi;
  readonly timeline = new Timeline();
  readonly connection: Connection;
  readonly history: History;
  readonly writing: Writing;
  readonly announcements: Announcements;
  readonly problems: Problems;

  readonly #self = signal<Self | undefined>(undefined);
  readonly #roster = signal<Roster>({ count: 0, list: [] });
  readonly #limits = signal<ClientLimits>(clientLimits(DEFAULT_LIMITS));
  readonly #joined = signal(false);
  readonly #unseen = signal(0);
  readonly #reader = signal<"follow" | "read">("follow");
  readonly #goers = new Set<() => void>();

  constructor({ room, t, timers, isSeen }: ConversationParts) {
    this.room = room;
    this.connection = new Connection(timers);
    this.history = new History(room, this.timeline);
    this.writing = new Writing(room, timers);
    this.problems = new Problems({ t, timers });
    this.announcements = new Announcements({ t, timers, isSeen });
  }

  /** Who you are; undefined before the first welcome. */
  get self(): ReadonlySignal<Self | undefined> {
    return this.#self;
  }

  get roster(): ReadonlySignal<Roster> {
    return this.#roster;
  }

  get limits(): ReadonlySignal<ClientLimits> {
    return this.#limits;
  }

  /** True once the conversation has been seen: its newest page is here. */
  get joined(): ReadonlySignal<boolean> {
    return this.#joined;
  }

  /** How many messages of others came while the reader was elsewhere in the list. */
  get unseen(): ReadonlySignal<number> {
    return this.#unseen;
  }

  /** Whether the reader is at the present and follows it, or reads elsewhere. */
  get reader(): ReadonlySignal<"follow" | "read"> {
    return this.#reader;
  }

  /** Starts to listen. */
  follow(): void {
    const { room, timeline } = this;
    this.connection.follow(room);
    room.on("welcome", ({ limits }) => {
      this.#limits.value = limits;
      this.#takeMembers();
    });
    room.on("state", ({ to }) => {
      if (to.name === "online") this.#joined.value = true;
    });
    room.on("self", () => this.#takeMembers());
    room.on("presence", () => this.#takeMembers());
    room.on("reset", ({ events, more }) => this.#restart(events, more));
    room.on("event", (event) => this.#hear(event));
    room.on("pending", (pending) => {
      timeline.setPending(pending);
      this.announcements.pending(pending);
    });
    room.on("failure", this.problems.show);
    timeline.setPending(room.pending);
    effect(() => this.announcements.connection(this.connection.notice.value.name));
    this.#takeMembers();
  }

  /** The list goes to the present when asked to; returns the function that ends that. */
  onGoToPresent(go: () => void): () => void {
    this.#goers.add(go);
    return () => this.#goers.delete(go);
  }

  goToPresent(): void {
    for (const go of this.#goers) go();
  }

  readerIs(reader: "follow" | "read"): void {
    this.#reader.value = reader;
    if (reader === "follow") this.#unseen.value = 0;
  }

  #takeMembers(): void {
    batch(() => {
      this.#self.value = this.room.self;
      this.#roster.value = this.room.roster;
      this.timeline.setSelf(this.room.self);
    });
  }

  #restart(events: readonly DurableEvent[], more: boolean): void {
    batch(() => {
      this.history.forget();
      this.timeline.setSelf(this.room.self);
      this.timeline.reset(events, more);
      this.#unseen.value = 0;
      this.#joined.value = true;
    });
  }

  #hear(event: DurableEvent): void {
    batch(() => {
      this.#joined.value = true;
      this.timeline.apply(event, this.#reader.value);
      if (event.type !== "message") return;
      if (event.from.id === this.room.self?.id) this.announcements.sent();
      else {
        this.announcements.heard(event);
        if (this.#reader.value === "read") this.#unseen.value++;
      }
    });
  }
}
