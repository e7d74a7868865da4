/** An awake room: its rules, its connections, and the one way from a command to the rules and back. */
import type { CloseName } from "../protocol/close-codes.ts";
import type { Command, CommandOf } from "../protocol/commands.ts";
import { failure } from "../protocol/errors.ts";
import type { Limits } from "../protocol/limits.ts";
import { newCommandId, newConnectionId } from "../room/identity/ids.ts";
import { commandIdOf } from "../room/commands/index.ts";
import type { JoinRefusal } from "../room/admission.ts";
import type { JoinRequest } from "../room/join-request.ts";
import type { ExecuteOptions } from "../room/execute.ts";
import type { Credentials, VerifiedToken } from "../room/identity/identify.ts";
import { errorEvent, refuse, refuseWith, type Outcome } from "../room/outcome.ts";
import type { Room } from "../room/room.ts";
import { fail, ok, type Result } from "../text/result.ts";
import { Backlog } from "../transport/backlog.ts";
import { closeAs } from "../transport/close.ts";
import { Connections, type Connection } from "../transport/connections.ts";
import { FanOut } from "../transport/fan-out.ts";
import { clientKeyOf, type Handshake } from "../transport/handshake.ts";
import { SignalWindow } from "../transport/signal-window.ts";
import type { Codec } from "../protocol/subprotocols.ts";
import { Effects } from "./effects.ts";
import { FrameReceiver } from "./frame-receiver.ts";
import { fruitlessCost, readCost } from "./frame-cost.ts";
import { HttpCommands } from "./http-commands.ts";
import type { LiveRoomPlatform } from "./live-room-platform.ts";
import { LivenessSweep } from "./liveness-sweep.ts";
import { PendingAnswers } from "./pending-answers.ts";
import { PublishQueue } from "./publish-queue.ts";
import { log } from "./log.ts";
import { RoomRequests } from "./room-requests.ts";
import { platformRandom, platformClock } from "./platform.ts";
import { fromConnection, NO_SENDER, type Located } from "./sender.ts";
import { StateTimer } from "./state-timer.ts";

/** To wait for it is a microtask, as `queueMicrotask` makes one, without a call of the runtime at each join. */
const NOW = Promise.resolve();

/** A connection that is closed so has cost the room more than a join (SPEC LIM-11). */
const FLOOD_CLOSES: ReadonlySet<CloseName> = new Set(["flood", "frame_too_large", "binary_frame"]);

/** Field by field: to copy a handshake behind other fields takes several times as long, at each join. */
function joinRequest(connection: string, handshake: Handshake & Pick<Credentials, "vouched">): JoinRequest {
  const { token, vouched, name, site, ticket, address, position, invisible, stream } = handshake;
  const client = clientKeyOf(handshake);
  return { connection, token, vouched, name, site, ticket, address, client, position, invisible, stream };
}

export class LiveRoom {
  readonly requests: RoomRequests;
  readonly httpCommands: HttpCommands;
  readonly stateTimer: StateTimer;
  private readonly connections = new Connections();
  private readonly backlog: Backlog;
  private readonly fanOut: FanOut;
  private readonly effects: Effects;
  private readonly answers = new PendingAnswers();
  private readonly frames: FrameReceiver;
  private readonly liveness: LivenessSweep;
  private readonly publishQueue = new PublishQueue(
    (connection, command, now) => void this.executeNow(fromConnection(connection), command, { now }),
    platformClock.now,
  );

  constructor(
    readonly room: Room,
    private readonly limits: Limits,
    private readonly platform: LiveRoomPlatform,
  ) {
    this.backlog = new Backlog(limits, this.connections, (run) => void NOW.then(run));
    this.fanOut = this.createFanOut();
    this.effects = this.createEffects();
    this.stateTimer = this.createStateTimer();
    this.liveness = new LivenessSweep({
      connections: this.connections,
      lastPing: platform.lastPing,
      now: platformClock.now,
      onSilent: (connection) => this.closeConnection(connection, "silent"),
      onSwept: (isActive) => this.onSwept(isActive),
    });
    this.requests = new RoomRequests(
      room,
      (effects) => this.effects.perform({ answer: [], effects }, NO_SENDER),
      (close) => this.end(close),
    );
    this.httpCommands = this.createHttpCommands();
    this.frames = this.createFrameReceiver();
  }

