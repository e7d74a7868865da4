/** A WebSocket client on a TCP socket (RFC 6455), so that it can also send invalid frames. */
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { eventually } from "./eventually.ts";

export const OPCODES = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

export interface WebSocketFrame {
  readonly opcode: number;
  readonly payload: Buffer;
}

export interface WebSocketFrameOptions {
  /** false if more fragments follow */
  readonly isLast?: boolean;
  /** clients must mask, so false is invalid */
  readonly isMasked?: boolean;
  /** the three reserved bits, which must be 0 without a negotiated extension */
  readonly reservedBits?: number;
}

export interface RawSocketRequest {
  readonly port: number;
  /** encoded, with the query */
  readonly path: string;
  readonly protocols?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** The close frame of the peer; `code` is undefined if there was none. */
export interface ReceivedClose {
  readonly code: number | undefined;
  readonly reason: string;
}

const MASK_BYTES = 4;

export class RawSocket {
  /** text frames received, in order */
  readonly texts: string[] = [];
  /** payloads of the pong frames received */
  readonly pongs: Buffer[] = [];
  /** the HTTP status of the handshake; 101 if the socket is open */
  status = 0;
  /** the subprotocol that the server selected */
  protocol: string | undefined;
  /** the close frame, once received */
  close: ReceivedClose | undefined;
  /** true once the peer has ended the TCP connection */
  isClosed = false;
  private received: Buffer = Buffer.alloc(0);

  private listener: ((text: string) => void) | undefined;
  private readonly tcp: Socket;

  private constructor(tcp: Socket) {
    this.tcp = tcp;
    tcp.on("error", () => undefined);
    tcp.on("close", () => (this.isClosed = true));
    tcp.on("end", () => (this.isClosed = true));
  }

  /** Connects and performs the handshake. Also resolves if the handshake is refused: see `status`. */
  static async open({ port, path, protocols = [], headers = {} }: RawSocketRequest): Promise<RawSocket> {
    const tcp = connect({ port, host: "127.0.0.1", noDelay: true });
    const socket = new RawSocket(tcp);
    await once(tcp, "connect");
    const lines = [
      `GET ${path} HTTP/1.1`,
      `Host: 127.0.0.1:${port}`,
      "Upgrade: websocket",
      "Connection: Upgrade",
      "Sec-WebSocket-Version: 13",
      `Sec-WebSocket-Key: ${randomBytes(16).toString("base64")}`,
      ...(protocols.length === 0 ? [] : [`Sec-WebSocket-Protocol: ${protocols.join(", ")}`]),
      ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ];
    tcp.on("data", (chunk: Buffer) => socket.receive(chunk));
    tcp.write(`${lines.join("\r\n")}\r\n\r\n`);
    await eventually("the handshake is answered", () => socket.status !== 0 || socket.isClosed);
    return socket;
  }

  /**
   * Calls `listener` with each text frame, also with those that came before: behind a large `welcome` there is a `flow`.
   * None is kept in {@link texts} then.
   */
  listen(listener: (text: string) => void): void {
    this.listener = listener;
    for (const text of this.texts.splice(0)) listener(text);
  }

  /** The text frames as JSON events, batches flattened. */
  get events(): WireEvent[] {
    return this.texts.flatMap((text) => JSON.parse(text) as WireEvent | WireEvent[]);
  }

  sendText(text: string): void {
    this.sendBytes(encodeFrame(OPCODES.text, Buffer.from(text)));
  }

  sendJson(value: unknown): void {
    this.sendText(JSON.stringify(value));
  }

  sendFrame(opcode: number, payload: Buffer, options: WebSocketFrameOptions = {}): void {
    this.sendBytes(encodeFrame(opcode, payload, options));
  }

  /** Sends a close frame with any body, valid or not. */
  sendClose(body: Buffer): void {
    this.sendFrame(OPCODES.close, body);
  }

  sendBytes(bytes: Buffer): void {
    if (!this.tcp.destroyed) this.tcp.write(bytes);
  }

  /** Sends `bytes`, then ends the TCP connection (FIN). */
  endAfter(bytes: Buffer): void {
    this.tcp.end(bytes);
  }

  /** Sends `bytes`, then resets the TCP connection (RST). */
  async resetAfter(bytes: Buffer): Promise<void> {
    if (bytes.length > 0) await new Promise<void>((resolve) => void this.tcp.write(bytes, () => resolve()));
    this.tcp.resetAndDestroy();
  }

  destroy(): void {
    this.tcp.destroy();
  }

  /** Stops reading: frames wait in kernel buffers, then at the sender. */
  pause(): void {
    this.tcp.pause();
  }

  resume(): void {
    this.tcp.resume();
  }

  /** The first event received that matches, once there is one. */
  async waitForEvent(description: string, matches: (candidate: WireEvent) => boolean): Promise<WireEvent> {
    await eventually(`${description}; got ${this.texts.length} frames`, () => this.events.some(matches));
    return this.events.find(matches) ?? { type: "" };
  }

