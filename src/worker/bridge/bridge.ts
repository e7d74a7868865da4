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
import { retryDelayMs, roomStub, roomCallFailure } from "../room-stub.ts";

export interface BridgeCallbacks {
  /** what one frame tells, in order; never `flow` */
  onEvents(events: readonly RoomEvent[]): void;
  /** the room has let go; nothing comes any more. Not called after {@link Bridge.close}. */
  onClose(): void;
}

/** The refusals that a reader can do something about; all others are the room's own trouble. */
const REFUSAL_CODES: Partial<Record<CloseName, ErrorCode>> = {
  invalid_name: "invalid_name",
  invalid_token: "invalid_token",
  expired_token: "expired_token",
  room_full: "room_full",
};

const READER_LEFT = { code: 1000, reason: "The reader has gone." };

export class Bridge {
  private isClosed = false;
  private readonly closed = Promise.withResolvers<void>();

  private constructor(private readonly socket: WebSocket) {}

  /** Joins the room for a reader, or says why not. */
  static async open(env: Env, room: RoomName, options: BridgeOptions): Promise<Result<Bridge, Failure>> {
    try {
      const response = await roomStub(env, room).fetch(bridgeRequest(options));
      if (response.webSocket !== null) return ok(new Bridge(response.webSocket));
      const { close } = await response.json<Refusal>();
      return fail(refusalFailure(REFUSAL_CODES[close] ?? "unavailable"));
    } catch (error) {
      return fail(roomCallFailure(error));
    }
  }

  /** Resolves when the room has let go. */
  get whenClosed(): Promise<void> {
    return this.closed.promise;
  }

  /** Begins to listen; what the room said before waits until then. */
  listen({ onEvents, onClose }: BridgeCallbacks): void {
    this.socket.addEventListener("message", ({ data }) => {
      if (!this.isClosed && typeof data === "string") onEvents(this.acknowledgeFlow(decodeEvents(data)));
    });
    const end = () => {
      if (this.isClosed) return;
      this.isClosed = true;
      this.closed.resolve();
      onClose();
    };
    this.socket.addEventListener("close", ({ code, reason }) => {
      // The room waits for its close to be answered.
      this.closeSocket(code === CLOSES.replaced.code ? { code, reason } : READER_LEFT);
      end();
    });
    this.socket.addEventListener("error", end);
    this.socket.accept();
  }

  send(command: Command): void {
    if (!this.isClosed) this.socket.send(encodeCommand(command));
  }

  /** Tells the room that the reader is still there, without waking it. */
  ping(): void {
    if (!this.isClosed) this.socket.send(PING_FRAME);
  }

  /** Leaves the room. Safe to call twice. */
  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.closeSocket(READER_LEFT);
  }

  /** The Worker itself has read what came, and bounds what waits for the reader behind it (SPEC SSE-4). */
  private acknowledgeFlow(events: readonly RoomEvent[]): RoomEvent[] {
    return events.filter((event) => {
      if (event.type !== "flow") return true;
      this.send({ type: "flow", id: event.id, position: formatPosition(EMPTY_POSITION) });
      return false;
    });
  }

  private closeSocket({ code, reason }: { readonly code: number; readonly reason: string }): void {
    try {
      this.socket.close(code, reason);
    } catch {
      // It is closed already, which is all that is wanted.
    }
  }
}

function refusalFailure(code: ErrorCode): Failure {
  return ERRORS[code].temporary ? failureWithRetry(code, retryDelayMs()) : failure(code);
}
