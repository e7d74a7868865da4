/** A room as the interface holds it: wires the client's events to the models, and knows none of their rules. */
import { batch, effect, signal, type ReadonlySignal } from "@preact/signals";
import type { PendingMessage, RoomApi, Roster } from "../../client/api.ts";
import type { DurableEvent } from "../../protocol/events/durable.ts";
import { DEFAULT_CLIENT_LIMITS } from "../../protocol/client-limits.ts";
import type { ClientLimits } from "../../protocol/limits.ts";
import type { Message } from "../../protocol/events/message.ts";
import type { Self } from "../../protocol/member.ts";
import type { Translate } from "../i18n/translate.ts";
import { EventBuffer, MAX_BUFFERED } from "../models/event-buffer.ts";
import type { ReadMarker } from "../models/read-marker.ts";
import { Timeline } from "../models/timeline.ts";
import { oncePerFrame, type Timers } from "../timers.ts";
import { Announcements } from "./announcements.ts";
import { ConnectionStatus } from "./connection-status.ts";
import { Problems } from "./problems.ts";
import { History } from "./history.ts";
import { ReadTracker } from "./read-tracker.ts";
import { TypingTracker } from "./typing-tracker.ts";

const PAUSE_MS = 60;

export interface ConversationParts {
  readonly room: RoomApi;
  readonly t: Translate;
  readonly timers: Timers;
  readonly readMarker: ReadMarker;
  /** true while somebody can see the page */
  readonly isPageVisible: () => boolean;
}

/** What was said last, oldest first, read without joining. */
export interface Preview {
  readonly events: readonly Message[];
  /** true if there is more before it */
  readonly more: boolean;
}

/** The list on the page, as far as the conversation moves it. */
export interface ListView {
  scrollToLatest(): void;
  /** Shows message `seq`, which the timeline holds, and points it out. */
  scrollToMessage(seq: number): void;
  /** Shows where the news begins. */
  scrollToUnread(): void;
}

export class Conversation {
  readonly room: RoomApi;
  readonly timeline = new Timeline();
  readonly connection: ConnectionStatus;
  readonly history: History;
  readonly typing: TypingTracker;
  readonly announcements: Announcements;
  readonly problems: Problems;
  readonly readTracker: ReadTracker;

  readonly #self = signal<Self | undefined>(undefined);
  readonly #roster = signal<Roster>({ count: 0, list: [] });
  readonly #limits = signal<ClientLimits>(DEFAULT_CLIENT_LIMITS);
  readonly #joined = signal(false);
  readonly #newBelow = signal(0);
  readonly #reader = signal<"follow" | "read">("follow");
  #list: ListView | undefined;
  #buffer = new EventBuffer();
  readonly #timers: Timers;
  readonly #isPageVisible: () => boolean;
  #pending: readonly PendingMessage[] = [];
  readonly #updateNextFrame: () => void;
  #isPaused = false;

