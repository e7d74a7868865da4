/** Dispatches the room's events: to the parts of the session they concern, and to the application. */
import { isNumbered } from "../protocol/decode-events.ts";
import { isDurable } from "../protocol/traits.ts";
import type { RoomEvent } from "../protocol/events.ts";
import type { DurableEvent } from "../protocol/events/durable.ts";
import type { Page } from "../protocol/events/page.ts";
import type { Presence } from "../protocol/events/presence.ts";
import type { Welcome } from "../protocol/events/welcome.ts";
import { formatPosition, parsePosition, EMPTY_POSITION } from "../protocol/position.ts";
import type { RoomSettings } from "../protocol/settings.ts";
import { exhaustive } from "../text/exhaustive.ts";
import type { RoomClientEvents, Roster } from "./api.ts";
import type { ClientIdentity } from "./client-identity.ts";
import type { Emitter } from "./emitter.ts";
import type { PendingRequests } from "./pending-requests.ts";
import type { Replay, ReplayStep } from "./replay.ts";
import { EMPTY_ROSTER, rosterOf, applyPresence, withRead } from "./roster.ts";
import type { SendQueue } from "./send-queue.ts";
import type { SessionLink } from "./session-link.ts";
import type { SessionParts } from "./session-parts.ts";

export interface InboxOptions extends SessionParts {
  readonly sendQueue: SendQueue;
  readonly commandId: () => string;
  readonly decode: Decode;
}

/** The events of one frame, in order. */
export type Decode = (frame: string) => RoomEvent[];

export class Inbox {
  readonly #link: SessionLink;
  readonly #replay: Replay;
  readonly #identity: ClientIdentity;
  readonly #requests: PendingRequests;
  readonly #sendQueue: SendQueue;
  readonly #events: Emitter<RoomClientEvents>;
  readonly #commandId: () => string;
  readonly #decode: Decode;
  #roster: Roster = EMPTY_ROSTER;
  #settings: RoomSettings = {};
  /** what the welcome says of the settings includes every event up to this seq */
  #settingsSeq = 0;
  /** replaced when a link ends: what is left of its frames is ignored, and so are replies to it */
  #connection = {};

  constructor({ link, replay, identity, requests, sendQueue, events, commandId, decode }: InboxOptions) {
    this.#link = link;
    this.#replay = replay;
    this.#identity = identity;
    this.#requests = requests;
    this.#sendQueue = sendQueue;
    this.#events = events;
    this.#commandId = commandId;
    this.#decode = decode;
  }

  get roster(): Roster {
    return this.#roster;
  }

  get settings(): RoomSettings {
    return this.#settings;
  }

