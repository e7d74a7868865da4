/** A room that is awake: its rules, its connections, and the one place where outcomes become frames. */
import type { CloseName } from "../protocol/close-codes.ts";
import type { Command } from "../protocol/commands.ts";
import { decodeCommand, type RefusedFrame } from "../protocol/decode-command.ts";
import { failureWithRetry, type Failure } from "../protocol/errors.ts";
import type { RoomEvent } from "../protocol/events.ts";
import { isDurable } from "../protocol/event-traits.ts";
import type { Limits } from "../protocol/limits.ts";
import { newCommandId } from "../room/identity/ids.ts";
import { commandIdOf } from "../room/commands/index.ts";
import type { Origin } from "../room/origin.ts";
import { errorEvent, httpAnswer, refuse, refuseWith, type Effect, type Outcome } from "../room/outcome.ts";
import type { HttpCredentials, Room } from "../room/room.ts";
import { exhaustive } from "../text/exhaustive.ts";
import { exceedsBytes } from "../text/lengths.ts";
import { ok, type Result } from "../text/result.ts";
import { closeAs } from "../transport/close.ts";
import { Connections, type Connection } from "../transport/connections.ts";
import { FanOut, type Recipients } from "../transport/fan-out.ts";
import type { Handshake } from "../transport/handshake.ts";
import { livenessOf, type LastPing } from "../transport/heartbeat.ts";
import type { Codec } from "../protocol/subprotocols.ts";
import { PublishQueue } from "./publish-queue.ts";
import { log } from "./log.ts";
import { platformRandom, platformClock } from "./platform.ts";
import {
  applyRename,
  connectionOf,
  memberOf,
  NO_SENDER,
  sessionOrigin,
  withConnection,
  type Sender,
} from "./sender.ts";

/** The roster is looked through for the silent at most so often, and only while the room is awake anyway. */
const SWEEP_INTERVAL_MS = 15_000;

