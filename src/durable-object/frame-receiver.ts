/** Reads what a connection sends: each frame is a command, a ping that is answered here, or refused. */
import type { CloseName } from "../protocol/close-codes.ts";
import type { Command, CommandOf } from "../protocol/commands.ts";
import { decodeCommand, type RefusedFrame } from "../protocol/decode-command.ts";
import { failureWithRetry } from "../protocol/errors.ts";
import type { RoomEvent } from "../protocol/events.ts";
import { isPing, PONG_FRAME } from "../protocol/heartbeat.ts";
import type { Limits } from "../protocol/limits.ts";
import { errorEvent } from "../room/outcome.ts";
import type { VerifiedToken } from "../room/identity/identify.ts";
import type { Verdict } from "../room/rates/throttle.ts";
import type { Session } from "../room/session.ts";
import { exhaustive } from "../text/exhaustive.ts";
import { exceedsBytes } from "../text/lengths.ts";
import type { Connection, Connections } from "../transport/connections.ts";
import { readPlainTextFrame } from "../transport/plain-text-frame.ts";
import { droppedFrameCost, refusedFrameCost } from "./frame-cost.ts";

export interface FrameReceiverPorts {
  readonly limits: Limits;
  readonly connections: Connections;
  readonly now: () => number;
  /** the id of a command that came as plain text */
  readonly newId: () => string;
  readonly admit: (session: Session) => Verdict;
  readonly send: (connection: Connection, events: readonly RoomEvent[]) => void;
  readonly execute: (connection: Connection, command: Command, vouched?: VerifiedToken) => void;
  /** calls `run` with what a token of a site says; at once for any other token */
  readonly verified: Verified;
  /** called with the cost of each frame that is dropped or refused */
  readonly spent: (socket: WebSocket, cost: number) => void;
  /** called for each frame within the limits that is a heartbeat, or is none */
  readonly pinged: () => void;
  readonly used: () => void;
  readonly refuse: (connection: Connection, refused: RefusedFrame) => void;
  readonly close: (connection: Connection, close: CloseName) => void;
}

export type Verified = (
  token: string,
  origin: string | undefined,
  run: (vouched: VerifiedToken | undefined) => Promise<void> | undefined,
) => Promise<void> | undefined;

export class FrameReceiver {
  /** frames behind one whose token is being verified: they are of the member that it makes. At most a burst (SPEC LIM-2). */
  private readonly waiting = new WeakMap<Connection, string[]>();

  constructor(private readonly ports: FrameReceiverPorts) {}

  /** Resolves once the frame is executed; undefined if it was at once, as all are but those with a token to verify. */
  receive(connection: Connection, frame: string | ArrayBuffer): Promise<void> | undefined {
    const { limits, close } = this.ports;
    if (typeof frame !== "string") close(connection, "binary_frame");
    else if (exceedsBytes(frame, limits.frameBytes)) close(connection, "frame_too_large");
    else if (this.isAdmitted(connection, frame)) return this.readInOrder(connection, frame);
    return undefined;
  }

  private readInOrder(connection: Connection, frame: string): Promise<void> | undefined {
    const waiting = this.waiting.get(connection);
    if (waiting === undefined) return this.read(connection, frame);
    waiting.push(frame);
    return undefined;
  }

  /** False for a frame that is dropped, as too many come (SPEC LIM-2); the first one of an episode is answered. */
  private isAdmitted(connection: Connection, { length }: string): boolean {
    const verdict = this.ports.admit(connection.session);
    if (verdict.kind !== "admitted") this.ports.spent(connection.socket, droppedFrameCost(length));
    switch (verdict.kind) {
      case "admitted":
        return true;
      case "warned":
        this.ports.send(connection, [
          errorEvent(undefined, failureWithRetry("rate_limited", verdict.retryAfterMs)),
        ]);
        return false;
      case "dropped":
        return false;
      case "flood":
        this.ports.close(connection, "flood");
        return false;
      default:
        return exhaustive(verdict);
    }
  }

  private read(connection: Connection, frame: string): Promise<void> | undefined {
    if (connection.codec === "json") return this.readJson(connection, frame);
    this.readPlain(connection, frame);
    return undefined;
  }

  private readJson(connection: Connection, frame: string): Promise<void> | undefined {
    if (isPing(frame)) this.answerPing(connection);
    else {
      this.ports.used();
      const command = decodeCommand(frame, this.ports.limits.frameDepth);
      if (!command.ok) this.refuse(connection, command.failure, frame);
      else if (command.value.type === "authenticate") return this.authenticate(connection, command.value);
      else this.ports.execute(connection, command.value);
    }
    return undefined;
  }

  private authenticate(
    connection: Connection,
    command: CommandOf<"authenticate">,
  ): Promise<void> | undefined {
    const waiting: string[] = [];
    this.waiting.set(connection, waiting);
    return this.ports.verified(command.token, connection.origin, (vouched) => {
      this.waiting.delete(connection);
      // It may have closed meanwhile.
      if (this.ports.connections.of(connection.socket) !== connection) return undefined;
      this.ports.execute(connection, command, vouched);
      return this.readWaiting(connection, waiting);
    });
  }

  /** One of the frames may bring a token that the rest has to wait for. */
  private readWaiting(connection: Connection, frames: readonly string[]): Promise<void> | undefined {
    const verifying = frames.flatMap((frame) => this.readInOrder(connection, frame) ?? []);
    return verifying.length === 0 ? undefined : Promise.all(verifying).then(() => undefined);
  }

  private refuse(connection: Connection, refused: RefusedFrame, { length }: string): void {
    this.ports.spent(connection.socket, refusedFrameCost(length));
    this.ports.refuse(connection, refused);
  }

  /** Not through the fan-out: a pong is no event, and has no place in the order of events. */
  private answerPing(connection: Connection): void {
    this.ports.pinged();
    this.ports.connections.notePing(connection, this.ports.now());
    connection.socket.send(PONG_FRAME);
  }

  private readPlain(connection: Connection, frame: string): void {
    const parsed = readPlainTextFrame(frame, connection.plain.keepalive);
    if (parsed.kind === "keepalive") this.ports.pinged();
    else this.ports.used();
    switch (parsed.kind) {
      case "empty":
        return;
      case "keepalive":
        // Not through the fan-out: it is no event, and has no place in the order of events.
        connection.socket.send(parsed.answer);
        return;
      case "refused":
        return this.refuse(connection, parsed.failure, frame);
      case "message": {
        const { kind: _, ...message } = parsed;
        return this.ports.execute(connection, { type: "publish", id: this.ports.newId(), ...message });
      }
      default:
        exhaustive(parsed);
    }
  }
}
