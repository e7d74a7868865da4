/** An awake room: its rules, its connections, and the one way from a frame or a request to the rules and back. */
import type { CloseName } from "../protocol/close-codes.ts";
import type { Command } from "../protocol/commands.ts";
import { decodeCommand, type RefusedFrame } from "../protocol/decode-command.ts";
import { failure, failureWithRetry, type Failure } from "../protocol/errors.ts";
import type { RoomEvent } from "../protocol/events.ts";
import type { Limits } from "../protocol/limits.ts";
import { newCommandId } from "../room/identity/ids.ts";
import { commandIdOf } from "../room/commands/index.ts";
import type { Origin, RequestOrigin } from "../room/origin.ts";
import { errorEvent, httpAnswer, refuse, refuseWith, type Outcome } from "../room/outcome.ts";
import type { HttpCredentials, Room } from "../room/room.ts";
import { exhaustive } from "../text/exhaustive.ts";
import { exceedsBytes } from "../text/lengths.ts";
import { fail, ok, type Result } from "../text/result.ts";
import { closeAs } from "../transport/close.ts";
import { Connections, type Connection } from "../transport/connections.ts";
import { FanOut } from "../transport/fan-out.ts";
import { clientKeyOf, type Handshake } from "../transport/handshake.ts";
import { livenessOf, type LastPing } from "../transport/heartbeat.ts";
import { readPlainTextFrame } from "../transport/plain-text-frame.ts";
import type { Codec } from "../protocol/subprotocols.ts";
import { Effects } from "./effects.ts";
import { PublishQueue } from "./publish-queue.ts";
import { log } from "./log.ts";
import { platformRandom, platformClock } from "./platform.ts";
import { applyRename, fromConnection, NO_SENDER, type Located } from "./sender.ts";

/** Minimum time between two sweeps for silent connections; a sweep never wakes the room. */
const SWEEP_INTERVAL_MS = 15_000;