  private createFanOut(): FanOut {
    return new FanOut({
      limits: this.limits,
      connections: this.connections,
      backlog: this.backlog,
      now: platformClock.now,
      setTimer: this.platform.setTimer,
      repeat: this.platform.repeat,
      newId: () => newCommandId(platformRandom),
      positionAt: (seq) => this.room.positionAt(seq),
      onWindowEnd: () => this.publishQueue.flush(),
      onSlow: (connection) => this.closeConnection(connection, "slow"),
    });
  }

  private createEffects(): Effects {
    const { connections, fanOut } = this;
    const { setTimer, onDurable } = this.platform;
    return new Effects({
      connections,
      fanOut,
      signals: new SignalWindow({ connections, fanOut, now: platformClock.now, setTimer }),
      answers: this.answers,
      sessionsOf: (member) => this.room.sessionsOf(member),
      close: (connection, close) => this.closeConnection(connection, close),
      onDurable,
    });
  }

  private createStateTimer(): StateTimer {
    return new StateTimer({
      dueAt: () => this.room.stateDueAt,
      runDue: () => this.attempt(() => this.room.runDueState()),
      now: platformClock.now,
      setTimer: this.platform.setTimer,
      wakeBy: this.platform.wakeBy,
      perform: (outcome) => this.effects.perform(outcome, NO_SENDER),
    });
  }

  private createHttpCommands(): HttpCommands {
    return new HttpCommands({
      room: this.room,
      limits: this.limits,
      answers: this.answers,
      connectionsOf: (member) => this.effects.connectionsOf(member),
      execute: (locate, command, vouched) => this.execute(locate, command, vouched),
    });
  }

  private createFrameReceiver(): FrameReceiver {
    return new FrameReceiver({
      limits: this.limits,
      connections: this.connections,
      now: platformClock.now,
      newId: () => newCommandId(platformRandom),
      admit: (session) => this.room.admitFrame(session),
      send: (connection, events) => this.fanOut.send(connection, events),
      execute: (connection, command, vouched) => this.receiveCommand(connection, command, vouched),
      verified: this.platform.verified,
      spent: this.platform.spent,
      pinged: this.platform.pinged,
      used: this.platform.used,
      refuse: (connection, refused) =>
        this.effects.perform(refuseWith(refused.id, refused), { kind: "connected", connection }),
      close: (connection, close) => this.closeConnection(connection, close),
    });
  }

  /** Restores the sockets that hibernated with the room. A socket that the room closed has lost its attachment. */
  resume(sockets: readonly WebSocket[]): void {
    for (const socket of sockets) {
      const isRestored = this.restore(socket) !== undefined;
      if (!isRestored && socket.readyState === WebSocket.OPEN) closeAs(socket, "unavailable");
    }
    this.stateTimer.runDue();
  }

