/** The state of a room in the interface: wires the client's events to the models, without rules of its own. */
import { batch, effect, signal, type ReadonlySignal } from "@preact/signals";
import type { PendingMessage, Roster } from "../../client/api.ts";
import type { BaseRoomApi } from "../../client/base-room-client.ts";
import type { DurableEvent } from "../../protocol/events/durable.ts";
import { DEFAULT_CLIENT_LIMITS } from "../../protocol/client-limits.ts";
import type { ClientLimits } from "../../protocol/limits.ts";
import type { Message } from "../../protocol/events/message.ts";
import type { Self } from "../../protocol/member.ts";
import { withoutIsolates, type Translate } from "../i18n/translate.ts";
import { MemberHues } from "../models/member-hues.ts";
import { isSameTags, nameTags, type NameTags } from "../models/same-names.ts";
import { EventBuffer, MAX_BUFFERED } from "../models/event-buffer.ts";
import type { ReadMarker } from "../models/read-marker.ts";
import { Timeline } from "../models/timeline.ts";
import { oncePerFrame, type Timers } from "../timers.ts";
import { Announcements } from "./announcements.ts";
import { ConnectionIndicator } from "./connection-indicator.ts";
import { Problems } from "./problems.ts";
import { History } from "./history.ts";
import { ReadTracker } from "./read-tracker.ts";
import { TypingTracker } from "./typing-tracker.ts";

const PAUSE_MS = 60;

export interface ConversationParts {
  readonly room: BaseRoomApi;
  readonly t: Translate;
  readonly timers: Timers;
  readonly readMarker: ReadMarker;
  /** true while the page is visible */
  readonly isPageVisible: () => boolean;
  /** true while the reader attends to the page: only then messages are read */
  readonly isPageAttended: () => boolean;
}

/** The latest messages, oldest first, read without joining. */
export interface Preview {
  readonly events: readonly Message[];
  /** true if there are earlier messages */
  readonly more: boolean;
}

/** The scrolling of the message list, which the conversation controls. */
export interface ListView {
  scrollToLatest(): void;
  /** Scrolls to message `seq`, which is in the timeline, and highlights it. */
  scrollToMessage(seq: number): void;
  /** Scrolls to the unread separator. */
  scrollToUnread(): void;
}

export class Conversation {
  readonly room: BaseRoomApi;
  readonly timeline = new Timeline();
  readonly connection: ConnectionIndicator;
  readonly history: History;
  readonly typing: TypingTracker;
  readonly announcements: Announcements;
  readonly problems: Problems;
  readonly readTracker: ReadTracker;
  readonly hues = new MemberHues();

  readonly #self = signal<Self | undefined>(undefined);
  readonly #roster = signal<Roster>({ count: 0, list: [] });
  readonly #nameTags = signal<NameTags>(new Map());
  readonly #limits = signal<ClientLimits>(DEFAULT_CLIENT_LIMITS);
  readonly #joined = signal(false);
  readonly #newBelow = signal(0);
  readonly #reader = signal<"follow" | "read">("follow");
  #list: ListView | undefined;
  #buffer = new EventBuffer();
  readonly #t: Translate;
  readonly #timers: Timers;
  readonly #isPageVisible: () => boolean;
  #pending: readonly PendingMessage[] = [];
  readonly #updateNextFrame: () => void;
  #isPaused = false;

  constructor({ room, t, timers, readMarker, isPageVisible, isPageAttended }: ConversationParts) {
    this.room = room;
    this.#t = t;
    this.#timers = timers;
    this.#isPageVisible = isPageVisible;
    this.#updateNextFrame = oncePerFrame(timers, () => this.#update());
    this.connection = new ConnectionIndicator(timers);
    this.history = new History({ room, timeline: this.timeline, timers });
    this.typing = new TypingTracker(room, timers);
    this.readTracker = new ReadTracker({ readMarker, timeline: this.timeline, timers, isPageAttended });
    this.problems = new Problems({ t, timers });
    this.announcements = new Announcements({ t, timers, isPageVisible });
  }

