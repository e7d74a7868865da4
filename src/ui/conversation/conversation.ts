/** A room as the interface holds it: wires the client's events to the models, and knows none of their rules. */
import { batch, effect, signal, type ReadonlySignal } from "@preact/signals";
import type { PendingMessage, RoomApi, Roster } from "../../client/api.ts";
import type { DurableEvent } from "../../protocol/events/durable.ts";
import { DEFAULT_CLIENT_LIMITS, type ClientLimits } from "../../protocol/client-limits.ts";
import type { Message } from "../../protocol/events/message.ts";
import type { Self } from "../../protocol/member.ts";
import type { Translate } from "../i18n/translate.ts";
import { Arrivals, MAX_WAITING } from "../models/arrivals.ts";
import type { ReadMark } from "../models/read-mark.ts";
import { Timeline } from "../models/timeline.ts";
import { oncePerFrame, type Timers } from "../timers.ts";
import { Announcements } from "./announcements.ts";
import { Connection } from "./connection.ts";
import { Problems } from "./problems.ts";
import { History } from "./history.ts";
import { Reading } from "./reading.ts";
import { Writing } from "./writing.ts";

const REST_MS = 60;

export interface ConversationParts {
  readonly room: RoomApi;
  readonly t: Translate;
  readonly timers: Timers;
  readonly mark: ReadMark;
  /** true while somebody can see the page */
  readonly isSeen: () => boolean;
}

/** What was said last, oldest first, read without joining. */
export interface Preview {
  readonly events: readonly Message[];
  /** true if there is more before it */
  readonly more: boolean;
}

/** The list on the page, as far as the conversation moves it. */
export interface ListView {
  toPresent(): void;
  /** Shows message `seq`, which the timeline holds, and points it out. */
  reveal(seq: number): void;
  /** Shows where the news begins. */
  revealUnread(): void;
}

export class Conversation {
  readonly room: RoomApi;
  readonly timeline = new Timeline();
  readonly connection: Connection;
  readonly history: History;
  readonly writing: Writing;
  readonly announcements: Announcements;
  readonly problems: Problems;
  readonly reading: Reading;

  readonly #self = signal<Self | undefined>(undefined);
  readonly #roster = signal<Roster>({ count: 0, list: [] });
  readonly #limits = signal<ClientLimits>(DEFAULT_CLIENT_LIMITS);
  readonly #joined = signal(false);
  readonly #unseen = signal(0);
  readonly #reader = signal<"follow" | "read">("follow");
  #list: ListView | undefined;
  #arrivals = new Arrivals();
  readonly #timers: Timers;
  readonly #isSeen: () => boolean;
  #pending: readonly PendingMessage[] = [];
  readonly #drawNextFrame: () => void;
  #isResting = false;

