/** The types of the SDK's public API. */
import type { Role } from "../protocol/roles.ts";
import type { EchoEvent } from "../protocol/events/echo.ts";
import type { DurableEvent } from "../protocol/events/durable.ts";
import type { Message } from "../protocol/events/message.ts";
import type { DeltaEvent, StateEntry } from "../protocol/events/state.ts";
import type { ReadEvent } from "../protocol/events/read.ts";
import type { SignalEvent } from "../protocol/events/signal.ts";
import type { TypingEvent } from "../protocol/events/typing.ts";
import type { Welcome } from "../protocol/events/welcome.ts";
import type { Presence } from "../protocol/events/presence.ts";
import type { ErrorEvent } from "../protocol/events/error.ts";
import type { Mentions } from "../protocol/fields.ts";
import type { RoomKeyInfo, RoomKeyRequest } from "../protocol/room-keys.ts";
import type { LinkRequest, RoomLink } from "../protocol/room-link.ts";
import type { RoomSettings } from "../protocol/settings.ts";
import type { TokenRevocation } from "../protocol/token-revocation.ts";
import type { Member, Self } from "../protocol/member.ts";

export type { LinkRequest, RoomKeyInfo, RoomKeyRequest, RoomLink, TokenRevocation };

/** The state of the connection. Times are in ms since 1970 by the client's clock. */
export type ConnectionState =
  /** created, not yet started */
  | { readonly name: "idle" }
  /** the first attempt is in progress */
  | { readonly name: "connecting"; readonly since: number }
  /** joined and caught up: every event up to now was delivered */
  | { readonly name: "online"; readonly since: number }
  /**
   * lost; the next attempt starts at `retryAt`, or is in progress if that is past. `code` is the close code with which
   * the room refused or ended the last connection (SPEC, "Close codes"); undefined if that was cut
   */
  | {
      readonly name: "reconnecting";
      readonly since: number;
      readonly retryAt: number;
      readonly code?: number | undefined;
    }
  /** the same, where the machine reports no network; attempts continue at a lower rate, and at once when that changes */
  | {
      readonly name: "offline";
      readonly since: number;
      readonly retryAt: number;
      readonly code?: number | undefined;
    }
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
  readonly mentions?: Mentions;
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
  /**
   * Discard all events held so far and start from these (SPEC REC-2), which are none where the room was cleared (LOG-8).
   * `more`: there are older messages.
   */
  reset: { readonly events: readonly DurableEvent[]; readonly more: boolean };
  /** One durable event, in the order of seq, exactly once, replayed or live. */
  event: DurableEvent;
  /** Members joined, left or changed; the client's `roster` is already updated. */
  presence: Presence;
  /** The room's settings changed, or may have while you were away; the client's `settings` is already updated. */
  settings: RoomSettings;
  /** A member started or stopped typing. */
  typing: TypingEvent;
  /** An application-defined signal was received. */
  signal: SignalEvent;
  /** The room has sent on your signals with counts up to `n` (SPEC EPH-6). */
  echo: EchoEvent;
  /** Another member has read up to a message; 0 takes that back (SPEC EPH-3). */
  read: ReadEvent;
  /** Ephemeral keys of the shared state changed: `RoomClient.shared` has them (SPEC STATE-5). */
  delta: DeltaEvent;
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
  /** true if other pages of the origin, and later visits, read the same values; absent if that is not known */
  readonly isShared?: boolean;
  get(key: string): string | undefined;
  /** Returns false if the value could not be stored. Never throws. */
  set(key: string, value: string): boolean;
  remove(key: string): void;
  keys(): string[];
}

/** What a message may have besides its text. */
export interface PublishOptions {
  /** the seq of the message that it replies to */
  readonly replyTo?: number;
  /** the members whom the text mentions, each by the name after an `@` in it (SPEC MENT-1) */
  readonly mentions?: Mentions;
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

/** To whom a signal goes, and what it replaces. */
export interface SignalOptions {
  /** a member's id: only they receive it */
  readonly to?: string;
  /** only members with this role or a higher one receive it; not with `to` */
  readonly role?: Role;
  /** what it is about, in 1 to 64 letters, digits or `_.:~+/=-`: the room sends only the newest in each few ms */
  readonly key?: string;
  /** counts your inputs, from 1 on: the room echoes the highest it has sent on; needs a `key` */
  readonly n?: number;
}

export interface SyncTimeOptions {
  /** how often to ask; 5 if absent */
  readonly samples?: number;
}

/** Keys of the shared state that changed. */
export interface SharedStateChange {
  /** each as it is now, without a value if it was deleted */
  readonly entries: readonly StateEntry[];
  /** true if what is held was replaced: you joined, or the room was cleared */
  readonly isReset: boolean;
}

export interface SetOptions {
  /** changes nothing unless the key has this version; 0 if it must not be set */
  readonly ifVersion?: number | undefined;
}

export interface HistoryRequest {
  /** messages before this seq; the newest ones if absent */
  readonly before?: number;
  /** durable events of every type after this seq, instead of messages */
  readonly after?: number;
  /** at most this many, up to 200; 50 if absent (SPEC HIST-1) */
  readonly limit?: number;
}

export interface HoldersRequest {
  /** of the message */
  readonly seq: number;
  readonly emoji: string;
  /** continues a list: `after` of the previous page; the first page if absent */
  readonly after?: string | undefined;
  /** cancels the request */
  readonly signal?: AbortSignal;
}

export interface ModerateOptions {
  /** a message of the member, for one who has left and wrote long ago */
  readonly seq?: number | undefined;
  /** when a mute or ban ends, in ms since 1970; for good if absent */
  readonly until?: number;
  /** for the member, the others and the audit log: a line of at most 300 characters */
  readonly reason?: string;
  /** bans the addresses of the member too, if they are here or wrote lately */
  readonly address?: boolean;
}

export interface AuditRequest {
  /** continues the log: `before` of the previous page; the newest entries if absent */
  readonly before?: number | undefined;
  /** cancels the request */
  readonly signal?: AbortSignal;
}

export interface SearchRequest {
  /** words, each the beginning of a word, and "phrases"; all must match (SPEC SEARCH-2) */
  readonly query: string;
  /** continues a search: `before` of the previous page; the newest messages if absent */
  readonly before?: number | undefined;
  /** cancels the search */
  readonly signal?: AbortSignal;
}
