/**
 * Tells a reader who is elsewhere: counts what is new, and lets the one tab that tells do so by what they chose. Live
 * messages of others alone tell; what a replay or a page of old messages brings is news, but nobody is called for it.
 */
import { effect, signal, type ReadonlySignal } from "@preact/signals";
import type { DurableEvent } from "../../protocol/events/durable.ts";
import type { Message } from "../../protocol/events/message.ts";
import type { Translate } from "../i18n/translate.ts";
import { UnreadMessages } from "../models/unread-messages.ts";
import {
  notificationContent,
  type NotificationContent,
  type NotifiableMessage,
} from "../models/notification-content.ts";
import type { ReadMarker } from "../models/read-marker.ts";
import { relevanceOf, notificationChannels } from "../models/notification-policy.ts";
import type { Timers } from "../timers.ts";
import type { Conversation } from "./conversation.ts";
import type { UserSettings } from "./user-settings.ts";

/** However much is said, the reader is told so seldom, of all of it at once. */
const NOTIFY_INTERVAL_MS = 3_000;

/** What tells. */
export interface NotificationOutputs {
  notify(notice: NotificationContent): void;
  sound(): void;
  /** nothing is to be told of message `seq` any more */
  dismiss(seq: number): void;
  /** so much is new; where nothing is, whatever was told is taken back */
  count(count: number): void;
}

export interface NotifierParts {
  readonly conversation: Conversation;
  readonly settings: UserSettings;
  readonly timers: Timers;
  readonly t: Translate;
  readonly roomName: string;
  readonly marker: ReadMarker;
  readonly outputs: NotificationOutputs;
  /** true while somebody can see the page */
  readonly isPageVisible: () => boolean;
  /** true if this tab is the one to tell, and nobody attends to any of the room's */
  readonly isLeader: () => Promise<boolean>;
}

export class Notifier {
  readonly #parts: NotifierParts;
  readonly #unread = new UnreadMessages();
  readonly #count = signal(0);
  /** messages of which it is being found out whom they concern */
  readonly #classifying = new Set<number>();
  #queue: readonly NotifiableMessage[] = [];
  #isThrottled = false;

  constructor(parts: NotifierParts) {
    this.#parts = parts;
  }

  /** How many messages are new. */
  get count(): ReadonlySignal<number> {
    return this.#count;
  }

  /** Starts to listen. */
  start(): void {
    const { conversation, outputs } = this.#parts;
    const { room, timeline } = conversation;
    room.on("event", this.#onEvent);
    room.on("reset", () => {
      this.#unread.clear();
      this.#countFrom(this.#parts.marker.seq);
      this.refresh();
    });
    this.#countFrom(timeline.readUpTo ?? this.#parts.marker.seq);
    effect(() => {
      void conversation.reader.value;
      void timeline.newer.value;
      this.refresh();
    });
    effect(() => outputs.count(this.#count.value));
  }

  /** Something about the reader changed: they may see the end of the list now, or have seen it in another tab. */
  readonly refresh = (): void => {
    const { marker } = this.#parts;
    if (this.#isReadingLatest()) this.#unread.clear();
    else this.#unread.markReadUpTo(marker.seq ?? 0);
    this.#recount();
  };

  /** What the page holds and the reader has not read is news. */
  #countFrom(readUpTo = Infinity): void {
    for (const row of this.#parts.conversation.timeline.rows.peek()) {
      if (row.kind !== "message" || row.own || row.deleted) continue;
      if (row.seq !== undefined && row.seq > readUpTo) this.#unread.add(row.seq);
    }
  }

  #isReadingLatest(): boolean {
    const { conversation, isPageVisible } = this.#parts;
    return isPageVisible() && conversation.reader.peek() === "follow" && !conversation.timeline.newer.peek();
  }

  readonly #onEvent = (event: DurableEvent): void => {
    if (event.type === "delete") this.#onDelete(event.target);
    if (event.type !== "message") return;
    const { self, state } = this.#parts.conversation.room;
    if (self === undefined || event.from.id === self.id) return;
    if (!this.#isReadingLatest()) this.#unread.add(event.seq);
    this.#recount();
    if (state.name === "online") void this.#classify(event);
  };

  #onDelete(seq: number): void {
    this.#unread.remove(seq);
    this.#classifying.delete(seq);
    this.#queue = this.#queue.filter(({ message }) => message.seq !== seq);
    this.#parts.outputs.dismiss(seq);
    this.#recount();
  }

  async #classify(message: Message): Promise<void> {
    this.#classifying.add(message.seq);
    const repliedTo = await this.#loadRepliedTo(message);
    const { self } = this.#parts.conversation.room;
    // It may have been taken back meanwhile.
    if (!this.#classifying.delete(message.seq) || self === undefined) return;
    const relevance = relevanceOf(message, self, repliedTo);
    const { notify, sound, mute } = this.#parts.settings;
    const channels = notificationChannels(relevance, {
      notify: notify.value,
      sound: sound.value,
      mute: mute.value,
    });
    if (!channels.notification && !channels.sound) return;
    this.#queue = [...this.#queue, { message, relevance, channels }];
    if (!this.#isThrottled) void this.#flush();
  }

  /** The message that this one replies to. One that the room cannot give is nobody's in particular. */
  async #loadRepliedTo({ replyTo }: Message): Promise<Message | undefined> {
    if (replyTo === undefined) return undefined;
    const { room, timeline } = this.#parts.conversation;
    const loaded = timeline.message(replyTo);
    if (loaded !== undefined) return loaded;
    const page = await room.history({ before: replyTo + 1, limit: 1 }).catch(() => undefined);
    return page?.events.filter((event) => event.type === "message").find(({ seq }) => seq === replyTo);
  }

  readonly #flush = async (): Promise<void> => {
    this.#isThrottled = this.#queue.length > 0;
    if (!this.#isThrottled) return;
    this.#parts.timers.after(NOTIFY_INTERVAL_MS, () => void this.#flush());
    const isLeader = await this.#parts.isLeader();
    const queued = this.#queue;
    this.#queue = [];
    if (!isLeader) return;
    const { roomName, t, outputs } = this.#parts;
    const notice = notificationContent(
      queued.filter(({ channels }) => channels.notification),
      roomName,
      t,
    );
    if (notice !== undefined) outputs.notify(notice);
    if (queued.some(({ channels }) => channels.sound)) outputs.sound();
  };

  #recount(): void {
    this.#count.value = this.#unread.count;
  }
}
