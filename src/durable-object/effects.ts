/** Performs what the room decided: the one place where outcomes become frames, closes and attachments. */
import type { CloseName } from "../protocol/close-codes.ts";
import type { RoomEvent } from "../protocol/events.ts";
import type { DurableEvent } from "../protocol/events/durable.ts";
import { isDurable } from "../protocol/traits.ts";
import type { Effect, Outcome } from "../room/outcome.ts";
import type { Session } from "../room/session.ts";
import { isAtLeast } from "../protocol/roles.ts";
import { exhaustive } from "../text/exhaustive.ts";
import type { Connection, Connections } from "../transport/connections.ts";
import type { Recipients } from "../transport/recipient-groups.ts";
import type { FanOut } from "../transport/fan-out.ts";
import type { SignalWindow } from "../transport/signal-window.ts";
import { log } from "./log.ts";
import type { PendingAnswers } from "./pending-answers.ts";
import { connectionOf, memberOf, type Sender } from "./sender.ts";

export interface EffectsPorts {
  readonly connections: Connections;
  readonly fanOut: FanOut;
  readonly signals: SignalWindow;
  readonly answers: PendingAnswers;
  readonly sessionsOf: (member: string) => readonly Session[];
  readonly close: (connection: Connection, close: CloseName) => void;
  /** called after each durable event was sent, or queued to be */
  readonly onDurable: (event: DurableEvent) => void;
}

export class Effects {
  constructor(private readonly ports: EffectsPorts) {}

  /** Sends the answer in one frame, then performs the effects in order. A request's answer is returned to it instead. */
  perform({ answer, effects }: Outcome, sender: Sender): void {
    if (sender.kind === "connected") this.ports.fanOut.send(sender.connection, answer);
    for (const effect of effects) this.performOne(effect, sender);
  }

  connectionsOf(member: string): Connection[] {
    const { sessionsOf, connections } = this.ports;
    return sessionsOf(member).flatMap(({ connection }) => connections.get(connection) ?? []);
  }

  private performOne(effect: Effect, sender: Sender): void {
    const own = connectionOf(sender);
    switch (effect.to) {
      case "session":
        return this.ports.connections.update(effect.session);
      case "replaced": {
        const replaced = this.ports.connections.get(effect.connection);
        if (replaced !== undefined) this.ports.close(replaced, "replaced");
        return;
      }
      case "connection": {
        const recipient = this.ports.connections.get(effect.connection);
        if (recipient === undefined) this.ports.answers.answer(effect.connection, effect.event);
        else this.ports.fanOut.send(recipient, [effect.event]);
        return;
      }
      case "connections":
        for (const id of effect.connections) {
          const closed = this.ports.connections.get(id);
          if (closed !== undefined) this.ports.close(closed, effect.close);
        }
        return;
      case "sessions_of":
        for (const connection of this.connectionsOf(effect.member))
          this.ports.close(connection, effect.close);
        return;
      case "close":
        if (own !== undefined) this.ports.close(own, effect.close);
        return;
      case "log":
        return log("state", effect.error);
      case "everyone":
        return this.broadcastCopies(effect.event, effect.copies);
      case "other_sessions":
        return this.broadcast(effect.event, (other) => other !== own, effect.isBatched);
      case "invisible":
        return this.broadcast(effect.event, ({ session }) => session.invisible === true);
      case "other_members": {
        const member = memberOf(sender);
        return this.broadcast(effect.event, (other) => other.session.member !== member);
      }
      case "role":
        return this.broadcast(
          effect.event,
          (other) => other !== own && isAtLeast(other.session.role, effect.role),
        );
      case "window":
        return this.ports.signals.add(effect, own);
      case "member":
        for (const connection of this.connectionsOf(effect.member)) {
          if (connection !== own) this.ports.fanOut.sendSignal(connection, effect.event);
        }
        return;
      default:
        exhaustive(effect);
    }
  }

  /**
   * Members with a copy of their own are sent it at once, behind what is queued for them: the order stays the room's. What is
   * too much for this turn is not copied: they are sent what all others are (SPEC FLOW-8).
   */
  private broadcastCopies(event: RoomEvent, copies?: ReadonlyMap<string, RoomEvent>): void {
    if (copies === undefined) return this.broadcast(event);
    const served = new Set<Connection>();
    for (const [member, copy] of copies)
      for (const connection of this.connectionsOf(member))
        if (this.ports.fanOut.sendCopy(connection, copy)) served.add(connection);
    this.broadcast(event, (connection) => !served.has(connection));
  }

  private broadcast(event: RoomEvent, recipients?: Recipients, isBatched?: boolean): void {
    this.ports.fanOut.broadcast(event, recipients, isBatched);
    if (isDurable(event)) this.ports.onDurable(event);
  }
}