  /** One event or an array of events as JSON. */
  frame(frame: string): void {
    const connection = this.#connection;
    for (const event of this.#decode(frame)) {
      if (connection !== this.#connection) return;
      this.#dispatch(event);
    }
  }

  /** The link is gone. */
  lost(): void {
    this.#connection = {};
    this.#replay.lost();
  }

  #dispatch(event: RoomEvent): void {
    // Also those of a later release, which have a seq like any other (SPEC EVT-2).
    if (isNumbered(event)) return this.#apply(this.#replay.event(event));
    switch (event.type) {
      case "welcome":
        return this.#welcome(event);
      case "page":
        return this.#page(event);
      case "more":
        return this.#apply(this.#replay.more());
      case "presence":
        return this.#presence(event);
      case "typing":
        return this.#events.emit("typing", event);
      case "signal":
        return this.#events.emit("signal", event);
      case "echo":
        return this.#events.emit("echo", event);
      case "read":
        this.#roster = withRead(this.#roster, event);
        return this.#events.emit("read", event);
      case "lanes":
        // Only for a decoder of signals with keys, which keeps them.
        return;
      case "time":
        this.#requests.resolve(event.id, event);
        return;
      case "delta":
        this.#events.emit("delta", event);
        if (this.#requests.resolve(event.id, event)) this.#sendQueue.flush();
        return;
      case "map":
        return void this.#requests.resolve(event.id, event);
      case "stored":
        return this.#sendQueue.stored(event);
      case "flow":
        return this.#link.send({
          type: "flow",
          position: formatPosition(this.#replay.position ?? EMPTY_POSITION),
          id: event.id,
        });
      case "error":
        if (event.retryAfterMs !== undefined && this.#link.refused(event.retryAfterMs)) return;
        if (!this.#sendQueue.rejected(event)) this.#events.emit("failure", event);
        return;
      default:
        exhaustive(event);
    }
  }

  #welcome(received: Welcome): void {
    if (!this.#identity.expects(received.self)) return this.#link.drop();
    this.#identity.welcomed(received.self);
    const welcome = { ...received, self: this.#identity.self ?? received.self };
    this.#roster = rosterOf(welcome.members, welcome.self.id);
    this.#sendQueue.setLimits(welcome.limits);
    this.#link.joined(welcome.spreadMs);
    const connection = this.#connection;
    this.#events.emit("welcome", welcome);
    this.#setSettings(welcome.room.settings, parsePosition(welcome.position)?.seq ?? 0);
    if (connection === this.#connection) this.#apply(this.#replay.welcome(welcome));
  }

  #setSettings(settings: RoomSettings, seq: number): void {
    this.#settings = settings;
    this.#settingsSeq = seq;
    this.#events.emit("settings", settings);
  }

  #page(page: Page): void {
    for (const event of page.events) if (event.type === "message") this.#sendQueue.confirm(event);
    if (page.id === undefined) this.#apply(this.#replay.newestPage(page));
    else this.#requests.resolve(page.id, page);
  }

  #presence(presence: Presence): void {
    const before = this.#identity.self;
    if (presence.self !== undefined)
      this.#identity.setSelf(presence.self, this.#requests.tokenOf(presence.id));
    const own = presence.changed?.find(({ id }) => id === this.#identity.self?.id);
    if (own !== undefined) this.#identity.setMember(own);
    this.#roster = applyPresence(this.#roster, presence, this.#identity.self?.id);
    this.#events.emit("presence", presence);
    const { self } = this.#identity;
    const isChanged = self?.name !== before?.name || self?.role !== before?.role;
    if (self !== undefined && (presence.self !== undefined || isChanged)) this.#events.emit("self", self);
    if (this.#requests.resolve(presence.id, presence)) this.#sendQueue.flush();
  }

  #apply(steps: readonly ReplayStep[]): void {
    const connection = this.#connection;
    for (const step of steps) {
      if (connection !== this.#connection) return;
      switch (step.do) {
        case "deliver":
          this.#deliver(step.event);
          break;
        case "reset":
          this.#events.emit("reset", { events: step.page.events.filter(isDurable), more: step.page.more });
          break;
        case "pull":
          this.#pull(step.after);
          break;
        case "caught_up":
          this.#link.caughtUp();
          break;
        case "rejoin":
          return this.#link.drop();
        default:
          exhaustive(step);
      }
    }
  }

  /** A message leaves the outbox in the same moment in which it becomes an event. */
  #deliver(event: DurableEvent): void {
    if (!isDurable(event)) return;
    if (event.type === "message") this.#sendQueue.confirm(event);
    if (event.type === "settings" && event.seq > this.#settingsSeq)
      this.#setSettings(event.settings, event.seq);
    if (event.type === "clear") {
      this.#sendQueue.cleared(event.seq);
      this.#events.emit("reset", { events: [], more: false });
    }
    this.#events.emit("event", event);
    if (event.from.id === this.#identity.self?.id && this.#requests.resolve(event.id, event))
      this.#sendQueue.flush();
  }

  #pull(after: number): void {
    const connection = this.#connection;
    this.#sendQueue.request(
      { type: "history", id: this.#commandId(), after, limit: this.#sendQueue.limits.historyPage },
      (result) => {
        if (connection !== this.#connection) return;
        if (result.ok && result.value.type === "page") this.#apply(this.#replay.pulled(result.value));
        else this.#apply(this.#replay.pullFailed());
      },
    );
  }
}
