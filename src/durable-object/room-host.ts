/** A room's Durable Object: turns the platform's events into calls on the room. */
import { DurableObject } from "cloudflare:workers";
import { failure, unavailable, type Failure } from "../protocol/errors.ts";
import { roomCreators } from "../protocol/policy.ts";
import { PING_FRAME, PONG_FRAME } from "../protocol/heartbeat.ts";
import type { RoomKey } from "../protocol/room-keys.ts";
import type { JoinRefusal } from "../room/admission.ts";
import { visitsFailure } from "../room/limit-failures.ts";
import { DeletedRoomError } from "../room/store.ts";
import { fail, type Result } from "../text/result.ts";
import { answerClose, closeAs } from "../transport/close.ts";
import { readHandshake, type Handshake } from "../transport/handshake.ts";
import { purgeRoom } from "./room-purge.ts";
import { readConfiguration } from "./configuration.ts";
import { FairQueue } from "./fair-queue.ts";
import { FloodPause } from "./flood-pause.ts";
import { droppedFrameCost } from "./frame-cost.ts";
import { HeartbeatAnswers } from "./heartbeat-answers.ts";
import { ListingReporter } from "./listing-reporter.ts";
import { LiveRoom } from "./live-room.ts";
import { log } from "./log.ts";
import { loadRoom, roomNameOf } from "./load-room.ts";
import { ownEntry, type OwnEntry } from "./own-entry.ts";
import { platformClock } from "./platform.ts";
import { RetentionAlarm } from "./retention-alarm.ts";
import type { RoomEnv } from "./room-env.ts";
import { SiteTokens, type VerifiedTokens } from "./site-token/site-tokens.ts";

/** Why a room cannot be opened. */
type OpenFailure = "unavailable" | "room_deleted" | "room_not_found";

/** In which the runtime sends what it holds of a frame for many, ms. */
const LEAVE_MS = 1;

const HEARTBEAT = new WebSocketRequestResponsePair(PING_FRAME, PONG_FRAME);

const noop = () => undefined;

export abstract class RoomHost extends DurableObject<RoomEnv> {
  private readonly retention: RetentionAlarm;
  private readonly floodPause: FloodPause;
  /** joins and reads */
  protected readonly visits: FairQueue;
  private readonly heartbeats: HeartbeatAnswers;
  private live: LiveRoom | undefined;
  private reporter: ListingReporter | undefined;
  private entry: OwnEntry | undefined;
  private tokens: SiteTokens | undefined;

  constructor(ctx: DurableObjectState, env: RoomEnv) {
    super(ctx, env);
    this.retention = new RetentionAlarm(ctx.storage);
    this.floodPause = new FloodPause((run) => ctx.blockConcurrencyWhile(run), platformClock.now);
    this.visits = new FairQueue({
      now: platformClock.now,
      setTimer: (run, ms) => void setTimeout(run, ms),
    });
    this.heartbeats = new HeartbeatAnswers({
      now: platformClock.now,
      setRuntimeAnswers: (isAnswering) => ctx.setWebSocketAutoResponse(isAnswering ? HEARTBEAT : undefined),
    });
  }

  /**
   * The WebSocket upgrade: 101 with the socket, or 403 with a {@link JoinRefusal}: the close code that gives the reason.
   * The Worker accepts a socket and closes it with that code, so that a browser can read it (SPEC JOIN-3).
   */
  override fetch(request: Request): Response | Promise<Response> {
    const handshake = readHandshake(request, readConfiguration(this.env).policy.origin);
    const { token, origin, address } = handshake;
    return this.visits.run<Response>(
      address,
      () => this.verified([token], origin, (verified) => this.join(handshake, verified)),
      () => refusal({ close: "flood", failure: visitsFailure() }),
    );
  }

  private join(handshake: Handshake, verified: VerifiedTokens): Response {
    const { negotiated, token = "" } = handshake;
    if (negotiated.kind === "unsupported") return refusal({ close: "unsupported_protocol" });
    const { 0: client, 1: server } = new WebSocketPair();
    const accept = () => {
      this.ctx.acceptWebSocket(server);
      return server;
    };
    const joined = this.attempt<Result<void, JoinRefusal>>(
      "join",
      (live) => live.join(negotiated.codec, { ...handshake, vouched: verified.get(token) }, accept),
      (code) => fail({ close: code, failure: openFailure(code) }),
    );
    if (!joined.ok) return refusal(joined.failure);
    const { echo } = negotiated;
    const headers = echo === undefined ? {} : { "Sec-WebSocket-Protocol": echo };
    return new Response(null, { status: 101, webSocket: client, headers });
  }