  constructor({ room, t, timers, readMarker, isPageVisible }: ConversationParts) {
    this.room = room;
    this.#timers = timers;
    this.#isPageVisible = isPageVisible;
    this.#updateNextFrame = oncePerFrame(timers, () => this.#update());
    this.connection = new ConnectionStatus(timers);
    this.history = new History({ room, timeline: this.timeline, timers });
    this.typing = new TypingTracker(room, timers);
    this.readTracker = new ReadTracker({ readMarker, timeline: this.timeline, timers, isPageVisible });
    this.problems = new Problems({ t, timers });
    this.announcements = new Announcements({ t, timers, isPageVisible });
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
  get newBelow(): ReadonlySignal<number> {
    return this.#newBelow;
  }

  /** Whether the reader is at the present and follows it, or reads elsewhere. */
  get reader(): ReadonlySignal<"follow" | "read"> {
    return this.#reader;
  }

  /** Starts to listen. */
  start(): void {
    const { room } = this;
    this.connection.start(room);
    room.on("welcome", ({ limits }) => {
      this.#limits.value = limits;
      this.#scheduleUpdate();
    });
    room.on("state", ({ to }) => {
      if (to.name === "online") this.#joined.value = true;
    });
    room.on("self", this.#scheduleUpdate);
    room.on("presence", this.#scheduleUpdate);
    room.on("reset", ({ events, more }) => this.#reset(events, more));
    room.on("event", (event) => this.#onEvent(event));
    room.on("pending", (pending) => {
      this.#pending = pending;
      this.announcements.onPending(pending);
      this.#scheduleUpdate();
    });
    room.on("failure", this.problems.show);
    this.#pending = room.pending;
    effect(() => this.announcements.onConnection(this.connection.notice.value.name));
    this.#update();
  }

  /** Shows what was read of the room before it is joined; what the room then tells takes its place. */
  readonly preview = ({ events, more }: Preview): void => {
    if (!this.#joined.value) this.timeline.change((log) => log.reset(events, more));
  };

  /** The list that is on the page from now on; returns the function that takes it off again. */
  attachList(list: ListView): () => void {
    this.#list = list;
    return () => (this.#list = undefined);
  }

  goToLatest(): void {
    this.#list?.scrollToLatest();
  }

  /** Shows message `seq` among what was said before and after it, wherever in the log it is. */
  async goTo(seq: number): Promise<void> {
    if (!(await this.#loadAround(seq))) return;
    if (this.timeline.message(seq) === undefined) this.problems.show({ code: "message_not_found" });
    else this.#list?.scrollToMessage(seq);
  }

  /** Shows where the news begins. */
  async goToUnread(): Promise<void> {
    this.readTracker.onUnreadLineSeen();
    const { readUpTo } = this.timeline;
    if (readUpTo === undefined || !(await this.#loadAround(readUpTo))) return;
    if (this.timeline.hasUnread.value) this.#list?.scrollToUnread();
  }

  async #loadAround(seq: number): Promise<boolean> {
    try {
      await this.history.loadAround(seq);
      return true;
    } catch (error) {
      this.problems.show(error);
      return false;
    }
  }

  setReader(reader: "follow" | "read"): void {
    this.#reader.value = reader;
    if (reader === "read") return this.readTracker.onScrollAway();
    this.#newBelow.value = 0;
    this.#markRead();
  }

  /** The reader looks at something else than this page. */
  onPageBlur(): void {
    this.readTracker.onPageBlur();
  }

  /** The reader is back at this page. */
  onPageFocus(): void {
    this.readTracker.onPageFocus();
    this.#markRead();
  }

  #reset(events: readonly DurableEvent[], more: boolean): void {
    batch(() => {
      this.history.reset();
      this.#buffer = new EventBuffer();
      this.timeline.setSelf(this.room.self);
      this.timeline.change((log) => log.reset(events, more));
      this.#newBelow.value = 0;
      this.#joined.value = true;
    });
  }

  #onEvent(event: DurableEvent): void {
    this.#joined.value = true;
    this.#buffer.add(event);
    if (event.type === "message") {
      if (this.#isOwn(event)) this.announcements.onSent();
      else this.announcements.onMessage(event);
    }
    if (this.#buffer.count >= MAX_BUFFERED) this.#update();
    else this.#scheduleUpdate();
  }

  /** A frame of the room's may come at any moment and hold a hundred events; the page changes once a frame of its own. */
  readonly #scheduleUpdate = (): void => {
    if (!this.#isPaused) this.#updateNextFrame();
  };

  #update(): void {
    batch(() => {
      this.#self.value = this.room.self;
      this.#roster.value = this.room.roster;
      this.timeline.setSelf(this.room.self);
      this.timeline.setPending(this.#pending);
      this.#applyBuffered();
    });
    this.#markRead();
  }

  #markRead(): void {
    if (this.#joined.value) this.readTracker.markRead(this.#reader.value);
  }

  #applyBuffered(): void {
    const buffer = this.#buffer;
    if (buffer.count === 0) return;
    const reader = this.#reader.value;
    const { events, isSkip } = buffer.takeBatch(this.#isPageVisible());
    this.timeline.change((log) => (isSkip ? log.skip(events, reader) : log.applyAll(events, reader)));
    if (reader === "read")
      this.#newBelow.value += events.filter(
        (event) => event.type === "message" && !this.#isOwn(event),
      ).length;
    if (isSkip || buffer.count > 0) this.#pause();
  }

  /**
   * After a full portion the page is left to its reader for a while. Then it is changed apart from the frame that
   * shows the change: two tasks of half the length.
   */
  #pause(): void {
    if (this.#isPaused) return;
    this.#isPaused = true;
    this.#timers.after(PAUSE_MS, () => {
      this.#isPaused = false;
      this.#update();
    });
  }

  #isOwn({ from }: DurableEvent): boolean {
    return from.id === this.room.self?.id;
  }
}
