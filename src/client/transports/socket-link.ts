/** A WebSocket as a link (SPEC JOIN-1). Once closed it reports nothing, however late the socket's events are. */
import { PING_FRAME, PONG_FRAME } from "../../protocol/heartbeat.ts";
import type { WebSocketLike } from "../platform.ts";
import { Heartbeat } from "../heartbeat.ts";
import { ABNORMAL_CLOSURE, DAMAGED_FRAME, type Link, type LinkClosure, type LinkOptions } from "../link.ts";
import { closureOfError } from "../request-ticket.ts";
import { socketAddress } from "../room-url.ts";
import { Timer } from "../timer.ts";

/** The longest wait for the close event that follows an error; by the standard it follows at once. */
const ERROR_GRACE_MS = 50;

export class SocketLink implements Link {
  readonly transport = "websocket";
  readonly #options: LinkOptions;
  readonly #heartbeat: Heartbeat;
  readonly #errorTimer: Timer;
  #socket: WebSocketLike | undefined;
  #isClosed = false;
  /** settles with the compressed frame, and with all behind it: what comes meanwhile waits, so that the order stays */
  #inflating: Promise<void> | undefined;

  constructor(options: LinkOptions) {
    this.#options = options;
    this.#errorTimer = new Timer(options.platform);
    this.#heartbeat = new Heartbeat(options.platform, {
      ping: () => this.send(PING_FRAME),
      timedOut: () => this.#closeWith(ABNORMAL_CLOSURE),
    });
  }

  open(): void {
    const { token } = this.#options.credentials;
    if (token === undefined) this.#connect(undefined);
    else void this.#connectAs(token);
  }

  async #connectAs(token: string): Promise<void> {
    const { session, key } = this.#options;
    try {
      const ticket = await session.ticket(token, key);
      if (!this.#isClosed) this.#connect(ticket);
    } catch (error) {
      this.#closeWith(closureOfError(error));
    }
  }

  #connect(ticket: string | undefined): void {
    const { platform, room, key, session, deflates } = this.#options;
    const join = { ticket, ...key, position: session.position, deflates };
    const { url, protocols } = socketAddress(room, join);
    const socket = platform.openSocket(url, protocols);
    socket.binaryType = "arraybuffer";
    this.#socket = socket;
    socket.addEventListener("message", ({ data }) => this.#receive(data));
    socket.addEventListener("close", ({ code, reason, wasClean }) => {
      const closure = { code, reason, isClean: wasClean && code !== ABNORMAL_CLOSURE.code };
      this.#inOrder(() => this.#closeWith(closure));
    });
    // By the standard a close event with the code follows every error. Node's sockets omit it if nothing listened to
    // the error, so an error that stays alone closes the link too.
    socket.addEventListener("error", () => {
      this.#errorTimer.start(ERROR_GRACE_MS, () => this.#closeWith(ABNORMAL_CLOSURE));
    });
  }

  startHeartbeat(): void {
    this.#heartbeat.start();
  }

  probe(): void {
    this.#heartbeat.probe();
  }

  send(frame: string): void {
    if (this.#isClosed) return;
    try {
      this.#socket?.send(frame);
    } catch {
      // The socket is not open, or no longer; its close event follows.
    }
  }

  /** Does not wait for the closing handshake, which a dead socket never finishes. */
  close(): void {
    this.#isClosed = true;
    this.#heartbeat.stop();
    this.#errorTimer.stop();
    try {
      this.#socket?.close(1000);
    } catch {
      // It was never open, or is closed already.
    }
  }

  #receive(data: unknown): void {
    if (this.#isClosed) return;
    const isText = typeof data === "string";
    if (!isText && !this.#options.deflates) return;
    this.#heartbeat.noteActivity();
    this.#inOrder(() => (isText ? this.#deliver(data) : this.#inflate(data)));
  }

  async #inflate(data: unknown): Promise<void> {
    const { inflateFrame } = this.#options.platform;
    const text = await inflateFrame?.(data as ArrayBuffer).catch(() => undefined);
    if (text === undefined) this.#closeWith(DAMAGED_FRAME);
    else this.#deliver(text);
  }

  /** Runs `step` now, or behind the compressed frames that came before. */
  #inOrder(step: () => void | Promise<void>): void {
    const done = this.#inflating === undefined ? step() : this.#inflating.then(step);
    if (done === undefined) return;
    const inflating = done.finally(() => {
      if (this.#inflating === inflating) this.#inflating = undefined;
    });
    this.#inflating = inflating;
  }

  #deliver(frame: string): void {
    if (this.#isClosed) return;
    const { events } = this.#options;
    if (frame !== PONG_FRAME) events.frame(frame);
    // After the frame, which may take away the right to send.
    if (!this.#isClosed) events.activity();
  }

  #closeWith(closure: LinkClosure): void {
    if (this.#isClosed) return;
    this.close();
    this.#options.events.closed(closure);
  }
}