/** Who sends a request's commands. */
export interface HttpSender extends HttpCredentials {
  /** names the sender's own stream or poll (SPEC READ-2) */
  readonly stream: string | undefined;
}

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
  private readonly publishQueue = new PublishQueue((connection, command) =>
    this.executeNow(sessionOrigin(connection), command, { kind: "connected", connection }),
  );
  private sweptAt = 0;

  constructor(
    readonly room: Room,
    private readonly limits: Limits,
    private readonly platform: LiveRoomPlatform,
  ) {
    this.fanOut = new FanOut({
      limits,
      connections: this.connections,
      now: platformClock.now,
      setTimer: platform.setTimer,
      newId: () => newCommandId(platformRandom),
      onWindowEnd: () => this.publishQueue.flush(),
      onSlow: (connection) => this.closeConnection(connection, "slow"),
    });
  }

  /**
   * Takes back the sockets that were there when the room fell asleep. What we closed ourselves has lost its
   * attachment, and stays away.
   */
  resume(sockets: readonly WebSocket[]): void {
    for (const socket of sockets) {
      const isRestored = this.restore(socket) !== undefined;
      if (!isRestored && socket.readyState === WebSocket.OPEN) closeAs(socket, "unavailable");
    }
  }

  /**
   * Joins the room, and only then takes the socket that `accept` opens: who is refused never has one here, and so
   * cannot keep the room awake by not answering its close.
   */
  join(codec: Codec, handshake: Handshake, accept: () => WebSocket): Result<void, CloseName> {
    const id = crypto.randomUUID();
    const joined = this.room.join({ connection: id, ...handshake });
    if (!joined.ok) return joined;
    const { session, outcome } = joined.value;
    const { stream } = handshake;
    const replaced = this.streamOf(session.member, stream);
    try {
      const now = platformClock.now();
      const connection = this.connections.add({ socket: accept(), session, codec, stream, now });
      this.fanOut.skipQueued(connection);
      this.perform(outcome, { kind: "connected", connection });
      if (replaced !== undefined) this.closeConnection(replaced, "replaced");
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
    if (typeof frame !== "string") this.closeConnection(connection, "binary_frame");
    else if (exceedsBytes(frame, this.limits.frameBytes)) this.closeConnection(connection, "frame_too_large");
    else this.receiveText(connection, frame);
  }

  /** A socket that has closed, or is closing. Safe to call for one that is no longer known. */
  disconnected(socket: WebSocket): void {
    const connection = this.connections.of(socket) ?? this.restore(socket);
    if (connection !== undefined) this.disconnect(connection);
  }

  /**
   * Executes a request's commands in order, with nothing in between.
   * @returns for each command the events that answer it
   */
  executeHttp(
    commands: readonly Command[],
    { stream, ...credentials }: HttpSender,
  ): Result<readonly (readonly RoomEvent[])[], Failure> {
    const authenticated = this.room.authenticate(credentials);
    if (!authenticated.ok) return authenticated;
    let origin = authenticated.value;
    const answers: RoomEvent[][] = [];
    for (const command of commands) {
      const own = origin.kind === "http" ? this.streamOf(origin.sender.member, stream) : undefined;
      if (origin.kind === "http") origin = withConnection(origin, own?.session.connection ?? "");
      const member = origin.kind === "http" ? origin.sender.member : undefined;
      const outcome = this.execute(origin, command, { kind: "http", member, own });
      answers.push(httpAnswer(outcome));
      origin = applyRename(outcome, origin);
    }
    return ok(answers);
  }

  /** Closes connections that went silent, and notes who is away. Cheap to call at every wake. */
  sweep(): void {
    const now = platformClock.now();
    if (now - this.sweptAt < SWEEP_INTERVAL_MS) return;
    this.sweptAt = now;
    const activeMembers = new Set<string>();
    for (const connection of this.connections.all()) {
      const liveness = livenessOf(connection, this.platform.lastPing, now);
      if (liveness === "dead") this.closeConnection(connection, "silent");
      else if (liveness === "alive") activeMembers.add(connection.session.member);
    }
    this.perform(
      this.room.notePresence((member) => !activeMembers.has(member)),
      NO_SENDER,
    );
  }

  /** A room that is woken by a close does not find the closing socket among its own. */
  private restore(socket: WebSocket): Connection | undefined {
    const connection = this.connections.restore(socket);
    if (connection !== undefined) this.room.resume(connection.session);
    return connection;
  }

  private receiveText(connection: Connection, frame: string): void {
    const verdict = this.room.admitFrame(connection.session.connection);
    switch (verdict.kind) {
      case "admitted":
        break;
      case "warned":
        this.fanOut.send(connection, [
          errorEvent(undefined, failureWithRetry("rate_limited", verdict.retryAfterMs)),
        ]);
        return;
      case "dropped":
        return;
      case "flood":
        this.closeConnection(connection, "flood");
        return;
      default:
        exhaustive(verdict);
    }
    connection.lastFrameAt = platformClock.now();
    if (connection.codec === "text" && frame.trim() === "") return;
    const command = this.decode(connection.codec, frame);
    if (!command.ok) {
      this.perform(refuseWith(command.failure.id, command.failure), { kind: "connected", connection });
    } else this.receiveCommand(connection, command.value);
  }

  private receiveCommand(connection: Connection, command: Command): void {
    // Acknowledges what the fan-out sent; it changes nothing in the room, so no queued message has to come first.
    if (command.type === "flow") this.fanOut.acknowledgeFlow(connection, command.id);
    else if (command.type === "publish" && this.fanOut.isBatching) this.publishQueue.add(connection, command);
    else this.execute(sessionOrigin(connection), command, { kind: "connected", connection });
  }

  /**
   * The one way from a decoded command to the room, whoever sent it: first the messages that came before it and still
   * wait in the publish queue, then the command, then its effects (SPEC FAN-5).
   */
  private execute(origin: Origin, command: Command, sender: Sender): Outcome {
    this.publishQueue.flush();
    return this.executeNow(origin, command, sender);
  }

  /** An unexpected failure (a full disk, a bug) is logged and answered, and the connection stays. */
  private executeNow(origin: Origin, command: Command, sender: Sender): Outcome {
    const outcome = this.tryExecute(origin, command);
    this.perform(outcome, sender);
    return outcome;
  }

  private tryExecute(origin: Origin, command: Command): Outcome {
    try {
      return this.room.execute(origin, command);
    } catch (error) {
      log("command", error);
      return refuse(commandIdOf(command), "internal");
    }
  }

  /** Sends an outcome's answer, then performs its effects in order. */
  private perform({ answer, effects }: Outcome, sender: Sender): void {
    if (sender.kind === "connected") this.fanOut.send(sender.connection, answer);
    for (const effect of effects) this.performEffect(effect, sender);
  }

  private performEffect(effect: Effect, sender: Sender): void {
    const own = connectionOf(sender);
    switch (effect.to) {
      case "session":
        return this.connections.update(effect.session);
      case "close":
        if (own !== undefined) this.closeConnection(own, effect.close);
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
          if (connection !== own) this.fanOut.send(connection, [effect.event]);
        }
        return;
      default:
        exhaustive(effect);
    }
  }

  private decode(codec: Codec, frame: string): Result<Command, RefusedFrame> {
    if (codec === "json") return decodeCommand(frame, this.limits.frameDepth);
    return ok({ type: "publish", id: newCommandId(platformRandom), text: frame });
  }

  private closeConnection(connection: Connection, close: CloseName): void {
    closeAs(connection.socket, close);
    this.disconnect(connection);
  }

  private disconnect(connection: Connection): void {
    this.publishQueue.flush();
    this.connections.remove(connection);
    this.perform(this.room.leave(connection.session.connection), NO_SENDER);
  }

  private broadcast(event: RoomEvent, recipients?: Recipients): void {
    this.fanOut.broadcast(event, recipients);
    if (isDurable(event)) this.platform.onDurable();
  }

  private connectionsOf(member: string): Connection[] {
    return this.room.sessionsOf(member).flatMap(({ connection }) => this.connections.get(connection) ?? []);
  }

  /** The member's stream or poll of that name, if it is open. */
  private streamOf(member: string, stream: string | undefined): Connection | undefined {
    if (stream === undefined || stream === "") return undefined;
    return this.connectionsOf(member).find((connection) => connection.stream === stream);
  }
}
