/** One of the hostile peers: what it can do to a room, from an address of its own. */
import { connect, type Socket } from "node:net";
import { RawSocket } from "../../support/raw-socket.ts";
import type { HostileJob } from "./job.ts";

export interface RequestOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export class Peer {
  /** its number among the peers, from 0 */
  readonly index: number;
  /** what it has opened */
  connections = 0;
  private readonly job: HostileJob;

  constructor(job: HostileJob, index: number) {
    this.job = job;
    this.index = index;
  }

  private get address(): string {
    return `203.0.113.${this.index + 1}`;
  }

  /** Joins the room as a member. */
  async join({
    protocols = ["majlis.v1"],
  }: { readonly protocols?: readonly string[] } = {}): Promise<RawSocket> {
    this.connections += 1;
    const { port, room } = this.job;
    const socket = await RawSocket.open({
      port,
      path: `/r/${room}/socket?name=Mallory`,
      protocols,
      headers: { "CF-Connecting-IP": this.address },
    });
    socket.listen((text) => answerFlow(socket, text));
    return socket;
  }

  /** Joins, and reads no more. */
  async joinDeaf(protocols?: readonly string[]): Promise<void> {
    const socket = await this.join({ protocols: protocols ?? ["majlis.v1"] });
    socket.pause();
  }

  /** Sends a request below the room's URL, and leaves the answer unread. */
  request(path: string, { method = "GET", headers = {}, body = "" }: RequestOptions = {}): Socket {
    const { port, room } = this.job;
    const lines = [
      `${method} /r/${room}${path} HTTP/1.1`,
      `Host: 127.0.0.1:${port}`,
      `CF-Connecting-IP: ${this.address}`,
      ...(body === "" ? [] : [`Content-Length: ${body.length}`]),
      ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ];
    return this.send(`${lines.join("\r\n")}\r\n\r\n${body}`);
  }

  /** Sends bytes on a connection of their own, and reads nothing. */
  send(bytes: string): Socket {
    this.connections += 1;
    const socket = connect({ port: this.job.port, host: "127.0.0.1", noDelay: true });
    socket.on("error", () => undefined);
    socket.pause();
    socket.write(bytes);
    return socket;
  }

  /** A token of a new guest, by which it can read what needs one. */
  async token(): Promise<string> {
    const { port, room } = this.job;
    const response = await fetch(`http://127.0.0.1:${port}/r/${room}/messages?after=&name=Mallory`, {
      headers: { "CF-Connecting-IP": this.address },
    });
    const { events } = (await response.json()) as { events: { self?: { token: string } }[] };
    return events[0]?.self?.token ?? "";
  }
}

/** It says that it reads, so that it is sent more. */
function answerFlow(socket: RawSocket, text: string): void {
  const id = /"type":"flow","id":"([^"]+)"/.exec(text)?.[1];
  if (id !== undefined) socket.sendJson({ type: "flow", id, position: "0.0" });
}
