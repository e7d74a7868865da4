/** What a conversation is made from, and what the page gives it. */
import type { BaseRoomApi } from "../../client/base-room-client.ts";
import type { Message } from "../../protocol/events/message.ts";
import type { Translate } from "../i18n/translate.ts";
import type { ReadMarker } from "../models/read-marker.ts";
import type { Timers } from "../timers.ts";

export interface ConversationParts {
  readonly room: BaseRoomApi;
  readonly t: Translate;
  readonly timers: Timers;
  /** loads the error messages; see `describeError` */
  readonly describeError: (reason: unknown) => Promise<string>;
  readonly readMarker: ReadMarker;
  /** true while the page is visible */
  readonly isPageVisible: () => boolean;
  /** true while the page is active: only then messages are read */
  readonly isPageActive: () => boolean;
}

/** The latest messages, oldest first, read without joining. */
export interface Preview {
  /** of the room when they were read */
  readonly position: string;
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
