/** Takes what the room sends to the parts it concerns, and to the application. */
import { decodeEvents } from "../protocol/decode-events.ts";
import { isDurable } from "../protocol/event-traits.ts";
import type { RoomEvent } from "../protocol/events.ts";
import type { DurableEvent } from "../protocol/events/durable.ts";
import type { Page } from "../protocol/events/page.ts";
import type { Presence } from "../protocol/events/presence.ts";
import type { Welcome } from "../protocol/events/welcome.ts";
import { formatPosition, EMPTY_POSITION } from "../protocol/position.ts";
import { exhaustive } from "../text/exhaustive.ts";
import type { RoomClientEvents, Roster } from "./api.ts";
import type { ReconnectingLink } from "./reconnecting-link.ts";
import type { ClientIdentity } from "./client-identity.ts";
import type { PendingRequests } from "./pending-requests.ts";
import type { Replay, ReplayStep } from "./replay.ts";
import { EMPTY_ROSTER, rosterOf, applyPresence } from "./roster.ts";
import type { SendQueue } from "./send-queue.ts";

export type Emit = <Name extends keyof RoomClientEvents>(name: Name, detail: RoomClientEvents[Name]) => void;

export interface InboxDependencies {
  readonly link: ReconnectingLink;
  readonly replay: Replay;
  readonly identity: ClientIdentity;
  readonly requests: PendingRequests;
  readonly sendQueue: SendQueue;
  readonly randomId: () => string;
  readonly emit: Emit;
  /** for those who read the events as a stream */
  readonly push: (event: DurableEvent) => void;
}

export class Inbox {
  readonly #dependencies: InboxDependencies;
  #roster: Roster = EMPTY_ROSTER;
  /** changes when a connection ends: what is left of its frame is void */
  #session = {};

  constructor(dependencies: InboxDependencies) {
    this.#dependencies = dependencies;
  }

  get roster(): Roster {
    return this.#roster;
  }

  frame(frame: string): void {
    const session = this.#session;
    for (const event of decodeEvents(frame)) {
      if (session !== this.#session) return;
      this.#dispatch(event);
    }
  }

  /** The connection is gone. */
  lost(): void {
    this.#session = {};
    this.#dependencies.replay.lost();
  }

  #dispatch(event: RoomEvent): void {
    const { link, replay, sendQueue, emit } = this.#dependencies;
    switch (event.type) {
      case "welcome":
        return this.#welcome(event);
      case "message":
      case "edit":
      case "delete":
      case "reaction":
      case "settings":
        return this.#apply(replay.event(event));
      case "page":
        return this.#page(event);
      case "more":
        return this.#apply(replay.more());
      case "presence":
        return this.#presence(event);
      case "typing":
        return emit("typing", event);
      case "signal":
        return emit("signal", event);
      case "stored":
        return sendQueue.stored(event);
      case "flow":
        return link.send({
          type: "flow",
          position: formatPosition(replay.position ?? EMPTY_POSITION),
          id: event.id,
        });
      case "error":
        if (!sendQueue.rejected(event)) emit("failure", event);
        return;
      default:
        // A durable event of a later release: what the compiler knows of is all handled above.
        return this.#apply(replay.event(event satisfies never as DurableEvent));
    }
  }

  #welcome(welcome: Welcome): void {
    const { link, replay, identity, sendQueue, emit } = this.#dependencies;
    identity.welcomed(welcome.self);
    this.#roster = rosterOf(welcome.members, welcome.self.id);
    sendQueue.setLimits(welcome.limits);
    link.joined(welcome.spreadMs);
    const session = this.#session;
    emit("welcome", welcome);
    if (session === this.#session) this.#apply(replay.welcome(welcome));
  }

  #page(page: Page): void {
    const { replay, requests, sendQueue } = this.#dependencies;
    for (const event of page.events) if (event.type === "message") sendQueue.confirm(event);
    if (page.id === undefined) this.#apply(replay.newestPage(page));
    else requests.resolve(page.id, page);
  }

  #presence(presence: Presence): void {
    const { identity, requests, sendQueue, emit } = this.#dependencies;
    const before = identity.self;
    if (presence.self !== undefined) identity.setSelf(presence.self);
    const renamed = presence.changed?.find(({ id }) => id === identity.self?.id);
    if (renamed !== undefined) identity.setName(renamed.name);
    this.#roster = applyPresence(this.#roster, presence, identity.self?.id);
    emit("presence", presence);
    const { self } = identity;
    if (self !== undefined && (presence.self !== undefined || self.name !== before?.name)) emit("self", self);
    if (requests.resolve(presence.id, presence)) sendQueue.flush();
  }

  #apply(steps: readonly ReplayStep[]): void {
    const { link, emit } = this.#dependencies;
    const session = this.#session;
    for (const step of steps) {
      if (session !== this.#session) return;
      switch (step.do) {
        case "deliver":
          this.#deliver(step.event);
          break;
        case "reset":
          emit("reset", { events: step.page.events.filter(isDurable), more: step.page.more });
          break;
        case "pull":
          this.#pull(step.after);
          break;
        case "caught_up":
          link.caughtUp();
          break;
        case "rejoin":
          return link.drop();
        default:
          exhaustive(step);
      }
    }
  }

  /** The outbox lets go of a message in the moment in which it becomes an event. */
  #deliver(event: DurableEvent): void {
    if (!isDurable(event)) return;
    const { requests, sendQueue, identity, emit, push } = this.#dependencies;
    if (event.type === "message") sendQueue.confirm(event);
    emit("event", event);
    push(event);
    if (event.from.id === identity.self?.id && requests.resolve(event.id, event)) sendQueue.flush();
  }

  #pull(after: number): void {
    const { replay, sendQueue, randomId } = this.#dependencies;
    const session = this.#session;
    sendQueue.request(
      { type: "history", id: randomId(), after, limit: sendQueue.limits.historyPage },
      (result) => {
        if (session !== this.#session) return;
        if (result.ok && result.value.type === "page") this.#apply(replay.pulled(result.value));
        else this.#apply(replay.pullFailed());
      },
    );
  }
}
