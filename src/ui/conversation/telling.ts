/**
 * Tells a reader who is elsewhere: counts what is new, and lets the one tab that tells do so by what they chose. Live
 * messages of others alone tell; what a replay or a page of old messages brings is news, but nobody is called for it.
 */
import { effect, signal, type ReadonlySignal } from "@preact/signals";
import type { DurableEvent } from "../../protocol/events/durable.ts";
import type { Message } from "../../protocol/events/message.ts";
import type { Translate } from "../i18n/translate.ts";
import { News } from "../models/news.ts";
import { noticeOf, type Notice, type ToldMessage } from "../models/notice.ts";
import type { ReadMark } from "../models/read-mark.ts";
import { concernOf, waysToTell } from "../models/what-tells.ts";
import type { Timers } from "../timers.ts";
import type { Conversation } from "./conversation.ts";
import type { Settings } from "./settings.ts";

/** However much is said, the reader is told so seldom, of all of it at once. */
const TELL_EVERY_MS = 3_000;

/** What tells. */
export interface Voices {
  notify(notice: Notice): void;
  sound(): void;
  /** nothing is to be told of message `seq` any more */
  forget(seq: number): void;
  /** so much is new; where nothing is, whatever was told is taken back */
  count(count: number): void;
}

export interface TellingParts {
  readonly conversation: Conversation;
  readonly settings: Settings;
  readonly timers: Timers;
  readonly t: Translate;
  readonly roomName: string;
  readonly mark: ReadMark;
  readonly voices: Voices;
  /** true while somebody can see the page */
  readonly isSeen: () => boolean;
  /** true if this tab is the one to tell, and nobody attends to any of the room's */
  readonly isTeller: () => Promise<boolean>;
}

export class Telling {
  readonly #parts: TellingParts;
  readonly #news = new News();
  readonly #count = signal(0);
  /** messages of which it is being found out whom they concern */
  readonly #considered = new Set<number>();
  #waiting: readonly ToldMessage[] = [];
  #isResting = false;

  constructor(parts: TellingParts) {
    this.#parts = parts;
  }

  /** How many messages are new. */
  get count(): ReadonlySignal<number> {
    return this.#count;
  }

  /** Starts to listen. */
  follow(): void {
    const { conversation, voices } = this.#parts;
    const { room, timeline } = conversation;
    room.on("event", this.#hear);
    room.on("reset", () => {
      this.#news.clear();
      this.#startFrom(this.#parts.mark.seq);
      this.looked();
    });
    this.#startFrom(timeline.readUpTo);
    effect(() => {
      void conversation.reader.value;
      void timeline.newer.value;
      this.looked();
    });
    effect(() => voices.count(this.#count.value));
  }

  /** Something about the reader changed: they may see the end of the list now, or have seen it in another tab. */
  readonly looked = (): void => {
    const { mark } = this.#parts;
    if (this.#isReading()) this.#news.clear();
    else this.#news.readUpTo(mark.seq ?? 0);
    this.#recount();
  };

  /** What the page holds and the reader has not read is news. */
  #startFrom(readUpTo = Infinity): void {
    for (const row of this.#parts.conversation.timeline.rows.peek()) {
      if (row.kind !== "message" || row.own || row.deleted) continue;
      if (row.seq !== undefined && row.seq > readUpTo) this.#news.add(row.seq);
    }
  }

  #isReading(): boolean {
    const { conversation, isSeen } = this.#parts;
    return isSeen() && conversation.reader.peek() === "follow" && !conversation.timeline.newer.peek();
  }

  readonly #hear = (event: DurableEvent): void => {
    if (event.type === "delete") this.#forget(event.target);
    if (event.type !== "message") return;
    const { self, state } = this.#parts.conversation.room;
    if (self === undefined || event.from.id === self.id) return;
    if (!this.#isReading()) this.#news.add(event.seq);
    this.#recount();
    if (state.name === "online") void this.#consider(event);
  };

  #forget(seq: number): void {
    this.#news.remove(seq);
    this.#considered.delete(seq);
    this.#waiting = this.#waiting.filter(({ message }) => message.seq !== seq);
    this.#parts.voices.forget(seq);
    this.#recount();
  }

  async #consider(message: Message): Promise<void> {
    this.#considered.add(message.seq);
    const answered = await this.#answered(message);
    const { self } = this.#parts.conversation.room;
    // It may have been taken back meanwhile.
    if (!this.#considered.delete(message.seq) || self === undefined) return;
    const concern = concernOf(message, self, answered);
    const { notify, sound, mute } = this.#parts.settings;
    const ways = waysToTell(concern, { notify: notify.value, sound: sound.value, mute: mute.value });
    if (!ways.notification && !ways.sound) return;
    this.#waiting = [...this.#waiting, { message, concern, ways }];
    if (!this.#isResting) void this.#tell();
  }

  /** The message that this one replies to. One that the room cannot give is nobody's in particular. */
  async #answered({ replyTo }: Message): Promise<Message | undefined> {
    if (replyTo === undefined) return undefined;
    const { room, timeline } = this.#parts.conversation;
    const held = timeline.message(replyTo);
    if (held !== undefined) return held;
    const page = await room.history({ before: replyTo + 1, limit: 1 }).catch(() => undefined);
    return page?.events.filter((event) => event.type === "message").find(({ seq }) => seq === replyTo);
  }

  readonly #tell = async (): Promise<void> => {
    this.#isResting = this.#waiting.length > 0;
    if (!this.#isResting) return;
    this.#parts.timers.after(TELL_EVERY_MS, () => void this.#tell());
    const isTeller = await this.#parts.isTeller();
    const told = this.#waiting;
    this.#waiting = [];
    if (!isTeller) return;
    const { roomName, t, voices } = this.#parts;
    const notice = noticeOf(
      told.filter(({ ways }) => ways.notification),
      roomName,
      t,
    );
    if (notice !== undefined) voices.notify(notice);
    if (told.some(({ ways }) => ways.sound)) voices.sound();
  };

  #recount(): void {
    this.#count.value = this.#news.count;
  }
}
