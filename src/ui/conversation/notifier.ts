/**
 * Counts unread messages and notifies a reader whose page is in the background: only the leader tab does, as the
 * settings say. Only live messages of others notify; those of a replay or of history are unread, without a notification.
 */
import { effect, signal, type ReadonlySignal } from "@preact/signals";
import type { DurableEvent, DurableEventOf } from "../../protocol/events/durable.ts";
import type { Message } from "../../protocol/events/message.ts";
import type { Translate } from "../i18n/translate.ts";
import { isHiddenBy } from "../../client/amend.ts";
import { SendRateLimiter } from "../../client/send-rate-limiter.ts";
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
import { namesKnownIn } from "./known-names.ts";
import type { UserSettings } from "./user-settings.ts";

/** Throttle: messages within this time share one notification. */
const NOTIFY_INTERVAL_MS = 3_000;

/**
 * Messages that are fetched to know whose they are: beyond it a reply is taken for one to another. Who replies to another old
 * message ten times a second would make each page of the room read as often.
 */
const LOOKUP_RATE = { perSecond: 1, burst: 5 };

/** The outputs of the notifier. */
export interface NotificationOutputs {
  notify(notice: NotificationContent): void;
  sound(): void;
  /** closes the notification of message `seq` */
  dismiss(seq: number): void;
  /** shows the number of unread messages; 0 closes the notification */
  count(count: number): void;
}

export interface NotifierParts {
  readonly conversation: Conversation;
  readonly settings: UserSettings;
  readonly timers: Timers;
  readonly t: Translate;
  /** what the room is called now */
  readonly roomTitle: () => string;
  readonly marker: ReadMarker;
  readonly outputs: NotificationOutputs;
  /** true while the page is active (page-focus.ts) */
  readonly isPageActive: () => boolean;
  /** true for a member whose messages the user has hidden */
  readonly isHidden: (member: string) => boolean;
  /** true if this tab is the leader, and no tab of the room has focus */
  readonly isLeader: () => Promise<boolean>;
}

export class Notifier {
  readonly #parts: NotifierParts;
  readonly #unread = new UnreadMessages();
  readonly #count = signal(0);
  /** messages whose relevance is being determined */
  readonly #classifying = new Map<number, Message>();
  readonly #lookups = new SendRateLimiter();
  #queue: readonly NotifiableMessage[] = [];
  #isThrottled = false;

  constructor(parts: NotifierParts) {
    this.#parts = parts;
    this.#lookups.setRate(LOOKUP_RATE, parts.timers.now());
  }

  /** The number of unread messages. */
  get count(): ReadonlySignal<number> {
    return this.#count;
  }

  /** Subscribes to the conversation. */
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
    for (const event of conversation.waiting) this.#track(event);
    effect(() => {
      void conversation.reader.value;
      void timeline.newer.value;
      this.refresh();
    });
    effect(() => outputs.count(this.#count.value));
  }

  /** Recounts: the reader may be at the end of the list now, or have read it in another tab. */
  readonly refresh = (): void => {
    const { marker } = this.#parts;
    if (this.#isReadingLatest()) this.#unread.clear();
    else this.#unread.markReadUpTo(marker.seq ?? 0);
    this.#recount();
  };

  /** Adds the messages in the window that are unread. */
  #countFrom(readUpTo = Infinity): void {
    for (const row of this.#parts.conversation.timeline.rows.peek()) {
      if (row.kind !== "message" || row.own || row.deleted) continue;
      if (row.seq !== undefined && row.seq > readUpTo) this.#unread.add(row.seq);
    }
  }

  #isReadingLatest(): boolean {
    const { conversation, isPageActive } = this.#parts;
    return isPageActive() && conversation.reader.peek() === "follow" && !conversation.timeline.newer.peek();
  }

  readonly #onEvent = (event: DurableEvent): void => {
    const message = this.#track(event);
    if (message !== undefined && this.#parts.conversation.room.state.name === "online")
      void this.#classify(message);
  };

