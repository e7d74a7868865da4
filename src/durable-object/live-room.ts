/** A room that is awake: its rules, its connections, and the one place where outcomes become frames. */
import type { CloseName } from "../protocol/close-codes.ts";
import type { Command } from "../protocol/commands.ts";
import { decodeCommand, type RefusedFrame } from "../protocol/decode-command.ts";
import { failureWithRetry } from "../protocol/errors.ts";
import type { RoomEvent } from "../protocol/events.ts";
import { isDurable } from "../protocol/events/durable.ts";
import type { Limits } from "../protocol/limits.ts";
import { newCommandId, newConnectionId } from "../room/identity/ids.ts";
import { errorEvent, refuse, type Outcome } from "../room/outcome.ts";
import type { Room } from "../room/room.ts";
import { exhaustive } from "../text/exhaustive.ts";
import { exceedsBytes } from "../text/lengths.ts";
import { ok, type Result } from "../text/result.ts";
import { closeAs } from "../transport/closing.ts";
import { Connections, type Connection } from "../transport/connections.ts";
import { FanOut, type Audience } from "../transport/fan-out.ts";
import type { Handshake } from "../transport/handshake.ts";
import { livenessOf, type LastPing } from "../transport/heartbeat.ts";
import type { Codec } from "../protocol/subprotocols.ts";
import { log } from "./log.ts";
import { platformChance, platformClock } from "./platform.ts";

/** The roster is looked through for the silent at most so often, and only while the room is awake anyway. */
const SWEEP_INTERVAL_MS = 15_000;

export interface LiveRoomPlatform {
  readonly lastPing: LastPing;
  /** calls `run` once, after `ms`: only ever while a window is open */
  readonly setTimer: (run: () => void, ms: number) => void;
  /** called after each durable event was sent, or queued to be */
  readonly onDurable: () => void;
}

export class LiveRoom {
  private readonly connections = new Connections();
  private readonly fanOut: FanOut;
  private sweptAt = 0;

  constructor(
    readonly room: Room,
    private readonly limits: Limits,
    private readonly platform: LiveRoomPlatform,
  ) {
    this.fanOut = new FanOut({
      limits,
      connections: this.connections,
      setTimer: platform.setTimer,
      newId: () => newCommandId(platformChance),
      onSlow: (connection) => this.end(connection, "slow"),
    });
  }

  /**
   * Takes back the sockets that were there when the room fell asleep. What we closed ourselves has lost its
   * attachment, and stays away.
   */
  resume(sockets: readonly WebSocket[]): void {
    for (const socket of sockets) {
      const isOurs = this.takeBack(socket) !== undefined;
      if (!isOurs && socket.readyState === WebSocket.OPEN) closeAs(socket, "unavailable");
    }
  }

  /**
   * Joins the room, and only then takes the socket that `accept` opens: who is refused never has one here, and so
   * cannot keep the room awake by not answering its close.
   */
  join(
    codec: Codec,
    { token, name, position, address }: Handshake,
    accept: () => WebSocket,
  ): Result<void, CloseName> {
    const id = newConnectionId(platformChance);
    const joined = this.room.join({ connection: id, address, token, name, position });
    if (!joined.ok) return joined;
    try {
      const connection = this.connections.add(accept(), joined.value.session, codec, platformClock.now());
      this.fanOut.admit(connection);
      this.perform(joined.value.outcome, connection);
      return ok(undefined);
    } catch (error) {
      // Whose socket cannot be had must not stay in the roster, for no close of theirs will ever come.
      this.room.leave(id);
      throw error;
    }
  }

  /** One frame from a client. */
  receive(socket: WebSocket, frame: string | ArrayBuffer): void {
    const connection = this.connections.of(socket);
    if (connection === undefined) return;
    if (typeof frame !== "string") this.end(connection, "binary_frame");
    else if (exceedsBytes(frame, this.limits.frameBytes)) this.end(connection, "frame_too_large");
    else this.receiveText(connection, frame);
  }

  /** A socket that has closed, or is closing. Safe to call for one that is no longer known. */
  dropped(socket: WebSocket): void {
    const connection = this.connections.of(socket) ?? this.takeBack(socket);
    if (connection !== undefined) this.forget(connection);
  }