  constructor({ room, t, timers, mark, isSeen }: ConversationParts) {
    this.room = room;
    this.#timers = timers;
    this.#isSeen = isSeen;
    this.#drawNextFrame = oncePerFrame(timers, () => this.#draw());
    this.connection = new Connection(timers);
    this.history = new History({ room, timeline: this.timeline, timers });
    this.writing = new Writing(room, timers);
    this.reading = new Reading({ mark, timeline: this.timeline, timers, isSeen });
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
    const { room } = this;
    this.connection.follow(room);
    room.on("welcome", ({ limits }) => {
      this.#limits.value = limits;
      this.#drawSoon();
    });
    room.on("state", ({ to }) => {
      if (to.name === "online") this.#joined.value = true;
    });
    room.on("self", this.#drawSoon);
    room.on("presence", this.#drawSoon);
    room.on("reset", ({ events, more }) => this.#restart(events, more));
    room.on("event", (event) => this.#hear(event));
    room.on("pending", (pending) => {
      this.#pending = pending;
      this.announcements.pending(pending);
      this.#drawSoon();
    });
    room.on("failure", this.problems.show);
    this.#pending = room.pending;
    effect(() => this.announcements.connection(this.connection.notice.value.name));
    this.#draw();
  }

  /** Shows what was read of the room before it is joined; what the room then tells takes its place. */
  readonly preview = ({ events, more }: Preview): void => {
    if (!this.#joined.value) this.timeline.change((log) => log.reset(events, more));
  };

  /** The list that is on the page from now on; returns the function that takes it off again. */
  shownBy(list: ListView): () => void {
    this.#list = list;
    return () => (this.#list = undefined);
  }

  goToPresent(): void {
    this.#list?.toPresent();
  }

  /** Shows message `seq` among what was said before and after it, wherever in the log it is. */
  async goTo(seq: number): Promise<void> {
    if (!(await this.#lookAt(seq))) return;
    if (this.timeline.message(seq) === undefined) this.problems.show({ code: "message_not_found" });
    else this.#list?.reveal(seq);
  }

  /** Shows where the news begins. */
  async goToUnread(): Promise<void> {
    this.reading.lineSeen();
    const { readUpTo } = this.timeline;
    if (readUpTo === undefined || !(await this.#lookAt(readUpTo))) return;
    if (this.timeline.hasUnread.value) this.#list?.revealUnread();
  }

  async #lookAt(seq: number): Promise<boolean> {
    try {
      await this.history.around(seq);
      return true;
    } catch (error) {
      this.problems.show(error);
      return false;
    }
  }

  readerIs(reader: "follow" | "read"): void {
    this.#reader.value = reader;
    if (reader === "read") return this.reading.left();
    this.#unseen.value = 0;
    this.#read();
  }

  /** The reader looks at something else than this page. */
  lookedAway(): void {
    this.reading.lookedAway();
  }

  /** The reader is back at this page. */
  lookedAgain(): void {
    this.reading.lookedAgain();
    this.#read();
  }

  #restart(events: readonly DurableEvent[], more: boolean): void {
    batch(() => {
      this.history.forget();
      this.#arrivals = new Arrivals();
      this.timeline.setSelf(this.room.self);
      this.timeline.change((log) => log.reset(events, more));
      this.#unseen.value = 0;
      this.#joined.value = true;
    });
  }

  #hear(event: DurableEvent): void {
    this.#joined.value = true;
    this.#arrivals.add(event);
    if (event.type === "message") {
      if (this.#isOwn(event)) this.announcements.sent();
      else this.announcements.heard(event);
    }
    if (this.#arrivals.count >= MAX_WAITING) this.#draw();
    else this.#drawSoon();
  }

  /** A frame of the room's may come at any moment and hold a hundred events; the page changes once a frame of its own. */
  readonly #drawSoon = (): void => {
    if (!this.#isResting) this.#drawNextFrame();
  };

  #draw(): void {
    batch(() => {
      this.#self.value = this.room.self;
      this.#roster.value = this.room.roster;
      this.timeline.setSelf(this.room.self);
      this.timeline.setPending(this.#pending);
      this.#takeArrivals();
    });
    this.#read();
  }

  #read(): void {
    if (this.#joined.value) this.reading.drawn(this.#reader.value);
  }

  #takeArrivals(): void {
    const arrivals = this.#arrivals;
    if (arrivals.count === 0) return;
    const reader = this.#reader.value;
    const { events, skips } = arrivals.take(this.#isSeen());
    this.timeline.change((log) => (skips ? log.skip(events, reader) : log.applyAll(events, reader)));
    if (reader === "read")
      this.#unseen.value += events.filter((event) => event.type === "message" && !this.#isOwn(event)).length;
    if (skips || arrivals.count > 0) this.#rest();
  }

  /**
   * After a full portion the page is left to its reader for a while. Then it is changed apart from the frame that
   * shows the change: two tasks of half the length.
   */
  #rest(): void {
    if (this.#isResting) return;
    this.#isResting = true;
    this.#timers.after(REST_MS, () => {
      this.#isResting = false;
      this.#draw();
    });
  }

  #isOwn({ from }: DurableEvent): boolean {
    return from.id === this.room.self?.id;
  }
}