/** Who sends a request's commands. */
export interface HttpSender extends HttpCredentials {
  /** names the sender's own stream or poll (SPEC READ-2) */
  readonly stream: string | undefined;
  /** of that stream or poll, if it was joined with one */
  readonly generation?: number | undefined;
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
  private readonly effects: Effects;
  private readonly publishQueue = new PublishQueue((connection, command) =>
    this.executeNow(fromConnection(connection), command),
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
      positionAt: (seq) => room.read.positionAt(seq),
      onWindowEnd: () => this.publishQueue.flush(),
      onSlow: (connection) => this.closeConnection(connection, "slow"),
    });
    this.effects = new Effects({
      connections: this.connections,
      fanOut: this.fanOut,
      sessionsOf: (member) => room.sessionsOf(member),
      close: (connection, close) => this.closeConnection(connection, close),
      onDurable: platform.onDurable,
    });
  }

  /** Restores the sockets that hibernated with the room. A socket that the room closed has lost its attachment. */
  resume(sockets: readonly WebSocket[]): void {
    for (const socket of sockets) {
      const isRestored = this.restore(socket) !== undefined;
      if (!isRestored && socket.readyState === WebSocket.OPEN) closeAs(socket, "unavailable");
    }
  }

  /**
   * Joins the room, and only then accepts the socket: a refused client never has one here, and so cannot keep the
   * object awake by not answering its close.
   * @returns the close code's name where the room refuses
   */
  join(codec: Codec, handshake: Handshake, accept: () => WebSocket): Result<void, CloseName> {
    const id = crypto.randomUUID();
    const joined = this.room.join({ connection: id, client: clientKeyOf(handshake), ...handshake });
    if (!joined.ok) return joined;
    const { session, outcome } = joined.value;
    const { stream, plain, warning } = handshake;
    try {
      const now = platformClock.now();
      const connection = this.connections.add({ socket: accept(), session, codec, stream, plain, now });
      this.fanOut.skipQueued(connection);
      this.effects.perform(outcome, { kind: "connected", connection });
      if (warning !== undefined) this.fanOut.send(connection, [errorEvent(undefined, warning)]);
      return ok(undefined);
    } catch (error) {
      // A session without a socket would stay in the roster, as its close never comes.
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
    { stream, generation, ...credentials }: HttpSender,
  ): Result<readonly (readonly RoomEvent[])[], Failure> {
    const identified = this.room.identifyRequest(credentials);
    if (!identified.ok) return identified;
    let request = identified.value;
    if (this.room.hasEnded(request, { session: stream, generation })) return fail(failure("session_ended"));
    const answers: RoomEvent[][] = [];
    for (const command of commands) {
      const outcome = this.execute(() => this.locate(request, stream), command);
      answers.push(httpAnswer(outcome));
      request = applyRename(outcome, request);
    }
    return ok(answers);
  }

  /** Closes connections that went silent, and notes who is away; `sender` has just sent a frame. Cheap to call at every wake. */
  sweep(sender?: WebSocket): void {
    const now = platformClock.now();
    const active = sender && this.connections.of(sender);
    if (active !== undefined) active.lastFrameAt = now;
    if (now - this.sweptAt < SWEEP_INTERVAL_MS) return;
    this.sweptAt = now;
    const activeMembers = new Set<string>();
    for (const connection of this.connections.all()) {
      const liveness = livenessOf(connection, this.platform.lastPing, now);
      if (liveness === "dead") this.closeConnection(connection, "silent");
      else if (liveness === "alive") activeMembers.add(connection.session.member);
    }
    this.effects.perform(
      this.room.notePresence((member) => !activeMembers.has(member)),
      NO_SENDER,
    );
  }

  /** A room that is woken by a close does not find the closing socket among those that hibernated. */
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
    if (connection.codec === "json") this.receiveJson(connection, frame);
    else this.receivePlain(connection, frame);
  }

  private receiveJson(connection: Connection, frame: string): void {
    const command = decodeCommand(frame, this.limits.frameDepth);
    if (command.ok) this.receiveCommand(connection, command.value);
    else this.refuse(connection, command.failure);
  }

  private receivePlain(connection: Connection, frame: string): void {
    const parsed = readPlainTextFrame(frame, connection.plain.keepalive);
    switch (parsed.kind) {
      case "empty":
        return;
      case "keepalive":
        // Not through the fan-out: it is no event, and has no place in the order of events.
        connection.socket.send(parsed.answer);
        return;
      case "refused":
        return this.refuse(connection, parsed.failure);
      case "message": {
        const { kind: _, ...message } = parsed;
        const id = newCommandId(platformRandom);
        return this.receiveCommand(connection, { type: "publish", id, ...message });
      }
      default:
        exhaustive(parsed);
    }
  }

  private refuse(connection: Connection, failed: RefusedFrame): void {
    this.effects.perform(refuseWith(failed.id, failed), { kind: "connected", connection });
  }

  private receiveCommand(connection: Connection, command: Command): void {
    // Acknowledges what the fan-out sent; it changes nothing in the room, so no queued message has to come first.
    if (command.type === "flow") this.fanOut.acknowledgeFlow(connection, command.id);
    else if (command.type === "publish" && this.fanOut.isBatching) this.publishQueue.add(connection, command);
    else this.execute(() => fromConnection(connection), command);
  }

  /**
   * The one way from a decoded command to the room, for sockets and requests: first the messages that came before it and
   * still wait in the publish queue, then the command, then its effects (SPEC FAN-5). `locate` is called after the queue,
   * as broadcasting what waited there may close a slow connection.
   */
  private execute(locate: () => Located, command: Command): Outcome {
    this.publishQueue.flush();
    return this.executeNow(locate(), command);
  }

  /** An unexpected failure (a full disk, a bug) is logged and answered, and the connection stays. */
  private executeNow({ origin, sender }: Located, command: Command): Outcome {
    const outcome = this.tryExecute(origin, command);
    this.effects.perform(outcome, sender);
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

  private closeConnection(connection: Connection, close: CloseName): void {
    closeAs(connection.socket, close);
    this.disconnect(connection);
  }

  private disconnect(connection: Connection): void {
    this.publishQueue.flush();
    this.connections.remove(connection);
    this.effects.perform(this.room.leave(connection.session.connection), NO_SENDER);
  }

  /** A request's origin with the connection of the sender's own stream or poll, which gets no copy of their events. */
  private locate(request: RequestOrigin, stream: string | undefined): Located {
    if (request.kind === "anonymous")
      return { origin: request, sender: { kind: "http", member: undefined, own: undefined } };
    const { member } = request.sender;
    const own = this.streamOf(member, stream);
    const connection = own?.session.connection ?? "";
    return {
      origin: { ...request, sender: { ...request.sender, connection } },
      sender: { kind: "http", member, own },
    };
  }

  /** The member's open stream or poll of that session. */
  private streamOf(member: string, stream: string | undefined): Connection | undefined {
    if (stream === undefined || stream === "") return undefined;
    return this.effects.connectionsOf(member).find((connection) => connection.stream === stream);
  }
}
