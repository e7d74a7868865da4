/** A socket on a network that a test controls: frames wait on either side until it delivers them. */
import { PING_FRAME, PONG_FRAME } from "../../src/protocol/heartbeat.ts";
import type { TicketGrant } from "../../src/protocol/ticket-grant.ts";
import type { TicketUse } from "../../src/protocol/tickets.ts";
import { TICKET_PREFIX, tokenOfTicket } from "./tickets.ts";
import type { SocketClose, WebSocketLike } from "../../src/client/platform.ts";

/** The server side of the sockets. */
export interface SocketHost {
  opened(socket: FakeSocket): void;
  received(socket: FakeSocket, frame: string): void;
  closed(socket: FakeSocket): void;
  /** Answers `POST …/ticket`: with a ticket, or with the close that a socket would get. */
  grantTicket(request: FakeTicketRequest): TicketGrant | Pick<SocketClose, "code" | "reason">;
}

export interface FakeTicketRequest {
  readonly token: string | undefined;
  readonly name: string | undefined;
  readonly use: TicketUse;
}

export class FakeSocket implements WebSocketLike {
  /** everything the client sent, pings included */
  readonly sent: string[] = [];
  readonly toRoom: string[] = [];
  readonly toClient: string[] = [];
  isClosed = false;
  isOpen = false;
  /** half open: sent frames are lost, and neither side is notified */
  isSilent = false;
  #onMessage: (event: { readonly data: unknown }) => void = () => {};
  #onClose: (event: SocketClose) => void = () => {};
  #onError: () => void = () => {};

  constructor(
    readonly url: string,
    readonly protocols: readonly string[],
    private readonly host: SocketHost,
    /** a token in a header, as the fake HTTP sends it */
    private readonly bearer?: string,
  ) {}

  get query(): URLSearchParams {
    return new URL(this.url).searchParams;
  }

  get ticket(): string | undefined {
    return this.protocols.find((offer) => offer.startsWith(TICKET_PREFIX))?.slice(TICKET_PREFIX.length);
  }

  /** The token in the header, or for which a fake room's ticket stands. */
  get token(): string | undefined {
    return this.ticket === undefined ? this.bearer : tokenOfTicket(this.ticket);
  }

  addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: "close", listener: (event: SocketClose) => void): void;
  addEventListener(type: "error", listener: () => void): void;
  addEventListener(type: "message" | "close" | "error", listener: (event: never) => void): void {
    if (type === "message") this.#onMessage = listener as (event: { readonly data: unknown }) => void;
    else if (type === "error") this.#onError = listener as () => void;
    else this.#onClose = listener as (event: SocketClose) => void;
  }

  send(frame: string): void {
    if (this.isClosed) return;
    this.sent.push(frame);
    this.toRoom.push(frame);
  }

  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    if (!this.isSilent) this.host.closed(this);
  }

  /** Delivers all waiting frames, in both directions. True if there were any. */
  pump(): boolean {
    if (this.isSilent) return false;
    const opens = !this.isOpen && !this.isClosed;
    this.isOpen = true;
    if (opens) this.host.opened(this);
    const frames = this.toRoom.splice(0);
    for (const frame of frames) this.passToRoom(frame);
    const answers = this.toClient.splice(0);
    for (const frame of answers) this.receive(frame);
    return opens || frames.length > 0 || answers.length > 0;
  }

  passToRoom(frame: string): void {
    if (frame === PING_FRAME) this.toClient.push(PONG_FRAME);
    else this.host.received(this, frame);
  }

  /** A frame arrives at the client, even after it closed the socket. */
  receive(frame: string | ArrayBuffer): void {
    this.#onMessage({ data: frame });
  }

  /** The socket fails without a close event, as Node's does if nothing listened to the error. */
  fail(): void {
    this.isClosed = true;
    this.#onError();
  }

  /** The client gets a close event, even after it closed the socket. */
  end(close: Partial<SocketClose> = {}): void {
    const wasOpen = !this.isClosed;
    this.isClosed = true;
    if (wasOpen) this.host.closed(this);
    this.#onClose({ code: 1006, reason: "", wasClean: close.code !== undefined, ...close });
  }
}
