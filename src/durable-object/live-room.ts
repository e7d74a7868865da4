/** A room that is awake: its rules, its connections, and the one place where outcomes become frames. */
import type { CloseName } from "../protocol/close-codes.ts";
import type { Command } from "../protocol/commands.ts";
import { decodeCommand, type RefusedFrame } from "../protocol/decode-command.ts";
import { failureWithRetry, type Failure } from "../protocol/errors.ts";
import type { RoomEvent } from "../protocol/events.ts";
import { isDurable } from "../protocol/event-traits.ts";
import type { Limits } from "../protocol/limits.ts";
import { newCommandId } from "../room/identity/ids.ts";
import { commandIdOf } from "../room/commands/table.ts";
import { errorEvent, refuse, refuseWith, type Outcome } from "../room/outcome.ts";
import type { Room } from "../room/room.ts";
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
import { connectionOf, memberOf, NO_SENDER, applyRename, type Sender } from "./sender.ts";

/** The roster is looked through for the silent at most so often, and only while the room is awake anyway. */
const SWEEP_INTERVAL_MS = 15_000;

/** Who sends commands by HTTP. */
export interface HttpCommandRequest {
  readonly token: string;
  readonly address: string | undefined;
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
    this.execute(connection, command),
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
   * Carries out commands that came by HTTP, in order and without anything in between. Returns what the sender is told.
   * `stream` names the sender's own stream or poll.
   */
  executeHttp(
    frames: readonly string[],
    { token, address, stream }: HttpCommandRequest,
  ): Result<readonly RoomEvent[], Failure> {
    const known = this.room.authenticateHttp({ token, address });
    if (!known.ok) return known;
    this.publishQueue.flush();
    const answers: RoomEvent[] = [];
    let sender = known.value;
    for (const frame of frames) {
      const { member } = sender;
      const own = this.streamOf(member, stream);
      const session = { ...sender, connection: own?.session.connection ?? "" };
      const outcome = this.decodeAndExecute(frame, "json", (command) =>
        this.room.handleHttp(session, command),
      );
      this.perform(outcome, { kind: "http", member, own, answer: (event) => void answers.push(event) });
      sender = applyRename(outcome, sender);
    }
    return ok(answers);
  }

  /** Acts on what the room decided. */
  perform(outcome: Outcome, sender: Sender): void {
    const senderMember = memberOf(sender);
    const own = connectionOf(sender);
    // What goes to the sender one after the other goes as one frame.
    const toSender: RoomEvent[] = [];
    const flush = () => this.reply(sender, toSender.splice(0));
    for (const effect of outcome) {
      if (effect.to === "sender") {
        toSender.push(effect.event);
        continue;
      }
      flush();
      switch (effect.to) {
        case "session":
          this.connections.update(effect.session);
          break;
        case "close":
          if (own !== undefined) this.closeConnection(own, effect.close);
          break;
        case "everyone":
          this.broadcast(effect.event);
          if (sender.kind === "http") sender.answer(effect.event);
          break;
        case "other_sessions":
          this.broadcast(effect.event, (other) => other !== own);
          break;
        case "invisible":
          this.broadcast(effect.event, ({ session }) => session.invisible === true);
          break;
        case "other_members":
          this.broadcast(effect.event, (other) => other.session.member !== senderMember);
          break;
        case "member":
          for (const connection of this.connectionsOf(effect.member)) {
            if (connection !== own) this.fanOut.send(connection, [effect.event]);
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
    switch (command.type) {
      case "publish":
        if (this.fanOut.isBatching) this.publishQueue.add(connection, command);
        else this.execute(connection, command);
        return;
      case "flow":
        // How far somebody has read changes nothing that others could hear of: nothing need come before it.
        this.fanOut.acknowledgeFlow(connection, command.id);
        return;
      default:
        this.publishQueue.flush();
        this.execute(connection, command);
    }
  }

  private execute(connection: Connection, command: Command): void {
    const outcome = this.tryExecute(command, () => this.room.handle(connection.session.connection, command));
    this.perform(outcome, { kind: "connected", connection });
  }

  /** What a frame leads to. */
  private decodeAndExecute(frame: string, codec: Codec, handle: (command: Command) => Outcome): Outcome {
    const command = this.decode(codec, frame);
    if (!command.ok) return refuseWith(command.failure.id, command.failure);
    return this.tryExecute(command.value, () => handle(command.value));
  }

  /** A command that fails where it should not (a full disk, a bug) is answered and logged, and costs nobody the connection. */
  private tryExecute(command: Command, handle: () => Outcome): Outcome {
    try {
      return handle();
    } catch (error) {
      log("command", error);
      return refuse(commandIdOf(command), "internal");
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

  private reply(sender: Sender, events: readonly RoomEvent[]): void {
    switch (sender.kind) {
      case "connected":
        return this.fanOut.send(sender.connection, events);
      case "http":
        return events.forEach(sender.answer);
      case "none":
        return;
      default:
        exhaustive(sender);
    }
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
