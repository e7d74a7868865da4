/** A room's Durable Object: turns the platform's events into calls on the room. */
import { DurableObject } from "cloudflare:workers";
import type { CloseName } from "../protocol/close-codes.ts";
import type { Command } from "../protocol/commands.ts";
import type { RoomEvent } from "../protocol/events.ts";
import type { Page } from "../protocol/events/page.ts";
import type { Members } from "../protocol/events/welcome.ts";
import { failureWithRetry, type Failure } from "../protocol/errors.ts";
import { PING_FRAME, PONG_FRAME } from "../protocol/heartbeat.ts";
import type { SearchPage } from "../protocol/search-page.ts";
import type { Room } from "../room/room.ts";
import type { Peek, RoomView } from "../room/room-reader.ts";
import type { MemberSearchRequest } from "../room/member-search.ts";
import type { RoomSearchRequest } from "../room/search.ts";
import { fail, ok, type Result } from "../text/result.ts";
import { answerClose, closeAs } from "../transport/close.ts";
import { readHandshake } from "../transport/handshake.ts";
import { LiveRoom, type HttpSender } from "./live-room.ts";
import { log } from "./log.ts";
import { parseEnvLimits, loadRoom, type RoomEnv } from "./load-room.ts";
import { platformClock } from "./platform.ts";
import { RetentionAlarm } from "./retention-alarm.ts";

/** The Retry-After of a room that could not be opened, in ms. */
const RETRY_AFTER_MS = 5_000;

/** The body of a refused upgrade. */
export interface Refusal {
  readonly close: CloseName;
}

const noop = () => undefined;

export class RoomObject extends DurableObject<RoomEnv> {
  private readonly retention: RetentionAlarm;
  private live: LiveRoom | undefined;

  constructor(ctx: DurableObjectState, env: RoomEnv) {
    super(ctx, env);
    this.retention = new RetentionAlarm(ctx.storage);
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING_FRAME, PONG_FRAME));
  }

  /**
   * The WebSocket upgrade: 101 with the socket, or 403 with `{close}`, the name of the close code that gives the reason.
   * The Worker accepts a socket and closes it with that code, so that a browser can read it (SPEC JOIN-3).
   */
  override fetch(request: Request): Response {
    const handshake = readHandshake(request);
    const { negotiated } = handshake;
    if (negotiated.kind === "unsupported") return refusal("unsupported_protocol");
    const { 0: client, 1: server } = new WebSocketPair();
    const accept = () => {
      this.ctx.acceptWebSocket(server);
      return server;
    };
    const joined = this.attempt<Result<void, CloseName>>(
      "join",
      (live) => live.join(negotiated.codec, handshake, accept),
      () => fail("unavailable"),
    );
    if (!joined.ok) return refusal(joined.failure);
    const { echo } = negotiated;
    const headers = echo === undefined ? {} : { "Sec-WebSocket-Protocol": echo };
    return new Response(null, { status: 101, webSocket: client, headers });
  }

  override webSocketMessage(socket: WebSocket, frame: string | ArrayBuffer): void {
    // A peer that has not answered our close may still send: its frames are ignored.
    if (socket.readyState !== WebSocket.OPEN) return;
    this.attempt(
      "receive",
      (live) => live.receive(socket, frame),
      () => this.closeUnavailable(socket),
      socket,
    );
  }

  override webSocketClose(socket: WebSocket, code: number, reason: string, wasClean: boolean): void {
    this.attempt("close", (live) => live.disconnected(socket), noop);
    answerClose(socket, code, reason, wasClean);
  }

  override webSocketError(socket: WebSocket): void {
    this.attempt("error", (live) => live.disconnected(socket), noop);
  }

  override async alarm(): Promise<void> {
    try {
      await this.retention.run(this.wake().room, platformClock.now());
    } catch (error) {
      log("alarm", error);
      await this.retention.retryLater(platformClock.now());
    }
  }

  /** The room's public metadata. Writes nothing. */
  view(): Result<RoomView, Failure> {
    return this.answer("view", (live) => ok(live.room.read.view()));
  }

  /** The first members, or those that a search by the beginning of their names finds. Writes nothing. */
  members(request?: MemberSearchRequest): Result<Members, Failure> {
    return this.answer("members", ({ room: { read } }) =>
      request === undefined ? ok(read.members()) : read.searchMembers(request),
    );
  }

  /** At most `limit` messages before `before`, or the newest, oldest first. Writes nothing. */
  messages(before: number | undefined, limit: number): Result<Omit<Page, "type" | "id">, Failure> {
    return this.answer("messages", ({ room }) => {
      const { events, more } = room.read.messagesBefore(before, limit);
      return ok({ position: room.read.view().position, events, more });
    });
  }

  /** A page of search results. Writes nothing. */
  search(request: RoomSearchRequest): Result<SearchPage, Failure> {
    return this.answer("search", ({ room }) => room.read.search(request));
  }

  /**
   * Executes a request's commands in order, as a socket would send them.
   * @returns for each command the events that answer it; fails where the sender cannot be identified
   */
  execute(
    sender: HttpSender,
    commands: readonly Command[],
  ): Result<readonly (readonly RoomEvent[])[], Failure> {
    return this.answer("execute", (live) => live.executeHttp(commands, sender));
  }

  /** The events after `position`, for an anonymous reader. Writes nothing. */
  peek(position: string): Result<Peek, Failure> {
    return this.answer("peek", ({ room }) => ok(room.read.peek(position)));
  }

  /** The live room, loaded now if it is not. @throws what {@link loadRoom} throws */
  private wake(): LiveRoom {
    if (this.live !== undefined) return this.live;
    const limits = parseEnvLimits(this.env);
    const room = loadRoom(this.ctx, limits);
    const live = new LiveRoom(room, limits, {
      lastPing: (socket) => this.ctx.getWebSocketAutoResponseTimestamp(socket),
      setTimer: (run, ms) => void setTimeout(() => this.attempt("window", run, noop), ms),
      onDurable: () => this.scheduleRetention(room),
    });
    live.resume(this.ctx.getWebSockets());
    this.live = live;
    return live;
  }

  private scheduleRetention(room: Room): void {
    const scheduled = this.retention.schedule(room);
    this.ctx.waitUntil(scheduled.catch((error: unknown) => log("retention", error)));
  }

  /** Runs `action` on the live room, woken by `socket` if given. An error is logged, and `onError` gives the result. */
  private attempt<Value>(
    operation: string,
    action: (live: LiveRoom) => Value,
    onError: () => Value,
    socket?: WebSocket,
  ): Value {
    try {
      const live = this.wake();
      live.sweep(socket);
      return action(live);
    } catch (error) {
      log(operation, error);
      return onError();
    }
  }

  /** The same for a call from the Worker: an error becomes the failure `unavailable`. */
  private answer<Value>(
    operation: string,
    action: (live: LiveRoom) => Result<Value, Failure>,
  ): Result<Value, Failure> {
    return this.attempt(operation, action, () => fail(failureWithRetry("unavailable", RETRY_AFTER_MS)));
  }

  /** Closes a socket whose frame failed, so that its client reconnects. */
  private closeUnavailable(socket: WebSocket): void {
    closeAs(socket, "unavailable");
    this.live?.disconnected(socket);
  }
}

function refusal(close: CloseName): Response {
  return Response.json({ close } satisfies Refusal, { status: 403 });
}