  /** Acts on what the room decided. `sender` is undefined for what comes from outside the room. */
  perform(outcome: Outcome, sender: Connection | undefined): void {
    const speaker = sender?.session.member;
    // What goes to the sender one after the other goes as one frame.
    const toSender: RoomEvent[] = [];
    const flush = () => {
      if (sender !== undefined) this.fanOut.send(sender, toSender.splice(0));
    };
    for (const effect of outcome) {
      if (effect.to === "sender") {
        toSender.push(effect.event);
        continue;
      }
      flush();
      switch (effect.to) {
        case "memory":
          this.connections.update(effect.session);
          break;
        case "close":
          if (sender !== undefined) this.end(sender, effect.close);
          break;
        case "everyone":
          this.tell(effect.event);
          break;
        case "other_sessions":
          this.tell(effect.event, (other) => other !== sender);
          break;
        case "other_members":
          this.tell(effect.event, (other) => other.session.member !== speaker);
          break;
        case "member":
          for (const session of this.sessionsOf(effect.member, sender)) {
            this.fanOut.send(session, [effect.event]);
          }
          break;
        default:
          exhaustive(effect);
      }
    }
    flush();
  }

  /** Closes who is gone without a word, and notes who is away. Cheap to call at every wake. */
  sweep(): void {
    const now = platformClock.now();
    if (now - this.sweptAt < SWEEP_INTERVAL_MS) return;
    this.sweptAt = now;
    const heard = new Set<string>();
    for (const connection of this.connections.all()) {
      const liveness = livenessOf(connection, this.platform.lastPing, now);
      if (liveness === "dead") this.end(connection, "silent");
      else if (liveness === "alive") heard.add(connection.session.member);
    }
    this.perform(
      this.room.notePresence((member) => !heard.has(member)),
      undefined,
    );
  }

  /** A room that is woken by a close does not find the closing socket among its own. */
  private takeBack(socket: WebSocket): Connection | undefined {
    const connection = this.connections.restore(socket);
    if (connection !== undefined) this.room.resume(connection.session);
    return connection;
  }

  private receiveText(connection: Connection, frame: string): void {
    const verdict = this.room.admitFrame(connection.session.connection);
    switch (verdict.kind) {
      case "admitted":
        break;
      case "told":
        this.fanOut.send(connection, [
          errorEvent(undefined, failureWithRetry("rate_limited", verdict.retryAfterMs)),
        ]);
        return;
      case "dropped":
        return;
      case "flood":
        this.end(connection, "flood");
        return;
      default:
        exhaustive(verdict);
    }
    connection.heardAt = platformClock.now();
    if (connection.codec === "text" && frame.trim() === "") return;
    const command = this.decode(connection.codec, frame);
    if (command.ok) {
      if (command.value.type === "flow") this.fanOut.answered(connection, command.value.id);
      this.perform(this.handle(connection, command.value), connection);
    } else this.fanOut.send(connection, [errorEvent(command.failure.id, command.failure)]);
  }

  /** A command that fails where it should not (a full disk, a bug) is answered and logged, and costs nobody the connection. */
  private handle({ session }: Connection, command: Command): Outcome {
    try {
      return this.room.handle(session.connection, command);
    } catch (error) {
      log("command", error);
      return refuse("id" in command ? command.id : undefined, "internal");
    }
  }

  private decode(codec: Codec, frame: string): Result<Command, RefusedFrame> {
    if (codec === "json") return decodeCommand(frame, this.limits.frameDepth);
    return ok({ type: "publish", id: newCommandId(platformChance), text: frame });
  }

  private end(connection: Connection, close: CloseName): void {
    closeAs(connection.socket, close);
    this.forget(connection);
  }

  private forget(connection: Connection): void {
    this.connections.remove(connection);
    this.perform(this.room.leave(connection.session.connection), undefined);
  }

  private tell(event: RoomEvent, audience?: Audience): void {
    this.fanOut.broadcast(event, audience);
    if (isDurable(event)) this.platform.onDurable();
  }

  private sessionsOf(member: string, sender: Connection | undefined): Connection[] {
    return this.room
      .sessionsOf(member)
      .flatMap(({ connection }) => this.connections.get(connection) ?? [])
      .filter((connection) => connection !== sender);
  }
}
