/** One member: a TCP connection with its own handshake (RFC 6455 §4) and a read buffer shared by all members. */
import { Buffer } from "node:buffer";
import { connect, type Socket } from "node:net";
import { randomBytes } from "node:crypto";
import { commandIds } from "../../../src/client/command-ids.ts";
import { BINARY, CLOSE, clientFrame, PING, PONG, TEXT } from "./client-frame.ts";
import { FrameInflater } from "./frame-inflater.ts";
import { FrameReader } from "./frame-reader.ts";
import type { SubjectProtocol } from "./job.ts";
import { PROTOCOLS, type MemberProtocol } from "./protocols.ts";

export interface Address {
  readonly port: number;
  readonly path: string;
  readonly protocol: SubjectProtocol;
}

export interface MemberListener {
  onText(member: number, bytes: Buffer, start: number, end: number): void;
  onBytes(count: number): void;
  /** `code` is 0 if the connection ended without a close frame */
  onClosed(member: number, code: number): void;
}

const READ_BYTES = 256 * 1024;
/** A read is handled synchronously before the next, so one buffer serves all connections. */
const readBuffer = Buffer.allocUnsafe(READ_BYTES);
/** One for all, which mostly get the same frame. */
const inflater = new FrameInflater();
const END_OF_HEADERS = Buffer.from("\r\n\r\n");
const NO_STATUS_CODE = 1005;

export class Member {
  private readonly socket: Socket;
  private readonly reader: FrameReader;
  private readonly listener: MemberListener;
  private readonly index: number;
  private readonly protocol: MemberProtocol;
  /** as the SDKs make them, since every delivery has one */
  private readonly nextId = commandIds();
  private headers = "";
  private state: "opening" | "open" | "closed" = "opening";
  private closeCode = 0;
  private readonly opened: Promise<void>;
  private onOpened: () => void = () => {};
  private onFailed: (error: Error) => void = () => {};

  constructor(index: number, address: Address, listener: MemberListener) {
    this.index = index;
    this.listener = listener;
    this.protocol = PROTOCOLS[address.protocol];
    this.reader = new FrameReader((opcode, bytes, start, end) => this.onFrame(opcode, bytes, start, end));
    this.opened = new Promise((resolve, reject) => {
      this.onOpened = resolve;
      this.onFailed = reject;
    });
    const onRead = (count: number): boolean => {
      this.read(count);
      return true;
    };
    this.socket = connect({
      port: address.port,
      host: "127.0.0.1",
      onread: { buffer: readBuffer, callback: onRead },
    });
    this.socket.setNoDelay(true);
    this.socket.on("error", (error) => this.onFailed(error));
    this.socket.on("close", () => this.onSocketClosed());
    this.socket.write(handshake(address));
  }

  /** Resolves when the server accepts the member; rejects when it refuses or closes. */
  whenOpen(): Promise<void> {
    return this.opened;
  }

  publish(text: string): void {
    this.send(Buffer.from(this.protocol.frameOf(text, this.nextId)));
  }

  send(payload: Buffer): void {
    if (this.state === "open") this.socket.write(clientFrame(payload));
  }

  private read(count: number): void {
    if (this.state === "open") {
      this.listener.onBytes(count);
      this.reader.push(readBuffer, 0, count);
      return;
    }
    const headersEnd = readBuffer.subarray(0, count).indexOf(END_OF_HEADERS);
    this.headers += readBuffer.toString("latin1", 0, headersEnd < 0 ? count : headersEnd);
    if (headersEnd < 0) return;
    if (!this.headers.startsWith("HTTP/1.1 101 ")) {
      this.onFailed(new Error(`the upgrade was refused: ${this.headers.split("\r\n", 1)[0]}`));
      return;
    }
    this.state = "open";
    const { opening } = this.protocol;
    if (opening === undefined) this.onOpened();
    else this.send(Buffer.from(opening.frame));
    this.reader.push(readBuffer, headersEnd + END_OF_HEADERS.length, count);
  }

  private onFrame(opcode: number, bytes: Buffer, start: number, end: number): void {
    if (opcode === TEXT) {
      this.onText(bytes, start, end);
    } else if (opcode === BINARY) {
      const text = inflater.inflate(bytes, start, end);
      this.onText(text, 0, text.length);
    } else if (opcode === PING) {
      this.socket.write(clientFrame(Buffer.from(bytes.subarray(start, end)), PONG));
    } else if (opcode === CLOSE) {
      this.closeCode = end - start >= 2 ? bytes.readUInt16BE(start) : NO_STATUS_CODE;
      this.socket.end(clientFrame(Buffer.from(bytes.subarray(start, end)), CLOSE));
    }
  }

  private onText(bytes: Buffer, start: number, end: number): void {
    const { opening, ping } = this.protocol;
    if (ping !== undefined && isText(bytes, start, end, ping.frame)) {
      this.send(Buffer.from(ping.answer));
      return;
    }
    if (opening !== undefined && isText(bytes, start, start + opening.accepted.length, opening.accepted))
      this.onOpened();
    this.listener.onText(this.index, bytes, start, end);
  }

  private onSocketClosed(): void {
    if (this.state === "closed") return;
    this.state = "closed";
    this.onFailed(new Error("closed while opening"));
    this.listener.onClosed(this.index, this.closeCode);
  }
}

/** Whether the bytes are that ASCII text; most frames differ in length, which costs nothing. */
function isText(bytes: Buffer, start: number, end: number, text: string): boolean {
  return end - start === text.length && bytes.toString("latin1", start, end) === text;
}

function handshake({ port, path, protocol }: Address): string {
  const { query = "", subprotocol } = PROTOCOLS[protocol];
  return [
    `GET ${path}${query} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    `Sec-WebSocket-Key: ${randomBytes(16).toString("base64")}`,
    ...(subprotocol === undefined ? [] : [`Sec-WebSocket-Protocol: ${subprotocol}`]),
    "\r\n",
  ].join("\r\n");
}