  override webSocketMessage(socket: WebSocket, frame: string | ArrayBuffer): Promise<void> | undefined {
    // A peer that has not answered our close may still send: its frames are ignored.
    if (socket.readyState !== WebSocket.OPEN) {
      this.floodPause.spend(socket, droppedFrameCost(frameLength(frame)));
      return undefined;
    }
    const onError = (code: OpenFailure) => this.closeFailed(socket, code);
    const executed = this.attempt("receive", (live) => live.receive(socket, frame), onError, socket);
    return executed?.catch((error: unknown) => {
      log("receive", error);
      onError("unavailable");
    });
  }

  override webSocketClose(socket: WebSocket, code: number, reason: string, wasClean: boolean): void {
    this.attemptAlways("close", (live) => live.disconnected(socket), noop);
    answerClose(socket, code, reason, wasClean);
  }

  override webSocketError(socket: WebSocket): void {
    this.attemptAlways("error", (live) => live.disconnected(socket), noop);
  }

  override async alarm(): Promise<void> {
    try {
      const live = this.wakeUnexpired();
      live.sweep();
      if (live.room.isOver() && !live.isOccupied) await this.freeName();
      else {
        await this.retention.run(live.room, platformClock.now());
        live.stateTimer.runDue();
        await this.reporter?.report(false);
      }
    } catch (error) {
      // The room was deleted, but its deletion did not end: what is left of it has no alarm.
      if (error instanceof DeletedRoomError) return this.purge();
      log("alarm", error);
      await this.retention.retryLater(platformClock.now());
    }
  }

  /** The same, unless its time has come: then the room is deleted (SPEC SET-8). @throws DeletedRoomError, or as {@link wake} */
  private wakeUnexpired(): LiveRoom {
    const live = this.wake();
    if (!live.requests.expire()) return live;
    this.dropMemory();
    throw new DeletedRoomError(true);
  }

  /** The live room, loaded now if it is not. @throws what {@link loadRoom} throws */
  private wake(): LiveRoom {
    if (this.live !== undefined) return this.live;
    const { limits, policy } = readConfiguration(this.env);
    const { deploymentKeys } = this.siteTokens;
    const room = loadRoom(this.ctx, limits, { policy, deploymentKeys });
    const live = new LiveRoom(room, limits, {
      verified: (token, origin, run) => {
        const done = this.verified([token], origin, (verified) => run(verified.get(token)));
        return done?.then(noop);
      },
      spent: (socket, cost) => this.floodPause.spend(socket, cost),
      pinged: () => this.heartbeats.pinged(),
      used: () => this.heartbeats.used(),
      lastPing: (socket) => this.ctx.getWebSocketAutoResponseTimestamp(socket),
      setTimer: (run, ms) => void setTimeout(() => this.attempt("window", run, noop), ms),
      repeat: (step) => void this.ctx.blockConcurrencyWhile(() => this.repeat(step)),
      wakeBy: (at) => this.inBackground(this.retention.runBy(at)),
      onDurable: ({ type }) => {
        this.inBackground(this.retention.schedule(room, type));
        this.inBackground(this.reporter?.report(true));
      },
    });
    this.reporter = new ListingReporter(room.listing, this.ownEntry, (inMs) =>
      this.retention.runBy(platformClock.now() + inMs),
    );
    live.resume(this.ctx.getWebSockets());
    this.live = live;
    return live;
  }

  /** See `TurnsPorts`. An error resets the object: its clients come back, and recover. */
  private async repeat(step: () => boolean): Promise<void> {
    do {
      await this.ctx.storage.sync();
      await scheduler.wait(LEAVE_MS);
    } while (!step());
  }

  private get ownEntry(): OwnEntry {
    this.entry ??= ownEntry(this.env.DIRECTORY, roomNameOf(this.ctx));
    return this.entry;
  }

  private get siteTokens(): SiteTokens {
    this.tokens ??= new SiteTokens(readConfiguration(this.env), roomNameOf(this.ctx), () => this.roomKeys());
    return this.tokens;
  }