  /** Keeps the count; returns the message if the event is one of another member, whom the user has not hidden. */
  #track(event: DurableEvent): Message | undefined {
    if (event.type === "delete") this.#onDelete(event.target);
    if (event.type === "moderation") this.#onModeration(event);
    const { self } = this.#parts.conversation.room;
    if (self === undefined || event.from.id === self.id) return undefined;
    if (event.type === "restore") this.#onRestore(event);
    if (event.type !== "message" || this.#parts.isHidden(event.from.id)) return undefined;
    if (!this.#isReadingLatest()) this.#unread.add(event.seq);
    this.#recount();
    return event;
  }

  #onDelete(seq: number): void {
    this.#unread.remove(seq);
    this.#classifying.delete(seq);
    this.#queue = this.#queue.filter(({ message }) => message.seq !== seq);
    this.#parts.outputs.dismiss(seq);
    this.#recount();
  }

  /** What a moderator hides is neither unread nor in a notification. */
  #onModeration(event: DurableEvent): void {
    const { messages } = this.#parts.conversation.timeline;
    const queued = this.#queue.map(({ message }) => message);
    // The newest ones may not be in the timeline yet.
    for (const message of [...messages, ...this.#classifying.values(), ...queued])
      if (isHiddenBy(message, event)) this.#onDelete(message.seq);
  }

  /** It is unread again, without a second notification, unless it was read before it was deleted. */
  #onRestore({ target, text }: DurableEventOf<"restore">): void {
    if (text === "" || target <= (this.#parts.marker.seq ?? 0) || this.#isReadingLatest()) return;
    this.#unread.add(target);
    this.#recount();
  }

  async #classify(message: Message): Promise<void> {
    this.#classifying.set(message.seq, message);
    const repliedTo = await this.#loadRepliedTo(message);
    const { conversation } = this.#parts;
    const { self } = conversation.room;
    // It may have been deleted meanwhile.
    if (!this.#classifying.delete(message.seq) || self === undefined) return;
    const relevance = relevanceOf(message, self, { repliedTo, names: namesKnownIn(conversation).peek() });
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

  /** The message that this one replies to; undefined if there is none, or the room cannot return it. */
  async #loadRepliedTo({ replyTo }: Message): Promise<Message | undefined> {
    if (replyTo === undefined) return undefined;
    const { room, timeline } = this.#parts.conversation;
    const loaded = timeline.message(replyTo);
    if (loaded !== undefined || !this.#mayLookUp()) return loaded;
    this.#lookups.take();
    const page = await room.history({ before: replyTo + 1, limit: 1 }).catch(() => undefined);
    return page?.events.filter((event) => event.type === "message").find(({ seq }) => seq === replyTo);
  }

  /** Only where it matters whose message it is. */
  #mayLookUp(): boolean {
    const { settings, timers } = this.#parts;
    const isNotified = settings.notify.value !== "off" && settings.mute.value.name === "none";
    return isNotified && this.#lookups.waitMs(timers.now()) === 0;
  }

  readonly #flush = async (): Promise<void> => {
    this.#isThrottled = this.#queue.length > 0;
    if (!this.#isThrottled) return;
    this.#parts.timers.after(NOTIFY_INTERVAL_MS, () => void this.#flush());
    const isLeader = await this.#parts.isLeader();
    const queued = this.#queue;
    this.#queue = [];
    if (!isLeader) return;
    const { roomTitle, t, outputs } = this.#parts;
    const notice = notificationContent(
      queued.filter(({ channels }) => channels.notification),
      roomTitle(),
      t,
    );
    if (notice !== undefined) outputs.notify(notice);
    if (queued.some(({ channels }) => channels.sound)) outputs.sound();
  };

  #recount(): void {
    this.#count.value = this.#unread.count;
  }
}
