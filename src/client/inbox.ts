/** Takes what the room sends to the parts it concerns, and to the application. */
import { decodeEvents } from "../protocol/decode-events.ts";
import { isKnownDurable } from "../protocol/decode-events.ts";
import type { RoomEvent } from "../protocol/events.ts";
import type { DurableEvent } from "../protocol/events/durable.ts";
import type { Page } from "../protocol/events/page.ts";
import type { Presence } from "../protocol/events/presence.ts";
import type { Welcome } from "../protocol/events/welcome.ts";
import { formatPosition, EMPTY_POSITION } from "../protocol/position.ts";
import { exhaustive } from "../text/exhaustive.ts";
import type { RoomClientEvents, Roster } from "./api.ts";
import type { Connection } from "./connection.ts";
import type { Identity } from "./identity.ts";
import type { PendingRequests } from "./pending-requests.ts";
import type { Replay, ReplayStep } from "./replay.ts";
import { EMPTY_ROSTER, rosterOf, withPresence } from "./roster.ts";
import type { Sending } from "./sending.ts";

export type Emit = <Name extends keyof RoomClientEvents>(name: Name, detail: RoomClientEvents[Name]) => void;

export interface InboxParts {
  readonly connection: Connection;
  readonly replay: Replay;
  readonly identity: Identity;
  readonly requests: PendingRequests;
  readonly sending: Sending;
  readonly randomId: () => string;
  readonly emit: Emit;
  /** for those who read the events as a stream */
  readonly read: (event: DurableEvent) => void;
}

export class Inbox {
  readonly #parts: InboxParts;
  #roster: Roster = EMPTY_ROSTER;
  /** changes when a connection ends: what is left of its frame is void */
  #session = {};

  constructor(parts: InboxParts) {
    this.#parts = parts;
  }

  get roster(): Roster {
    return this.#roster;
  }

  frame(frame: string): void {
    const session = this.#session;
    for (const event of decodeEvents(frame)) {
      if (session !== this.#session) return;
      this.#take(event);
    }
  }

  /** The connection is gone. */
  lost(): void {
    this.#session = {};
    this.#parts.replay.lost();
  }

  #take(event: RoomEvent): void {
    const { connection, replay, sending, emit } = this.#parts;
    switch (event.type) {
      case "welcome":
        return this.#welcome(event);
      case "message":
      case "edit":
      case "delete":
      case "reaction":
      case "settings":
        return this.#follow(replay.event(event));
      case "page":
        return this.#page(event);
      case "more":
        return this.#follow(replay.more());
      case "presence":
        return this.#presence(event);
      case "typing":
        return emit("typing", event);
      case "signal":
        return emit("signal", event);
      case "stored":
        return sending.stored(event);
      case "flow":
        return connection.send({
          type: "flow",
          position: formatPosition(replay.position ?? EMPTY_POSITION),
          id: event.id,
        });
      case "error":
        if (!sending.refused(event)) emit("failure", event);
        return;
      default:
        // A durable event of a later release: what the compiler knows of is all handled above.
        return this.#follow(replay.event(event satisfies never as DurableEvent));
    }
  }

  #welcome(welcome: Welcome): void {
    const { connection, replay, identity, sending, emit } = this.#parts;
    identity.welcomed(welcome.self);
    this.#roster = rosterOf(welcome.members, welcome.self.id);
    sending.setLimits(welcome.limits);
    connection.joined(welcome.spreadMs);
    const session = this.#session;
    emit("welcome", welcome);
    if (session === this.#session) this.#follow(replay.welcome(welcome));
  }

  #page(page: Page): void {
    const { replay, requests, sending } = this.#parts;
    for (const event of page.events) if (event.type === "message") sending.confirm(event);
    if (page.id === undefined) this.#follow(replay.newestPage(page));
    else requests.answer(page.id, page);
  }

  #presence(presence: Presence): void {
    const { identity, requests, sending, emit } = this.#parts;
    const before = identity.self;
    if (presence.self !== undefined) identity.becomes(presence.self);
    const renamed = presence.changed?.find(({ id }) => id === identity.self?.id);
    if (renamed !== undefined) identity.isCalled(renamed.name);
    this.#roster = withPresence(this.#roster, presence, identity.self?.id);
    emit("presence", presence);
    const { self } = identity;
    if (self !== undefined && (presence.self !== undefined || self.name !== before?.name)) emit("self", self);
    if (requests.answer(presence.id, presence)) sending.flush();
  }

  #follow(steps: readonly ReplayStep[]): void {
    const { connection, emit } = this.#parts;
    const session = this.#session;
    for (const step of steps) {
      if (session !== this.#session) return;
      switch (step.do) {
        case "deliver":
          this.#deliver(step.event);
          break;
        case "reset":
          emit("reset", { events: step.page.events.filter(isKnownDurable), more: step.page.more });
          break;
        case "pull":
          this.#pull(step.after);
          break;
        case "be_whole":
          connection.whole();
          break;
        case "rejoin":
          return connection.drop();
        default:
          exhaustive(step);
      }
    }
  }

  /** The outbox lets go of a message in the moment in which it becomes an event. */
  #deliver(event: DurableEvent): void {
    if (!isKnownDurable(event)) return;
    const { requests, sending, identity, emit, read } = this.#parts;
    if (event.type === "message") sending.confirm(event);
    emit("event", event);
    read(event);
    if (event.from.id === identity.self?.id && requests.answer(event.id, event)) sending.flush();
  }

  #pull(after: number): void {
    const { replay, sending, randomId } = this.#parts;
    const session = this.#session;
    sending.request(
      { type: "history", id: randomId(), after, limit: sending.limits.historyPage },
      (result) => {
        if (session !== this.#session) return;
        if (result.ok && result.value.type === "page") this.#follow(replay.pulled(result.value));
        else this.#follow(replay.pullFailed());
      },
    );
  }
}