  /** The keys that the room's owner added; none of a room that cannot be opened, which is refused for that. */
  private roomKeys(): readonly RoomKey[] {
    return this.attempt<readonly RoomKey[]>(
      "keys",
      ({ room }) => room.keys,
      () => [],
    );
  }

  /** See {@link SiteTokens.verified}. */
  protected verified<Value>(
    tokens: readonly (string | undefined)[],
    origin: string | undefined,
    run: (verified: VerifiedTokens) => Value,
  ): Value | Promise<Value> {
    return this.siteTokens.verified(tokens, origin, run);
  }

  /** Deletes the room whole: the next visit finds its name free. Its memory goes first, as a visit may come meanwhile. */
  private async freeName(): Promise<void> {
    this.dropMemory();
    await this.retention.deleteAll();
  }

  /** Forgets the live room: what comes next finds what is stored. */
  protected dropMemory(): void {
    this.live = undefined;
    this.reporter?.end();
  }

  /** Purges a room that was marked as deleted; see room-purge.ts. */
  protected async purge(): Promise<void> {
    // What was closed while the room was asleep has no live room that knows it.
    for (const socket of this.ctx.getWebSockets())
      if (socket.readyState === WebSocket.OPEN) closeAs(socket, "room_deleted");
    this.dropMemory();
    await purgeRoom({ storage: this.ctx.storage, retention: this.retention, entry: this.ownEntry });
  }

  private inBackground(work: Promise<void> | undefined): void {
    if (work === undefined) return;
    this.ctx.waitUntil(work.catch((error: unknown) => log("background", error)));
  }

  /**
   * Runs `action` on the live room, unless it is none: where a visit may create no room, what is not created is not there
   * for any client, on any path (SPEC POLICY-3). Otherwise as {@link attemptAlways}.
   */
  private attempt<Value>(
    operation: string,
    action: (live: LiveRoom) => Value,
    onError: (code: OpenFailure) => Value,
    socket?: WebSocket,
  ): Value {
    const admitted = (live: LiveRoom) =>
      live.room.isCreated || this.mayVisitCreate ? action(live) : onError("room_not_found");
    return this.attemptAlways(operation, admitted, onError, socket);
  }

  /** True if a visit may create this room. */
  private get mayVisitCreate(): boolean {
    const { policy, lobby } = readConfiguration(this.env);
    return roomCreators(policy) === "everyone" || roomNameOf(this.ctx) === lobby;
  }

  /** Runs `action` on the live room, woken by `socket` if given. An error is logged, and `onError` gives the result. */
  private attemptAlways<Value>(
    operation: string,
    action: (live: LiveRoom) => Value,
    onError: (code: OpenFailure) => Value,
    socket?: WebSocket,
  ): Value {
    // A frame may be a heartbeat, as only the room can see.
    if (socket === undefined) this.heartbeats.used();
    try {
      const live = this.wakeUnexpired();
      live.sweep(socket);
      const result = action(live);
      this.inBackground(this.retention.ensure(live.room));
      this.inBackground(this.reporter?.report(false));
      return result;
    } catch (error) {
      if (error instanceof DeletedRoomError) {
        if (error.isFresh) this.inBackground(this.purge());
        return onError("room_deleted");
      }
      log(operation, error);
      return onError("unavailable");
    }
  }

  /** The same for a call from the Worker: an error becomes the failure `unavailable`. */
  protected answer<Value>(
    operation: string,
    action: (live: LiveRoom) => Result<Value, Failure>,
  ): Result<Value, Failure> {
    return this.attempt(operation, action, (code) => fail(openFailure(code)));
  }

  /** The same for the one call that creates the room, whose sender the Worker has asked. */
  protected answerCreation<Value>(
    action: (live: LiveRoom) => Result<Value, Failure>,
  ): Result<Value, Failure> {
    return this.attemptAlways("create", action, (code) => fail(openFailure(code)));
  }

  /** Closes a socket whose frame failed: its client reconnects, unless the room was deleted. */
  private closeFailed(socket: WebSocket, code: OpenFailure): undefined {
    closeAs(socket, code);
    this.live?.disconnected(socket);
  }
}

function frameLength(frame: string | ArrayBuffer): number {
  return typeof frame === "string" ? frame.length : frame.byteLength;
}

function openFailure(code: OpenFailure): Failure {
  return code === "unavailable" ? unavailable() : failure(code);
}

function refusal(refused: JoinRefusal): Response {
  return Response.json(refused, { status: 403 });
}
