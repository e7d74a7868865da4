/** A room's Durable Object: turns the platform's events into calls on the room. */
import { DurableObject } from "cloudflare:workers";
import type { CloseName } from "../protocol/close-codes.ts";
import type { Page } from "../protocol/events/page.ts";
import type { Members } from "../protocol/events/welcome.ts";
import { failureWithRetry, type Failure } from "../protocol/errors.ts";
import { PING_FRAME, PONG_FRAME } from "../protocol/heartbeat.ts";
import type { PublishRequest, Room, RoomView } from "../room/room.ts";
import { fail, ok, type Result } from "../text/result.ts";
import { answerClose, closeAs } from "../transport/closing.ts";
import { readHandshake } from "../transport/handshake.ts";
import { LiveRoom } from "./live-room.ts";
import { log } from "./log.ts";
import { limitsOf, openRoom, type RoomEnv } from "./opening.ts";
import { platformClock } from "./platform.ts";
import { publishedIn, type Published } from "./published.ts";
import { RetentionAlarm } from "./retention-alarm.ts";

/** A room that could not be opened is tried again no sooner than this. */
const RETRY_AFTER_MS = 5_000;

/** The body of a refused upgrade. */
export interface Refusal {
  readonly close: CloseName;
}

export class RoomObject extends DurableObject<RoomEnv> {
  private readonly retention: RetentionAlarm;
  private live: LiveRoom | undefined;

  constructor(ctx: DurableObjectState, env: RoomEnv) {
    super(ctx, env);
    this.retention = new RetentionAlarm(ctx.storage);
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING_FRAME, PONG_FRAME));
  }

  /**
   * The upgrade of a socket: 101 with the socket, or 403 with `{close}`, the name of the close code that says why
   * not. The Worker makes a socket of that, so that a browser can read it (SPEC JOIN-3).
   */
  override fetch(request: Request): Response {
    const handshake = readHandshake(request);
    const { negotiated } = handshake;
    if (negotiated.kind === "unsupported") return refusal("unsupported_protocol");
    const { 0: client, 1: server } = new WebSocketPair();
    const joined = this.attempt("join", undefined, (live) =>
      live.join(negotiated.codec, handshake, () => {
        this.ctx.acceptWebSocket(server);
        return server;
      }),
    );
    if (joined === undefined) return refusal("unavailable");
    if (!joined.ok) return refusal(joined.failure);
    const headers = new Headers();
    if (negotiated.echo !== undefined) headers.set("Sec-WebSocket-Protocol", negotiated.echo);
    return new Response(null, { status: 101, webSocket: client, headers });
  }

  override webSocketMessage(socket: WebSocket, frame: string | ArrayBuffer): void {
    // A peer that ignores our close may go on sending: nothing of it is looked at.
    if (socket.readyState !== WebSocket.OPEN) return;
    this.attempt("receive", socket, (live) => live.receive(socket, frame));
  }

  override webSocketClose(socket: WebSocket, code: number, reason: string, wasClean: boolean): void {
    this.attempt("close", undefined, (live) => live.dropped(socket));
    answerClose(socket, code, reason, wasClean);
  }

  override webSocketError(socket: WebSocket): void {
    this.attempt("error", undefined, (live) => live.dropped(socket));
  }

  override async alarm(): Promise<void> {
    try {
      await this.retention.run(this.wake().room, platformClock.now());
    } catch (error) {
      log("alarm", error);
      await this.retention.retryLater(platformClock.now());
    }
  }

  /** The room as looking at it shows it. Writes nothing. */
  view(): Result<RoomView, Failure> {
    return this.answer("view", (live) => ok(live.room.view()));
  }

  members(): Result<Members, Failure> {
    return this.answer("members", (live) => ok(live.room.members()));
  }

  /** At most `limit` messages before `before`, or the newest, oldest first. Writes nothing. */
  messages(before: number | undefined, limit: number): Result<Omit<Page, "type" | "id">, Failure> {
    return this.answer("messages", ({ room }) => {
      const { events, more } = room.messagesBefore(before, limit);
      return ok({ position: room.view().position, events, more });
    });
  }

  /** Publishes for somebody who is not in the room. */
  publish(request: PublishRequest): Result<Published, Failure> {
    return this.answer("publish", (live) => {
      const outcome = live.room.publishFromOutside(request);
      if (!outcome.ok) return outcome;
      live.perform(outcome.value, undefined);
      return publishedIn(outcome.value, (seq) => live.room.messageAt(seq));
    });
  }

  /** The awake room, opened now if it is not. @throws what opening throws */
  private wake(): LiveRoom {
    if (this.live !== undefined) return this.live;
    const limits = limitsOf(this.env);
    const room = openRoom(this.ctx, limits);
    const live = new LiveRoom(room, limits, {
      lastPing: (socket) => this.ctx.getWebSocketAutoResponseTimestamp(socket),
      setTimer: (run, ms) => void setTimeout(() => this.attempt("window", undefined, run), ms),
      onDurable: () => this.considerRetention(room),
    });
    live.resume(this.ctx.getWebSockets());
    this.live = live;
    return live;
  }

  private considerRetention(room: Room): void {
    const considered = this.retention.consider(room);
    this.ctx.waitUntil(considered.catch((error: unknown) => log("retention", error)));
  }

  /** Runs `work` on the awake room. What fails is logged, and the socket it was for is told to come back. */
  private attempt<Value>(
    what: string,
    socket: WebSocket | undefined,
    work: (live: LiveRoom) => Value,
  ): Value | undefined {
    try {
      const live = this.wake();
      live.sweep();
      return work(live);
    } catch (error) {
      log(what, error);
      if (socket !== undefined) {
        closeAs(socket, "unavailable");
        this.live?.dropped(socket);
      }
      return undefined;
    }
  }

  /** The same for a call from the Worker, which is told that the room is unavailable. */
  private answer<Value>(
    what: string,
    work: (live: LiveRoom) => Result<Value, Failure>,
  ): Result<Value, Failure> {
    try {
      const live = this.wake();
      live.sweep();
      return work(live);
    } catch (error) {
      log(what, error);
      return fail(failureWithRetry("unavailable", RETRY_AFTER_MS));
    }
  }
}

function refusal(close: CloseName): Response {
  return Response.json({ close } satisfies Refusal, { status: 403 });
}
