/**
 * A socket that the Worker holds to a room for a reader who has none: a stream or a long poll. The room's end
 * hibernates like any other socket, so that waiting readers do not keep the room awake.
 */
import { CLOSES, type CloseName } from "../../protocol/close-codes.ts";
import { encodeCommand } from "../../protocol/encode.ts";
import type { Command } from "../../protocol/commands.ts";
import { ERRORS, failure, isErrorCode, type ErrorCode, type Failure } from "../../protocol/errors.ts";
import type { RoomEvent } from "../../protocol/events.ts";
import { PING_FRAME } from "../../protocol/heartbeat.ts";
import { formatPosition, EMPTY_POSITION } from "../../protocol/position.ts";
import type { RoomName } from "../../text/room-names.ts";
import { fail, ok, type Result } from "../../text/result.ts";
import type { JoinRefusal } from "../../room/admission.ts";
import { bridgeRequest, type BridgeOptions } from "../../transport/handshake.ts";
import type { Env } from "../env.ts";
import { knownRefusals, type Arrival } from "../known-refusals.ts";
import { retryLater, roomStub, roomCallFailure } from "../room-stub.ts";
import { SharedLanesDecoder } from "./shared-lanes.ts";

export interface BridgeCallbacks {
  /** the events of one frame, in order; never `flow` */
  onEvents(events: readonly RoomEvent[]): void;
  /** the room closed the socket: no more events. Not called after {@link Bridge.close}. */
  onClose(): void;
}

/** The refusals that have another name as an error. */
const REFUSAL_CODES: Partial<Record<string, ErrorCode>> = {
  forbidden_origin: "forbidden",
  replaced: "session_ended",
};

export class Bridge {
  private isClosed = false;
  private readonly closed = Promise.withResolvers<void>();

  private constructor(private readonly socket: WebSocket) {}

  /** Joins the room for a reader; fails with the refusal of the room, or if the platform cannot reach it. */
  static async open(env: Env, room: RoomName, options: BridgeOptions): Promise<Result<Bridge, Failure>> {
    const { ip, token, name } = options;
    const arrival: Arrival = { room, ip, isNewGuest: token === undefined && name !== undefined };
    const known = knownRefusals.find(arrival, Date.now());
    if (known?.refusal.failure !== undefined) return fail(known.refusal.failure);
    try {
      const response = await roomStub(env, room).fetch(bridgeRequest(options));
      if (response.webSocket !== null) return ok(new Bridge(response.webSocket));
      const refusal = await response.json<JoinRefusal>();
      knownRefusals.note(arrival, refusal, Date.now());
      const { close, failure: refused } = refusal;
      return fail(refused ?? refusalFailure(close));
    } catch (error) {
      return fail(roomCallFailure(error));
    }
  }

  /** Resolves when the room closed the socket; never after {@link Bridge.close}. */
  get whenClosed(): Promise<void> {
    return this.closed.promise;
  }

  /** Starts to deliver events; those that arrived before are buffered until then. */
  listen({ onEvents, onClose }: BridgeCallbacks): void {
    const decoder = new SharedLanesDecoder();
    this.socket.addEventListener("message", ({ data }) => {
      if (!this.isClosed && typeof data === "string") onEvents(this.acknowledgeFlow(decoder.decode(data)));
    });
    const end = () => {
      if (this.isClosed) return;
      this.isClosed = true;
      this.closed.resolve();
      onClose();
    };
    this.socket.addEventListener("close", ({ code, reason }) => {
      // The room waits for the answer to its close frame.
      if (code === CLOSES.replaced.code) this.closeSocket(code, reason);
      else this.closeSocket();
      end();
    });
    this.socket.addEventListener("error", end);
    this.socket.accept();
  }

  send(command: Command): void {
    if (!this.isClosed) this.socket.send(encodeCommand(command));
  }

  /** Sends a ping, which shows the room that the reader is still there without waking it (SPEC LIVE-2). */
  ping(): void {
    if (!this.isClosed) this.socket.send(PING_FRAME);
  }

  /** Leaves the room. Idempotent. */
  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.closeSocket();
  }

  /**
   * Acknowledges `flow` for the Worker, which has read the events and bounds the reader's buffer itself (SPEC SSE-4).
   */
  private acknowledgeFlow(events: readonly RoomEvent[]): RoomEvent[] {
    return events.filter((event) => {
      if (event.type !== "flow") return true;
      this.send({ type: "flow", id: event.id, position: formatPosition(EMPTY_POSITION) });
      return false;
    });
  }

  /** Without a code the reader has left. */
  private closeSocket(code = 1000, reason?: string): void {
    try {
      this.socket.close(code, reason);
    } catch {
      // Already closed.
    }
  }
}

function refusalFailure(close: CloseName): Failure {
  const name = REFUSAL_CODES[close] ?? close;
  const code = isErrorCode(name) ? name : "unavailable";
  return ERRORS[code].temporary ? retryLater(code) : failure(code);
}
