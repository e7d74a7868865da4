/** The types of the SDK's public API. */
import type { DurableEvent } from "../protocol/events/durable.ts";
import type { Message } from "../protocol/events/message.ts";
import type { Page } from "../protocol/events/page.ts";
import type { SignalEvent } from "../protocol/events/signal.ts";
import type { TypingEvent } from "../protocol/events/typing.ts";
import type { Welcome } from "../protocol/events/welcome.ts";
import type { Presence } from "../protocol/events/presence.ts";
import type { ErrorEvent } from "../protocol/events/error.ts";
import type { SearchPage } from "../protocol/search-page.ts";
import type { Member, Self } from "../protocol/member.ts";

/** The state of the connection. Times are in ms since 1970 by the client's clock. */
export type ConnectionState =
  /** created, not yet started */
  | { readonly name: "idle" }
  /** the first attempt is in progress */
  | { readonly name: "connecting"; readonly since: number }
  /** joined and caught up: every event up to now was delivered */
  | { readonly name: "online"; readonly since: number }
  /** lost; the next attempt starts at `retryAt`, or is in progress if that is past */
  | { readonly name: "reconnecting"; readonly since: number; readonly retryAt: number }
  /** lost, and the machine reports no network; attempts continue at a lower rate, and at once when that changes */
  | { readonly name: "offline"; readonly since: number; readonly retryAt: number }
  /** final: by `close()`, or (`fatal`) because the room must not be joined again; `code` is a close code */
  | { readonly name: "closed"; readonly code: number; readonly reason: string; readonly fatal: boolean };

/**
 * What carries the room's events. The SDK uses the best transport that the network lets through, and changes it
 * without any event: nothing else about the room depends on it.
 */
export type Transport = "websocket" | "events" | "long_poll" | "short_poll";

/**
 * A message that the room has not stored yet. `waiting` and `sent` become a message without further calls; `failed`
 * needs `retry` or `discard`.
 */
export interface PendingMessage {
  /** the id of the message to be, the same in the event that stores it */
  readonly id: string;
  readonly text: string;
  /** the seq of the message it replies to */
  readonly replyTo?: number;
  /** when it was written, in ms since 1970 by the client's clock */
  readonly at: number;
  readonly status:
    | { readonly name: "waiting" }
    | { readonly name: "sent" }
    | { readonly name: "failed"; readonly code: string; readonly message: string };
}

/** The events of a room client, by name. */
export interface RoomClientEvents {
  /** The connection's state changed. */
  state: { readonly from: ConnectionState; readonly to: ConnectionState };
  /** Joined, or joined again: with your identity, the members present and the room's limits. */
  welcome: Welcome;
  /** Discard all events held so far and start from these (SPEC REC-2). `more`: there are older messages. */
  reset: { readonly events: readonly DurableEvent[]; readonly more: boolean };
  /** One durable event, in the order of seq, exactly once, replayed or live. */
  event: DurableEvent;
  /** Members joined, left or changed; the client's `roster` is already updated. */
  presence: Presence;
  /** A member started or stopped typing. */
  typing: TypingEvent;
  /** An application-defined signal was received. */
  signal: SignalEvent;
  /** The list of pending messages changed. */
  pending: readonly PendingMessage[];
  /** Your own name, role or token changed. */
  self: Self;
  /** An error that rejects no promise. */
  failure: ErrorEvent;
}

/** The members present. In a large room `list` holds some of them only; `count` is exact. You are first. */
export interface Roster {
  readonly count: number;
  readonly list: readonly Member[];
}

/** Where the SDK stores what outlives a page: your token, unsent messages, the transport that worked. */
export interface KeyValueStorage {
  get(key: string): string | undefined;
  /** Returns false if the value could not be stored. Never throws. */
  set(key: string, value: string): boolean;
  remove(key: string): void;
  keys(): string[];
}