  /** Waits for the close frame and answers it; `code` is undefined if the connection ended without one. */
  async waitForClose(): Promise<ReceivedClose> {
    await eventually("the room closes the connection", () => this.close !== undefined || this.isClosed);
    if (this.close !== undefined) this.sendClose(encodeClosePayload(this.close.code ?? 1000));
    return this.close ?? { code: undefined, reason: "" };
  }

  private receive(chunk: Buffer): void {
    this.received = Buffer.concat([this.received, chunk]);
    if (this.status === 0) this.receiveHandshake();
    if (this.status === 101)
      for (let frame = this.nextFrame(); frame !== undefined; frame = this.nextFrame())
        this.receiveFrame(frame);
  }

  private receiveHandshake(): void {
    const end = this.received.indexOf("\r\n\r\n");
    if (end < 0) return;
    const head = this.received.subarray(0, end).toString();
    this.received = this.received.subarray(end + 4);
    this.protocol = /^sec-websocket-protocol: (.*)$/im.exec(head)?.[1];
    this.status = Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1]);
  }

  private receiveFrame({ opcode, payload }: WebSocketFrame): void {
    if (opcode === OPCODES.text) this.receiveText(payload.toString());
    else if (opcode === OPCODES.pong) this.pongs.push(payload);
    else if (opcode === OPCODES.close) {
      const code = payload.length >= 2 ? payload.readUInt16BE(0) : undefined;
      this.close = { code, reason: payload.subarray(2).toString() };
    }
  }

  private receiveText(text: string): void {
    if (this.listener === undefined) this.texts.push(text);
    else this.listener(text);
  }

  /** Takes the first complete frame from the buffer. The server neither masks nor fragments. */
  private nextFrame(): WebSocketFrame | undefined {
    const [first, second] = this.received;
    if (first === undefined || second === undefined) return undefined;
    const [length, headBytes] = this.frameLength(second & 0x7f);
    if (this.received.length < headBytes + length) return undefined;
    const payload = this.received.subarray(headBytes, headBytes + length);
    this.received = this.received.subarray(headBytes + length);
    return { opcode: first & 0x0f, payload };
  }

  private frameLength(short: number): [length: number, headBytes: number] {
    const { received } = this;
    if (short < 126) return [short, 2];
    if (short === 126) return received.length < 4 ? [Infinity, 4] : [received.readUInt16BE(2), 4];
    return received.length < 10 ? [Infinity, 10] : [Number(received.readBigUInt64BE(2)), 10];
  }
}

/** An event as decoded from the wire; not validated, so all but the type are optional. */
export interface WireEvent {
  readonly type: string;
  readonly seq?: number;
  readonly id?: string;
  readonly text?: string;
  readonly code?: string;
  readonly message?: string;
  readonly retryAfterMs?: number;
  readonly position?: string;
  readonly recovered?: boolean;
  readonly from?: { readonly id: string; readonly name: string };
  readonly self?: { readonly id: string; readonly name: string; readonly token: string };
  readonly room?: { readonly name: string };
  readonly members?: { readonly count: number };
  readonly events?: readonly WireEvent[];
  readonly joined?: readonly { readonly name: string }[];
  readonly left?: readonly { readonly name: string }[];
  readonly data?: unknown;
}

/** Encodes a frame as a client sends it (RFC 6455 §5.2). */
export function encodeFrame(
  opcode: number,
  payload: Buffer,
  { isLast = true, isMasked = true, reservedBits = 0 }: WebSocketFrameOptions = {},
): Buffer {
  const first = (isLast ? 0x80 : 0) | (reservedBits << 4) | opcode;
  const head = Buffer.concat([Buffer.from([first]), lengthBytes(payload.length, isMasked)]);
  if (!isMasked) return Buffer.concat([head, payload]);
  const mask = randomBytes(MASK_BYTES);
  const masked = payload.map((byte, index) => byte ^ (mask[index % MASK_BYTES] ?? 0));
  return Buffer.concat([head, mask, masked]);
}

/** Encodes the payload of a close frame (RFC 6455 §5.5.1). */
export function encodeClosePayload(code: number, reason: Buffer = Buffer.alloc(0)): Buffer {
  const body = Buffer.alloc(2);
  body.writeUInt16BE(code);
  return Buffer.concat([body, reason]);
}

function lengthBytes(length: number, isMasked: boolean): Buffer {
  const maskBit = isMasked ? 0x80 : 0;
  if (length < 126) return Buffer.from([maskBit | length]);
  if (length < 65_536) {
    const bytes = Buffer.from([maskBit | 126, 0, 0]);
    bytes.writeUInt16BE(length, 1);
    return bytes;
  }
  const bytes = Buffer.alloc(9);
  bytes[0] = maskBit | 127;
  bytes.writeBigUInt64BE(BigInt(length), 1);
  return bytes;
}