  /** Yourself; undefined before the first welcome. */
  get self(): ReadonlySignal<Self | undefined> {
    return this.#self;
  }

  get roster(): ReadonlySignal<Roster> {
    return this.#roster;
  }

  /** What to show beside the names that several members have, by member id. */
  get nameTags(): ReadonlySignal<NameTags> {
    return this.#nameTags;
  }

  get limits(): ReadonlySignal<ClientLimits> {
    return this.#limits;
  }

  /** True once the latest page of the conversation was received. */
  get joined(): ReadonlySignal<boolean> {
    return this.#joined;
  }

  /** The number of messages of others that arrived while the reader was further up in the list. */
  get newBelow(): ReadonlySignal<number> {
    return this.#newBelow;
  }

  /** Whether the reader follows the latest message, or reads further up. */
  get reader(): ReadonlySignal<"follow" | "read"> {
    return this.#reader;
  }

  /** Subscribes to the room. */
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

  /** Shows the preview until the room is joined, whose messages replace it. */
  readonly preview = ({ events, more }: Preview): void => {
    if (!this.#joined.value) this.timeline.change((log) => log.reset(events, more));
  };

  /** Attaches the list that is on the page; returns the function that detaches it. */
  attachList(list: ListView): () => void {
    this.#list = list;
    return () => (this.#list = undefined);
  }

  goToLatest(): void {
    this.#list?.scrollToLatest();
  }

  /** Scrolls to message `seq`, and loads it with its context if it is not in the window. */
  async goTo(seq: number): Promise<void> {
    switch (await this.#loadAround(seq)) {
      case "found":
        return this.#list?.scrollToMessage(seq);
      case "pruned":
        return this.problems.showMessage(this.#t("messagePruned"));
      case "none":
        return this.problems.showMessage(withoutIsolates(this.#t("noMessage", { seq: String(seq) })));
      case "failed":
    }
  }

  /** Scrolls to the unread separator, and loads its context if it is not in the window. */
  async goToUnread(): Promise<void> {
    this.readTracker.onUnreadLineSeen();
    const { readUpTo } = this.timeline;
    if (readUpTo === undefined || (await this.#loadAround(readUpTo)) === "failed") return;
    if (this.timeline.hasUnread.value) this.#list?.scrollToUnread();
  }

  async #loadAround(seq: number): Promise<"found" | "none" | "pruned" | "failed"> {
    try {
      return await this.history.loadAround(seq);
    } catch (error) {
      this.problems.show(error);
      return "failed";
    }
  }

  setReader(reader: "follow" | "read"): void {
    this.#reader.value = reader;
    if (reader === "read") return this.readTracker.onScrollAway();
    this.#newBelow.value = 0;
    this.#markRead();
  }

  /** The page lost focus. */
  onPageBlur(): void {
    this.readTracker.onPageBlur();
  }

  /** The page has focus again. */
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

  /** Coalesces updates: however many events arrive, the page changes once per animation frame. */
  readonly #scheduleUpdate = (): void => {
    if (!this.#isPaused) this.#updateNextFrame();
  };

  #update(): void {
    batch(() => {
      const { self, roster } = this.room;
      this.#self.value = self;
      if (roster !== this.#roster.peek()) this.#setRoster(roster);
      this.timeline.setSelf(this.room.self);
      this.timeline.setPending(this.#pending);
      this.#applyBuffered();
    });
    this.#markRead();
  }

  #setRoster(roster: Roster): void {
    const { list } = roster;
    this.#roster.value = roster;
    this.hues.setPresent(list.map(({ id }) => id));
    const tags = nameTags(list);
    if (!isSameTags(tags, this.#nameTags.peek())) this.#nameTags.value = tags;
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
   * Pauses after a full batch, so that the page stays responsive. The next batch is then applied in a task of its own,
   * apart from the frame that draws it.
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