/** What `publish` returns. */
export interface Published {
  /** the message's id, from now on and once it is stored */
  readonly id: string;
  /**
   * Resolves with the stored message. Rejects with a `RoomError` if the room refuses it, if the text exceeds the room's
   * limits, or if the client is closed before. It may be ignored: a failure is shown in `pending` too.
   */
  readonly stored: Promise<Message>;
}

export interface HistoryRequest {
  /** messages before this seq; the newest ones if absent */
  readonly before?: number;
  /** at most this many, up to 200; 50 if absent (SPEC HIST-1) */
  readonly limit?: number;
}

export interface SearchRequest {
  /** words, each the beginning of a word, and "phrases"; all must match (SPEC SEARCH-2) */
  readonly query: string;
  /** continues a search: `before` of the previous page; the newest messages if absent */
  readonly before?: number | undefined;
  /** cancels the search */
  readonly signal?: AbortSignal;
}

/**
 * One room, joined: implemented by `RoomClient`, created by `joinRoom`.
 *
 * Iterating yields the durable events from now on, replayed or live, each once and in order, until the room is closed.
 * A loop that falls more than 10,000 events behind fails with `reader_too_slow`. A `reset` is not an event: an
 * application that keeps a copy of the messages listens to it too.
 */
export interface RoomApi extends AsyncIterable<DurableEvent> {
  /** the room's URL, without query, fragment and trailing slash */
  readonly url: URL;
  readonly state: ConnectionState;
  /** undefined while not joined */
  readonly transport: Transport | undefined;
  /** your identity in the room; undefined before the first welcome */
  readonly self: Self | undefined;
  readonly roster: Roster;
  /** your messages that are not stored yet, oldest first */
  readonly pending: readonly PendingMessage[];

  /** Calls `listener` for each event of that name; returns the function that unsubscribes it. */
  on<Name extends keyof RoomClientEvents>(
    name: Name,
    listener: (detail: RoomClientEvents[Name]) => void,
  ): () => void;
  /**
   * Queues a message, and sends it now or as soon as the room can be reached, exactly once (SPEC PUB-3). Never throws:
   * see {@link Published} for failures.
   */
  publish(text: string, options?: { readonly replyTo?: number }): Published;
  /** Sends a failed message again; does nothing for any other. */
  retry(id: string): void;
  /** Removes a failed message from `pending`; does nothing for any other. */
  discard(id: string): void;
  /**
   * Replaces the text of your message `seq`. Resolves once the room has stored the edit.
   *
   * This and every other method that returns a promise rejects with a `RoomError`: the room's code (SPEC ERR-1), or
   * `not_connected`, `connection_lost`, `timeout` (after 10 s) or `closed`. None of them is queued while offline.
   */
  edit(seq: number, text: string): Promise<void>;
  /** Deletes your message `seq`. Resolves once the room has stored the deletion. */
  delete(seq: number): Promise<void>;
  /** Adds (`on`) or removes your reaction to message `seq`. Resolves once that is stored, or nothing had to change. */
  react(seq: number, emoji: string, on: boolean): Promise<void>;
  /** Changes your name. Resolves with your new identity. */
  rename(name: string): Promise<Self>;
  /** Becomes the member of an application's token, on the open connection. Resolves with the new identity. */
  authenticate(token: string): Promise<Self>;
  /** Resolves with one page of messages, oldest first. */
  history(request: HistoryRequest): Promise<Page>;
  /**
   * Resolves with one page of the messages that match, newest first. Uses a request of its own, so it works while
   * reconnecting. Rejects with a `RoomError`, or with the reason of `request.signal`.
   */
  search(request: SearchRequest): Promise<SearchPage>;
  /** Reports that you type, or stopped; throttled. Lossy: dropped while not online. */
  typing(on: boolean): void;
  /** Sends JSON `data` to all members, or to the member `to` only. Lossy: dropped while not online. */
  signal(data: unknown, to?: string): void;
  /** Connects now instead of at `retryAt`, or checks a connection that seems open. Call it when the page is shown again. */
  wake(): void;
  /** Leaves the room for good. Unsent messages stay in storage, and the next client of the room with that storage sends them. */
  close(): void;
}
