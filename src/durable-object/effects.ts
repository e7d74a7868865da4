/** Performs what the room decided: the one place where outcomes become frames, closes and attachments. */
import type { CloseName } from "../protocol/close-codes.ts";
import type { RoomEvent } from "../protocol/events.ts";
import { isDurable } from "../protocol/traits.ts";
import type { Effect, Outcome } from "../room/outcome.ts";
import type { Session } from "../room/session.ts";
import { exhaustive } from "../text/exhaustive.ts";
import type { Connection, Connections } from "../transport/connections.ts";
import type { FanOut, Recipients } from "../transport/fan-out.ts";
import { connectionOf, memberOf, type Sender } from "./sender.ts";

export interface EffectsPorts {
  readonly connections: Connections;
  readonly fanOut: FanOut;
  readonly sessionsOf: (member: string) => readonly Session[];
  readonly close: (connection: Connection, close: CloseName) => void;
  /** called after each durable event was sent, or queued to be */
  readonly onDurable: () => void;
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
      case "close":
        if (own !== undefined) this.ports.close(own, effect.close);
        return;
      case "everyone":
        return this.broadcast(effect.event);
      case "other_sessions":
        return this.broadcast(effect.event, (other) => other !== own);
      case "invisible":
        return this.broadcast(effect.event, ({ session }) => session.invisible === true);
      case "other_members": {
        const member = memberOf(sender);
        return this.broadcast(effect.event, (other) => other.session.member !== member);
      }
      case "member":
        for (const connection of this.connectionsOf(effect.member)) {
          if (connection !== own) this.ports.fanOut.send(connection, [effect.event]);
        }
        return;
      default:
        exhaustive(effect);
    }
  }

  private broadcast(event: RoomEvent, recipients?: Recipients): void {
    this.ports.fanOut.broadcast(event, recipients);
    if (isDurable(event)) this.ports.onDurable();
  }
}
