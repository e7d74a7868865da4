/** The state of a room in the interface: wires the client's events to the models, without rules of its own. */
import { batch, effect, signal, type ReadonlySignal, type Signal } from "@preact/signals";
import type { PendingMessage, Roster } from "../../client/api.ts";
import type { BaseRoomApi } from "../../client/base-room-client.ts";
import type { DurableEvent } from "../../protocol/events/durable.ts";
import { DEFAULT_CLIENT_LIMITS } from "../../protocol/client-limits.ts";
import type { ClientLimits } from "../../protocol/limits.ts";
import type { RoomSettings } from "../../protocol/settings.ts";
import type { Self } from "../../protocol/member.ts";
import { parsePosition } from "../../protocol/position.ts";
import { nameTagsOf } from "../formatting.ts";
import type { KeptMessages } from "../models/kept-messages.ts";
import { MAX_NOTES, type Note } from "../models/notes.ts";
import type { NameTags } from "../models/same-names.ts";
import { EventBuffer, MAX_BUFFERED } from "../models/event-buffer.ts";
import { Timeline } from "../models/timeline.ts";
import { oncePerFrame } from "../timers.ts";
import { Announcements } from "./announcements.ts";
import type { ConversationParts, ListView, Preview } from "./conversation-parts.ts";
import { ConnectionIndicator } from "./connection-indicator.ts";
import { followedSettings } from "./followed-settings.ts";
import { Problems } from "./problems.ts";
import { History } from "./history.ts";
import { ReadTracker } from "./read-tracker.ts";
import { TypingNames } from "./typing-names.ts";

const PAUSE_MS = 60;

export class Conversation {
  readonly room: BaseRoomApi;
  readonly timeline = new Timeline();
  readonly connection: ConnectionIndicator;
  readonly history: History;
  readonly typing: TypingNames;
  readonly announcements = new Announcements();
  readonly problems: Problems;
  /** of the room's log: another one than before means that the room began again (SPEC ROOM-4) */
  readonly epoch = signal<string>();
  readonly readTracker: ReadTracker;
  /** the latest since the last reset, oldest first: what shows them and obeys them is loaded after they begin to come */
  readonly notes = signal<readonly Note[]>([]);
  readonly settings: Signal<RoomSettings>;
  readonly roster = signal<Roster>({ count: 0, list: [] });
  /** true once nothing of the room may be shown any more (SPEC OWN-9, PRIV-3), neither what has come and waits to be drawn */
  isGone = false;

  readonly #self = signal<Self>();
  readonly #nameTags = signal<NameTags>(new Map());
  readonly #limits = signal<ClientLimits>(DEFAULT_CLIENT_LIMITS);
  readonly #joined = signal(false);
  readonly #keptUntil = signal<number>();
  /** in place of the general notice about the connection, while kept messages are shown */
  readonly keptNotice = signal<string>();
  readonly #newBelow = signal(0);
  readonly #reader = signal<"follow" | "read">("follow");
  #list: ListView | undefined;
  #buffer = new EventBuffer();
  readonly #parts: ConversationParts;
  #pending: readonly PendingMessage[] = [];
  readonly #updateNextFrame: () => void;
  #isPaused = false;

  constructor(parts: ConversationParts) {
    const { room, t, timers, readMarker, isPageActive } = parts;
    this.#parts = parts;
    this.room = room;
    this.settings = followedSettings(room);
    this.#updateNextFrame = oncePerFrame(timers, () => this.#flush());
    this.connection = new ConnectionIndicator(timers);
    this.history = new History({ room, timeline: this.timeline, timers });
    this.typing = new TypingNames(room);
    this.readTracker = new ReadTracker({ readMarker, timeline: this.timeline, timers, isPageActive });
    this.problems = new Problems({ t, timers, describe: parts.describeError });
  }

