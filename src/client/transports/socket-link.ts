/** One socket, from its opening to its end. Once it is over it says nothing more, however late its events come. */
import { PING_FRAME, PONG_FRAME } from "../../protocol/heartbeat.ts";
import type { WebSocketLike } from "../environment.ts";
import { Heartbeat } from "../heartbeat.ts";
import { ABNORMAL_CLOSURE, type LinkClosure, type Link, type LinkEvents, type LinkOptions } from "../link.ts";
import { socketAddress } from "../room-url.ts";

/** How long the close that belongs to an error may take; by the standard it comes with it. */
const ERROR_GRACE_MS = 50;

export class SocketLink implements Link {
  readonly transport = "websocket";
  readonly #socket: WebSocketLike;
  readonly #events: LinkEvents;
  readonly #heartbeat: Heartbeat;
  #isClosed = false;
  #cancelGrace: (() => void) | undefined;

  /** @throws whatever the platform throws for an address that can never work */
  constructor({ environment, room, credentials, position, events }: LinkOptions) {
    this.#events = events;
    this.#heartbeat = new Heartbeat(environment, {
      ping: () => this.send(PING_FRAME),
      timedOut: () => this.#closeWith(ABNORMAL_CLOSURE),
    });
    const { url, protocols } = socketAddress(room, credentials, position());
    this.#socket = environment.openSocket(url, protocols);
    this.#socket.addEventListener("message", ({ data }) => this.#receive(data));
    this.#socket.addEventListener("close", ({ code, reason, wasClean }) =>
      this.#closeWith({ code, reason, isClean: wasClean && code !== 1006 }),
    );
    // The standard has a close follow every error, and it alone has the code. Node's sockets leave it out where
    // nobody listened, so an error that stays alone is an ending too.
    this.#socket.addEventListener("error", () => {
      this.#cancelGrace = environment.setTimer(() => this.#closeWith(ABNORMAL_CLOSURE), ERROR_GRACE_MS);
    });
  }

  startHeartbeat(): void {
    this.#heartbeat.start();
  }

  probe(): void {
    this.#heartbeat.probe();
  }

  /** Sends if it can; a frame that is lost is found missing by its answer. */
  send(frame: string): void {
    if (this.#isClosed) return;
    try {
      this.#socket.send(frame);
    } catch {
      // The socket is not open, or no longer; its close event says so.
    }
  }

  /** Lets go of the socket without waiting for its close handshake, which a dead one never finishes. */
  close(): void {
    this.#isClosed = true;
    this.#heartbeat.stop();
    this.#cancelGrace?.();
    try {
      this.#socket.close(1000);
    } catch {
      // It was never open, or is closed already.
    }
  }

  #receive(data: unknown): void {
    if (this.#isClosed || typeof data !== "string") return;
    this.#heartbeat.noteActivity();
    if (data !== PONG_FRAME) this.#events.frame(data);
    // Only after what it says: it may say that nothing is to be sent.
    if (!this.#isClosed) this.#events.activity();
  }

  #closeWith(closure: LinkClosure): void {
    if (this.#isClosed) return;
    this.close();
    this.#events.closed(closure);
  }
}
