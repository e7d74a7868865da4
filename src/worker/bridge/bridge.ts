/**
 * A room's events for somebody who cannot hold a socket: the Worker holds one in their stead, which hibernates with the
 * room like any other. So a stream or a waiting poll ends here, and the room sleeps under it.
 */
import type { Refusal } from "../../durable-object/room-object.ts";
import { CLOSES, type CloseName } from "../../protocol/close-codes.ts";
import { decodeEvents } from "../../protocol/decode-events.ts";
import { encodeCommand } from "../../protocol/encode.ts";
import type { Command } from "../../protocol/commands.ts";
import { ERRORS, failure, failureWithRetry, type ErrorCode, type Failure } from "../../protocol/errors.ts";
import type { RoomEvent } from "../../protocol/events.ts";
import { PING_FRAME } from "../../protocol/heartbeat.ts";
import { formatPosition, EMPTY_POSITION } from "../../protocol/position.ts";
import type { RoomName } from "../../text/room-names.ts";
import { fail, ok, type Result } from "../../text/result.ts";
import { bridgeRequest, type BridgeOptions } from "../../transport/handshake.ts";
import type { Env } from "../env.ts";
import { retryAfterMs, roomStub, unreachable } from "../room-stub.ts";

export interface BridgeEvents {
  /** what one frame tells, in order; never `flow` */
  told(events: readonly RoomEvent[]): void;
  /** the room has let go; nothing comes any more. Not called after {@link Bridge.close}. */
  over(): void;
}

/** The refusals that a reader can do something about; all others are the room's own trouble. */
const REFUSALS: Partial<Record<CloseName, ErrorCode>> = {
  invalid_name: "invalid_name",
  invalid_token: "invalid_token",
  expired_token: "expired_token",
  room_full: "room_full",
};

const LEFT = { code: 1000, reason: "The reader has gone." };

export class Bridge {
  private isOver = false;
  private readonly over = Promise.withResolvers<void>();

  private constructor(private readonly socket: WebSocket) {}

  /** Joins the room for a reader, or says why not. */
  static async open(env: Env, room: RoomName, options: BridgeOptions): Promise<Result<Bridge, Failure>> {
    try {
      const answer = await roomStub(env, room).fetch(bridgeRequest(options));
      if (answer.webSocket !== null) return ok(new Bridge(answer.webSocket));
      const { close } = await answer.json<Refusal>();
      return fail(refused(REFUSALS[close] ?? "unavailable"));
    } catch (error) {
      return fail(unreachable(error));
    }
  }

  /** Resolves when the room has let go. */
  get whenOver(): Promise<void> {
    return this.over.promise;
  }

  /** Begins to listen; what the room said before waits until then. */
  listen({ told, over }: BridgeEvents): void {
    this.socket.addEventListener("message", ({ data }) => {
      if (!this.isOver && typeof data === "string") told(this.withoutFlow(decodeEvents(data)));
    });
    const end = () => {
      if (this.isOver) return;
      this.isOver = true;
      this.over.resolve();
      over();
    };
    this.socket.addEventListener("close", ({ code, reason }) => {
      // The room waits for its close to be answered.
      this.finish(code === CLOSES.replaced.code ? { code, reason } : LEFT);
      end();
    });
    this.socket.addEventListener("error", end);
    this.socket.accept();
  }

  send(command: Command): void {
    if (!this.isOver) this.socket.send(encodeCommand(command));
  }

  /** Tells the room that the reader is still there, without waking it. */
  ping(): void {
    if (!this.isOver) this.socket.send(PING_FRAME);
  }

  /** Leaves the room. Safe to call twice. */
  close(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.finish(LEFT);
  }

  /** The Worker itself has read what came, and bounds what waits for the reader behind it (SPEC SSE-4). */
  private withoutFlow(events: readonly RoomEvent[]): RoomEvent[] {
    return events.filter((event) => {
      if (event.type !== "flow") return true;
      this.send({ type: "flow", id: event.id, position: formatPosition(EMPTY_POSITION) });
      return false;
    });
  }

  private finish({ code, reason }: { readonly code: number; readonly reason: string }): void {
    try {
      this.socket.close(code, reason);
    } catch {
      // It is closed already, which is all that is wanted.
    }
  }
}

function refused(code: ErrorCode): Failure {
  return ERRORS[code].temporary ? failureWithRetry(code, retryAfterMs()) : failure(code);
}