  /**
   * Joins the room, and only then accepts the socket: a refused client never has one here, and so cannot keep the
   * object awake by not answering its close.
   * @returns why, where the room refuses
   */
  join(
    codec: Codec,
    handshake: Handshake & Pick<Credentials, "vouched">,
    accept: () => WebSocket,
  ): Result<void, JoinRefusal> {
    if (this.backlog.refuses(handshake.address)) return fail({ close: "slow" });
    const id = newConnectionId(platformRandom);
    const joined = this.room.join(joinRequest(id, handshake));
    if (!joined.ok) return joined;
    const { session, outcome } = joined.value;
    const { stream, plain, deflates, warning } = handshake;
    const origin = this.room.mayHaveVouched && codec === "json" ? handshake.origin : undefined;
    try {
      const joinedAt = platformClock.now();
      const { seed } = this.room;
      const socket = accept();
      const joined = { socket, session, codec, stream, plain, deflates, origin, seed, joinedAt };
      const connection = this.connections.add(joined);
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

  /** True while a client is connected, also an anonymous reader. */
  get isOccupied(): boolean {
    return this.connections.count > 0;
  }

  /** Closes all connections at once, and announces no leaves: the room is deleted. */
  private end(close: CloseName): void {
    for (const connection of this.connections.all()) {
      closeAs(connection.socket, close);
      this.connections.remove(connection);
    }
    this.answers.fail(failure("room_deleted"));
  }

  /** One frame from a client. */
  receive(socket: WebSocket, frame: string | ArrayBuffer): Promise<void> | undefined {
    const connection = this.connections.of(socket);
    if (connection === undefined) return undefined;
    const workBefore = this.room.work;
    const executed = this.frames.receive(connection, frame);
    this.platform.spent(socket, readCost(this.room.work - workBefore));
    return executed;
  }

  /** A socket that has closed, or is closing. Safe to call for one that is no longer known. */
  disconnected(socket: WebSocket): void {
    this.backlog.end(socket);
    const connection = this.connections.of(socket) ?? this.restore(socket);
    if (connection !== undefined) this.disconnect(connection);
  }

  /** Closes connections that went silent, and notes who is away; `sender` has just sent a frame. Cheap to call at every wake. */
  sweep(sender?: WebSocket): void {
    this.liveness.run(sender);
  }

  private onSwept(isActive: (member: string) => boolean): void {
    this.effects.perform(this.room.noteExpiredSignIns(), NO_SENDER);
    this.effects.perform(
      this.room.notePresence((member) => !isActive(member)),
      NO_SENDER,
    );
  }

  /** A room that is woken by a close does not find the closing socket among those that hibernated. */
  private restore(socket: WebSocket): Connection | undefined {
    const connection = this.connections.restore(socket);
    if (connection !== undefined) this.room.resume(connection.session, connection.seed);
    return connection;
  }

  private receiveCommand(connection: Connection, command: Command, vouched?: VerifiedToken): void {
    // Acknowledges what the fan-out sent; it changes nothing in the room, so no queued message has to come first.
    if (command.type === "flow") this.fanOut.acknowledgeFlow(connection, command.id);
    else if (command.type === "publish") this.receivePublish(connection, command);
    else this.execute(() => fromConnection(connection), command, vouched);
  }

  private receivePublish(connection: Connection, command: CommandOf<"publish">): void {
    if (this.fanOut.delays(connection)) return this.publishQueue.add(connection, command);
    this.execute(() => fromConnection(connection), command);
    this.fanOut.endDelay();
  }

  /**
   * The one way from a decoded command to the room, for sockets and requests: first the messages that came before it and
   * still wait in the publish queue, then the command, then its effects (SPEC FAN-5). `locate` is called after the queue,
   * as broadcasting what waited there may close a slow connection.
   */
  private execute(locate: () => Located, command: Command, vouched?: VerifiedToken): Outcome {
    this.publishQueue.flush();
    return this.executeNow(locate(), command, { vouched });
  }

  /** An unexpected failure (a full disk, a bug) is logged and answered, and the connection stays. */
  private executeNow({ origin, sender }: Located, command: Command, options: ExecuteOptions): Outcome {
    const outcome = this.attempt(() => this.room.execute(origin, command, options), commandIdOf(command));
    if (sender.kind === "connected") this.platform.spent(sender.connection.socket, fruitlessCost(outcome));
    this.effects.perform(outcome, sender);
    // Another member may be here from now on, and the former one gone.
    if (command.type === "authenticate") this.stateTimer.runDue();
    else if (command.type === "state") this.stateTimer.schedule();
    return outcome;
  }

  private attempt(run: () => Outcome, id?: string): Outcome {
    try {
      return run();
    } catch (error) {
      log("command", error);
      return refuse(id, "internal");
    }
  }

  private closeConnection(connection: Connection, close: CloseName): void {
    // What a connection has in the publish queue may be a reason to close it once more.
    const isOpen = connection.socket.readyState === WebSocket.OPEN;
    if (FLOOD_CLOSES.has(close) && isOpen) this.room.noteFlood(connection.session);
    closeAs(connection.socket, close);
    this.backlog.close(connection);
    this.disconnect(connection);
  }

  private disconnect(connection: Connection): void {
    this.publishQueue.flush();
    this.connections.remove(connection);
    this.effects.perform(this.room.leave(connection.session.connection), NO_SENDER);
    this.stateTimer.runDue();
  }
}
