/** What an application sees of a room: the types of the SDK's public surface. */
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

/** Where the connection stands. Times are ms since 1970 by the client's clock. */
export type ConnectionState =
  /** made, not yet started */
  | { readonly name: "idle" }
  /** the first attempt is under way */
  | { readonly name: "connecting"; readonly since: number }
  /** joined and whole: every event up to now was delivered */
  | { readonly name: "online"; readonly since: number }
  /** lost; the next attempt begins at `retryAt`, or is under way if that has passed */
  | { readonly name: "reconnecting"; readonly since: number; readonly retryAt: number }
  /** the machine says it has no network; tried again when that changes, and now and then all the same */
  | { readonly name: "offline"; readonly since: number; readonly retryAt: number }
  /** over: by `close()`, or because the room said not to come back */
  | { readonly name: "closed"; readonly code: number; readonly reason: string; readonly fatal: boolean };

/**
 * What carries the room's events. The SDK takes the best that the network lets through, changes it when it must and
 * when it can, and tells nobody: nothing else about the room depends on it.
 */
export type Transport = "websocket" | "events" | "long_poll" | "short_poll";

/** A message on its way. `waiting` and `sent` become a message by themselves; `failed` waits for `retry` or `discard`. */
export interface PendingMessage {
  readonly id: string;
  readonly text: string;
  readonly replyTo?: number;
  /** when it was written, ms since 1970 by the client's clock */
  readonly at: number;
  readonly status:
    | { readonly name: "waiting" }
    | { readonly name: "sent" }
    | { readonly name: "failed"; readonly code: string; readonly message: string };
}

/** The events of a room client, by name. */
export interface RoomClientEvents {
  /** the connection's state changed */
  state: { readonly from: ConnectionState; readonly to: ConnectionState };
  /** joined, or joined again: who you are, who is here, the room's limits */
  welcome: Welcome;
  /** forget every event held so far and start from these (SPEC REC-2); `more`: there are older messages */
  reset: { readonly events: readonly DurableEvent[]; readonly more: boolean };
  /** one durable event, in the order of seq, exactly once, replayed or live */
  event: DurableEvent;
  /** who is here changed; `members` of the client is already up to date */
  presence: Presence;
  typing: TypingEvent;
  signal: SignalEvent;
  /** the list of pending messages changed */
  pending: readonly PendingMessage[];
  /** you changed: a name, a token */
  self: Self;
  /** a refusal that belongs to no promise of the application's */
  failure: ErrorEvent;
}

/** Who is here: the truth in `count`, some of them in `list`, yourself first. */
export interface Roster {
  readonly count: number;
  readonly list: readonly Member[];
}

/** Where the SDK keeps what must outlive a page: your token and the messages not yet sent. */
export interface KeyValueStorage {
  get(key: string): string | undefined;
  /** Returns false where the value could not be kept. Never throws. */
  set(key: string, value: string): boolean;
  remove(key: string): void;
  keys(): string[];
}

export interface Published {
  readonly id: string;
  /** the stored message. Rejects with a `RoomError` if the room refuses it or the text is past the room's limits. */
  readonly stored: Promise<Message>;
}

export interface HistoryRequest {
  /** messages before this seq; the newest when absent */
  readonly before?: number;
  /** at most this many */
  readonly limit?: number;
}

export interface SearchRequest {
  /** words, each the beginning of a word, and "phrases"; all must occur (SPEC SEARCH-2) */
  readonly query: string;
  /** where to go on: `before` of the page before; the newest messages when absent */
  readonly before?: number | undefined;
  readonly signal?: AbortSignal;
}

/** One room, joined. Implemented by `RoomClient`, made by `joinRoom`. */
export interface RoomApi extends AsyncIterable<DurableEvent> {
  readonly url: URL;
  readonly state: ConnectionState;
  /** undefined while not joined */
  readonly transport: Transport | undefined;
  /** undefined until the first welcome */
  readonly self: Self | undefined;
  readonly roster: Roster;
  readonly pending: readonly PendingMessage[];

  /** Calls `listener` for each event of that name; returns the function that stops it. */
  on<Name extends keyof RoomClientEvents>(
    name: Name,
    listener: (detail: RoomClientEvents[Name]) => void,
  ): () => void;
  /** Queues a message; sends it now or as soon as the room can be reached. */
  publish(text: string, options?: { readonly replyTo?: number }): Published;
  /** Sends a failed message again. */
  retry(id: string): void;
  /** Drops a failed message. */
  discard(id: string): void;
  edit(seq: number, text: string): Promise<void>;
  delete(seq: number): Promise<void>;
  react(seq: number, emoji: string, on: boolean): Promise<void>;
  rename(name: string): Promise<Self>;
  authenticate(token: string): Promise<Self>;
  history(request: HistoryRequest): Promise<Page>;
  /** What was said, newest first. Works without a connection, as long as the room can be reached. Rejects with a `RoomError`, or the signal's reason. */
  search(request: SearchRequest): Promise<SearchPage>;
  /** Lossy; dropped while not online. */
  typing(on: boolean): void;
  /** Lossy; dropped while not online. */
  signal(data: unknown, to?: string): void;
  /** Tries at once instead of waiting for the next attempt; checks the connection if there is one. Call it when the page is seen again. */
  wake(): void;
  close(): void;
}