  /** Yourself; undefined before the first welcome. */
  get self(): ReadonlySignal<Self | undefined> {
    return this.#self;
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

  /** While kept messages are shown: when the room was last in reach, in ms since 1970. */
  get keptUntil(): ReadonlySignal<number | undefined> {
    return this.#keptUntil;
  }

  /** What was received and is not in the timeline yet, in order: what subscribes to the room now gets no event of it. */
  get waiting(): readonly DurableEvent[] {
    return this.#buffer.events;
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
    room.on("welcome", ({ limits, position }) => {
      this.#limits.value = limits;
      this.epoch.value = parsePosition(position)?.epoch;
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
      this.#scheduleUpdate();
    });
    room.on("failure", this.problems.show);
    this.#pending = room.pending;
    effect(() => {
      this.#nameTags.value = nameTagsOf(this.roster.value.list, this.#nameTags.peek());
    });
    this.#flush();
  }

  /** Shows messages that were kept in this browser, until the room's own replace them. */
  showKept({ epoch, until, self, messages }: KeptMessages): void {
    if (this.#joined.peek() || this.timeline.messages.length > 0) return;
    batch(() => {
      this.epoch.value = epoch;
      this.timeline.setSelf(self);
      // Whether there are earlier ones is known once the room is joined.
      this.timeline.change((log) => log.reset(messages, false));
      this.#keptUntil.value = until;
    });
  }

  /** Shows the preview until the room is joined, whose messages replace it. What was kept stays before it. */
  readonly preview = ({ position, events, more }: Preview): void => {
    if (this.#joined.value || this.isGone) return;
    const isSameLog = parsePosition(position)?.epoch === this.epoch.peek();
    batch(() => {
      this.timeline.change((log) => (isSameLog ? log.renew(events, more) : log.reset(events, more)));
      this.#keptUntil.value = undefined;
    });
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
        return this.problems.show({ code: "message_pruned" });
      case "none":
        return this.problems.show({ code: "no_message", message: String(seq) });
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
      this.notes.value = [];
      this.#buffer = new EventBuffer();
      this.timeline.setSelf(this.room.self);
      this.timeline.change((log) => log.reset(events, more));
      this.#newBelow.value = 0;
      this.#joined.value = true;
      this.#keptUntil.value = undefined;
    });
  }

  #onEvent(event: DurableEvent): void {
    this.#joined.value = true;
    this.#buffer.add(event);
    if ("member" in event) this.notes.value = this.notes.value.slice(1 - MAX_NOTES).concat(event);
    if (this.waiting.length >= MAX_BUFFERED) this.#flush();
    else this.#scheduleUpdate();
  }

  /** Coalesces updates: however many events arrive, the page changes once per animation frame. */
  readonly #scheduleUpdate = (): void => {
    if (!this.#isPaused) this.#updateNextFrame();
  };

  #flush(): void {
    if (this.isGone) return;
    batch(() => {
      const { self, roster } = this.room;
      this.#self.value = self;
      this.roster.value = roster;
      // Before the first welcome, what was kept says who one is.
      if (self !== undefined) this.timeline.setSelf(self);
      this.timeline.setPending(this.#pending);
      this.#applyBuffered();
    });
    this.#markRead();
  }

  #markRead(): void {
    if (this.#joined.value) this.readTracker.markRead(this.#reader.value);
  }

  #applyBuffered(): void {
    if (this.waiting.length === 0) return;
    const reader = this.#reader.value;
    const { events, isSkip } = this.#buffer.takeBatch(this.#parts.isPageVisible());
    this.timeline.change((log) => (isSkip ? log.skip(events, reader) : log.applyAll(events, reader)));
    if (reader === "read")
      this.#newBelow.value += events.filter(
        (event) => event.type === "message" && !this.#isOwn(event),
      ).length;
    if (isSkip || this.waiting.length > 0) this.#pause();
  }

  /**
   * Pauses after a full batch, so that the page stays responsive. The next batch is then applied in a task of its own,
   * apart from the frame that draws it.
   */
  #pause(): void {
    if (this.#isPaused) return;
    this.#isPaused = true;
    this.#parts.timers.after(PAUSE_MS, () => {
      this.#isPaused = false;
      this.#flush();
    });
  }

  #isOwn({ from }: DurableEvent): boolean {
    return from.id === this.room.self?.id;
  }
}
